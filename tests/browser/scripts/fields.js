// What a form shows under these names: what stands there now, and whether it is folded away.
(form, names) => {
  const folded = (node) => node.parentElement.closest("details:not([open])") !== null;
  const fields = names.map((name) => {
    const all = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const [first] = all;
    return [name, first && {
      kind: first.tagName === "SELECT" ? "select" : first.type,
      folded: folded(first),
      values: all.map((field) => field.value),
      checked: all.map((field) => Boolean(field.checked)),
    }];
  });
  return Object.fromEntries(fields);
}
