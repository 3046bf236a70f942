// Where the focus is now, whether it can be seen, and whether the walk has come round.
() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const again = node.dataset.visited === "yes";
  node.dataset.visited = "yes";
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
  const last = window.lastStop;
  const behind = last && last.isConnected && last.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING;
  if (behind && !again) problems.push("focus went backwards");
  window.lastStop = node;
  return { again, problems, what: node.outerHTML.slice(0, 120) };
}
