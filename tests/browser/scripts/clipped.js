// Text that does not fit its box and cannot be reached by scrolling.
() =>
  [...document.body.querySelectorAll("*")]
    .filter((node) => {
      const style = getComputedStyle(node);
      const cut = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
      return cut && style.clipPath === "none" && node.textContent.trim() && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1);
    })
    .map((node) => `cut off: ${node.outerHTML.slice(0, 120)}`)
