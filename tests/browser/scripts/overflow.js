// What reaches beyond the right edge of the window, apart from content of its own scroll region.
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((node) => node.getBoundingClientRect().right > width + 1);
  const loose = wide.filter((node) => !node.closest(".scroll"));
  return (loose.length ? loose : wide).slice(0, 5).map((node) => `wider than ${width} px: ${node.outerHTML.slice(0, 120)}`);
}
