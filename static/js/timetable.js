// The plan beside the timetable: what is chosen, what clashes, and which other time would do.
// Without this file the checkboxes work alone, and the server says the same after the form is sent.
"use strict";

const timetable = document.querySelector("[data-timetable]");
const plan = document.querySelector("[data-plan]");

if (timetable && plan) {
  const words = plan.dataset;
  const limit = Number(timetable.dataset.limit);
  const boxes = [...timetable.querySelectorAll("input[type=checkbox]")];
  const bar = document.querySelector("[data-bar]");
  const part = (name) => plan.querySelector(`[data-${name}]`);
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // What a checkbox stands for, read once from where it stands.
  for (const box of boxes) {
    const booth = box.closest("[data-booth]");
    box.dataset.booth = booth.dataset.booth;
    box.dataset.name = booth.dataset.name;
    box.dataset.start = box.closest(".seat").querySelector("b").textContent;
  }

  const chosen = () =>
    boxes.filter((box) => box.checked).sort((a, b) => a.dataset.start.localeCompare(b.dataset.start));

  /** The first two picks that cannot both stand, or nothing. */
  const conflict = (picks) => {
    for (const [index, first] of picks.entries()) {
      for (const second of picks.slice(index + 1)) {
        if (first.dataset.start === second.dataset.start) return { first, second, kind: "clash" };
        if (first.dataset.booth === second.dataset.booth) return { first, second, kind: "twice" };
      }
    }
    return null;
  };

  /** Another free time of the same municipality that fits the rest of the plan. */
  const alternative = (pick, picks) => {
    const taken = new Set(picks.map((other) => other.dataset.start));
    return boxes.find(
      (box) => box.dataset.booth === pick.dataset.booth && Number(box.dataset.left) > 0 && !taken.has(box.dataset.start),
    );
  };

  const button = (text, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };

  const untick = (box) => {
    box.checked = false;
    draw();
    part("picks").querySelector("button")?.focus();
  };

  const row = (box) => {
    const item = document.createElement("li");
    const time = document.createElement("b");
    const name = document.createElement("span");
    time.className = "number";
    time.textContent = box.dataset.start;
    name.textContent = box.dataset.name;
    item.append(time, name, button(words.remove, `${words.remove} ${box.dataset.start} ${box.dataset.name}`, () => untick(box)));
    return item;
  };

  const explain = (found) => {
    const { first, second } = found;
    return found.kind === "clash"
      ? fill(words.clash, { time: first.dataset.start, first: first.dataset.name, second: second.dataset.name })
      : fill(words.twice, { booth: first.dataset.name });
  };

  const offer = (found, picks) => {
    const box = document.createElement("div");
    box.className = "notice notice--stop";
    const text = document.createElement("p");
    const pair = [found.second, found.first].map((pick) => [pick, alternative(pick, picks)]);
    const [pick, other] = pair.find(([, free]) => free) ?? pair[0];
    if (found.kind === "twice" || !other) {
      text.textContent = found.kind === "twice" ? "" : fill(words.stuck, { booth: pick.dataset.name });
      box.append(text, button(`${words.remove} ${found.second.dataset.start}`, "", () => untick(found.second)));
      return box;
    }
    const { name, left, start } = other.dataset;
    text.textContent = fill(words.other, { booth: name, left, time: start });
    box.append(text, button(fill(words.move, { time: start }), "", () => {
      pick.checked = false;
      other.checked = true;
      draw();
      other.focus();
    }));
    return box;
  };

  const say = (sentences) => {
    const said = part("said");
    if (said.textContent === sentences.join(" ")) return;
    said.replaceChildren(...sentences.map((sentence) => {
      const line = document.createElement("p");
      line.className = "notice notice--stop";
      line.textContent = sentence;
      return line;
    }));
  };

  const draw = () => {
    const picks = chosen();
    const found = conflict(picks);
    const sentences = found ? [explain(found)] : [];
    if (picks.length > limit) sentences.push(fill(words.over, { limit }));
    for (const box of boxes) box.closest(".seat").classList.toggle("seat--clash", found?.first === box || found?.second === box);
    part("empty").hidden = picks.length > 0;
    part("counted").hidden = part("picks").hidden = picks.length === 0;
    part("counted").textContent = fill(words.count, { count: picks.length, limit });
    part("picks").replaceChildren(...picks.map(row));
    say(sentences);
    part("offer").replaceChildren(...(found ? [offer(found, picks)] : []));
    bar.hidden = picks.length === 0;
    bar.firstElementChild.textContent = [fill(words.count, { count: picks.length, limit }), ...sentences].join(" ");
  };

  timetable.addEventListener("change", draw);
  draw();
}
