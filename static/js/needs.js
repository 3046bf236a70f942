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
  try {
    const answer = await fetch(place.dataset.count, { method: "POST", body: new FormData(form), signal: asking.signal });
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
