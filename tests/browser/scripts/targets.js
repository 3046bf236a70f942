// Controls smaller than 24 px (links inside a sentence excepted), main controls smaller than 44 px.
() => {
  const shown = (node) => node.checkVisibility({ visibilityProperty: true });
  const hidden = (node) => node.closest(".visually-hidden, .skip, [aria-hidden=true]") !== null;
  const inSentence = (node) =>
    getComputedStyle(node).display === "inline" &&
    [...node.parentElement.childNodes].some((other) => other.nodeType === Node.TEXT_NODE && other.textContent.trim());
  const box = (node) => {
    const boxes = [node, ...(node.labels ?? [])].map((each) => each.getBoundingClientRect());
    return { width: Math.max(...boxes.map((each) => each.width)), height: Math.max(...boxes.map((each) => each.height)) };
  };
  const main = ".button, .field__input, .choice__input, .seat input, .site__nav a, .chip, .pager a";
  // WCAG 2.5.8 lets a small target stand when a circle of 24 px around its middle touches no other.
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")].filter((node) => shown(node) && !hidden(node));
  const alone = (node) => {
    const own = node.getBoundingClientRect();
    const [x, y] = [own.left + own.width / 2, own.top + own.height / 2];
    return all.every((other) => {
      const box = other.getBoundingClientRect();
      const [dx, dy] = [Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)];
      return other === node || node.contains(other) || other.contains(node) || Math.hypot(dx, dy) >= (box.height < 23.5 ? 24 : 12);
    });
  };
  const wrong = [];
  for (const node of all) {
    if (inSentence(node)) continue;
    const { width, height } = box(node);
    const least = node.matches(main) ? 43.5 : 23.5;
    if (height < least && least < 40 && alone(node)) continue;
    if (height < least || width < 23.5) wrong.push(`target ${Math.round(width)}×${Math.round(height)}: ${node.outerHTML.slice(0, 120)}`);
  }
  return wrong;
}
