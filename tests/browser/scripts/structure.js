// Title, language, one h1, landmarks, no skipped heading level, nothing inline.
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
  const untranslated = document.documentElement.lang === "ja" && /%\(\w+\)s/.test(document.body.textContent);
  if (untranslated) wrong.push("a placeholder was left in the text");
  return wrong;
}
