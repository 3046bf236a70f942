// Reads back, in one sentence, which halves of the week are ticked. Without it the boxes say the same.
// The words are those of `halves` in core/words.py.
"use strict";

const japanese = document.documentElement.lang === "ja";
const [dot, comma, dash] = japanese ? ["・", "、", "～"] : [", ", "; ", "–"];

// Three days in a row or more become one stretch.
const named = (days, names) => {
  const runs = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && day === last[1] + 1) last[1] = day;
    else runs.push([day, day]);
  }
  return runs
    .flatMap(([first, last]) => (last - first > 1 ? [names[first] + dash + names[last]] : first === last ? [names[first]] : [names[first], names[last]]))
    .join(dot);
};

for (const week of document.querySelectorAll("[data-week]")) {
  const words = week.dataset;
  const said = week.querySelector("[data-said]");
  const boxes = [...week.querySelectorAll("input[data-half]")];
  const names = Object.fromEntries(boxes.map((box) => [box.dataset.day, box.dataset.name]));

  const read = () => {
    const ticked = (half) => boxes.filter((box) => box.checked && box.dataset.half === half).map((box) => Number(box.dataset.day));
    const am = ticked("am");
    const pm = ticked("pm");
    const parts = [
      [words.am, am.filter((day) => !pm.includes(day))],
      [words.pm, pm.filter((day) => !am.includes(day))],
      [words.all, am.filter((day) => pm.includes(day))],
    ];
    const sentence = parts.filter(([, days]) => days.length).map(([form, days]) => form.replace("{days}", named(days, names)));
    said.textContent = sentence.length ? sentence.join(comma) : words.none;
  };

  week.addEventListener("change", read);
  read();
}
