// Title, language, one h1, landmarks, no skipped heading level, nothing inline, and cards of tables that say their column.
() => {
  const wrong = [];
  const count = (selector) => document.querySelectorAll(selector).length;
  const name = document.querySelector(".site__name")?.textContent.trim();
  if (!document.title.endsWith(` | ${name}`) || document.title.startsWith(" |")) wrong.push(`title: ${document.title}`);
  if (!["ja", "en"].includes(document.documentElement.lang)) wrong.push("no language");
  if (count("h1") !== 1) wrong.push(`${count("h1")} h1`);
  for (const landmark of ["main#main", "header", "footer", "a.skip[href='#main']"]) if (count(landmark) < 1) wrong.push(`no ${landmark}`);
  let level = 0;
  for (const heading of document.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
    const now = Number(heading.tagName[1]);
    if (level && now > level + 1) wrong.push(`h${level} is followed by h${now}: ${heading.textContent.trim()}`);
    level = now;
  }
  if (count("[style],style")) wrong.push("inline style");
  if (count("script:not([src]):not([type='application/ld+json'])")) wrong.push("inline script");
  if (count("[tabindex]:not([tabindex='0']):not([tabindex='-1'])")) wrong.push("a tabindex above 0");
  const words = (node) => node.textContent.replaceAll("\u00ad", "").replace(/\s+/g, " ").trim();
  // On a phone each row of such a table is a card, in which a cell says again what stands over its column.
  for (const table of document.querySelectorAll(".table--stack")) {
    const heads = [...table.querySelectorAll("thead :is(th, td)")].flatMap((head) => Array(head.colSpan).fill(head));
    for (const cell of table.querySelectorAll("tbody td[data-label], tbody td:not([colspan], :empty)")) {
      const before = [...cell.parentElement.cells].slice(0, cell.cellIndex).reduce((sum, other) => sum + other.colSpan, 0);
      const head = heads[before], label = cell.dataset.label ?? "";
      const unsaid = !label && (!words(cell) || !head || head.querySelector(".visually-hidden"));
      if (!unsaid && label !== (head ? words(head) : "")) wrong.push(`“${label}” stands under “${head ? words(head) : ""}”`);
    }
  }
  const untranslated = document.documentElement.lang === "ja" && /%\(\w+\)s/.test(document.body.textContent);
  if (untranslated) wrong.push("a placeholder was left in the text");
  return wrong;
}
