// Reads back, in one sentence, which halves of the week are ticked. Without it the boxes say the same.
"use strict";

const japanese = document.documentElement.lang === "ja";
const [dot, comma] = japanese ? ["・", "、"] : [", ", "; "];

for (const week of document.querySelectorAll("[data-week]")) {
  const words = week.dataset;
  const said = week.querySelector("[data-said]");

  const read = () => {
    const ticked = (half) => [...week.querySelectorAll(`input[value$="-${half}"]:checked`)].map((box) => box.dataset.day);
    const am = ticked("am");
    const pm = ticked("pm");
    const both = am.filter((day) => pm.includes(day));
    const parts = [
      [words.all, both],
      [words.am, am.filter((day) => !both.includes(day))],
      [words.pm, pm.filter((day) => !both.includes(day))],
    ];
    const sentence = parts.filter(([, days]) => days.length).map(([form, days]) => form.replace("{days}", days.join(dot)));
    said.textContent = sentence.length ? sentence.join(comma) : words.none;
  };

  week.addEventListener("change", read);
  read();
}
