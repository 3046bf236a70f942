// Walks from the skip link on: at every Tab, where the focus is now and whether it can be seen, until it comes round.
() => {
  const visited = new Set();
  let last = null;
  const walk = { ended: false, found: [], stops: 0 };
  const stop = (node) => {
    const problems = [];
    const style = getComputedStyle(node);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (!ring && style.boxShadow === "none") problems.push("focus without a ring");
    const box = node.getBoundingClientRect();
    if (box.bottom < 0 || box.top > innerHeight || box.right < 0 || box.left > innerWidth) problems.push("focus outside the window");
    else if (box.height < innerHeight && box.width) {
      const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
      const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
      const top = document.elementFromPoint(x, y);
      const same = top && (node.contains(top) || top.contains(node) || [...(node.labels ?? [])].some((label) => label.contains(top)));
      if (!same) problems.push(`focus covered by ${top?.outerHTML.slice(0, 80)}`);
    }
    if (last?.isConnected && last.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING) problems.push("focus went backwards");
    walk.found.push(...problems.map((problem) => `${problem}: ${node.outerHTML.slice(0, 120)}`));
  };
  const look = () => {
    const node = document.activeElement;
    walk.ended ||= !node || node === document.body || visited.has(node);
    if (walk.ended) return;
    walk.stops += 1;
    visited.add(node);
    stop(node);
    last = node;
  };
  document.querySelector("a.skip").focus();
  window.scrollTo(0, 0);
  // Each press meets what the one before has left, the focus moved and the page scrolled to it; nothing is met twice.
  let met = false;
  window.addEventListener("keydown", () => {
    if (!met) look();
    met = false;
  }, true);
  window.walked = () => {
    look();
    met = true;
    return walk;
  };
}
