// What reaches beyond the right edge of the window, apart from content of its own scroll region.
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((node) => node.getBoundingClientRect().right > width + 1 && !node.closest(".scroll"))
    .slice(0, 5)
    .map((node) => `wider than ${width} px: ${node.outerHTML.slice(0, 120)}`);
}
