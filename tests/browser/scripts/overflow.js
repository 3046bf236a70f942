// What reaches beyond the right edge of the window, and of a table whose rows became cards: nobody looks for a way to
// scroll there. Only a wide table that scrolls inside its own region may.
() => {
  const scrolls = (region) => region.scrollWidth > region.clientWidth + 1;
  const excused = new Set();
  const found = [];
  const beyond = (whole, edge) => [...whole.querySelectorAll("*")].filter((node) => node.getBoundingClientRect().right > edge + 1);
  const told = (nodes, edge) => nodes.slice(0, 5).map((node) => `wider than ${Math.round(edge)} px: ${node.outerHTML.slice(0, 120)}`);
  for (const region of document.querySelectorAll(".scroll")) {
    if (!scrolls(region)) continue;
    const table = region.querySelector("table");
    const asTable = table && getComputedStyle(table).display === "table";
    if (asTable && ["auto", "scroll"].includes(getComputedStyle(region).overflowX)) {
      excused.add(region);
      continue;
    }
    const edge = region.getBoundingClientRect().right;
    found.push(...told(beyond(region, edge), edge));
  }
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    const wide = beyond(document.body, width);
    const loose = wide.filter((node) => !excused.has(node.closest(".scroll")));
    found.push(...told(loose.length ? loose : wide, width));
  }
  return found;
}
