// Keeps the number of people who could do the work in step with the form. Without it the button does the same.
"use strict";

const form = document.querySelector("[data-need-form]");
const place = document.querySelector("[data-count]");
const PAUSE = 700;
let waiting;
let asking;

const ask = async () => {
  asking?.abort();
  asking = new AbortController();
  const typed = new FormData(form);
  typed.append("do", "count");
  typed.append("alone", "yes");
  try {
    const answer = await fetch(form.action, { method: "POST", body: typed, signal: asking.signal });
    if (answer.ok) place.innerHTML = await answer.text();
  } catch {
    // Another change came first, or the network is away: the last number stays, and the button still works.
  }
};

form.addEventListener("change", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
});
ask();
