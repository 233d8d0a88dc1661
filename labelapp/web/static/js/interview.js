// Keys of an interview's screen. Letters and digits work outside text fields only; all can be switched off (WCAG 2.1.4).
import { forUs, offerKeys, showKeys, typing } from "./keys.js";

const form = document.querySelector("#interview");
const indicators = [...form.querySelectorAll("[data-indicator]")];

function current() {
  return indicators.findIndex((one) => one.contains(document.activeElement));
}

function go(step) {
  const at = current();
  const to = at < 0 ? 0 : at + step;
  indicators[to]?.querySelector("h2").focus();
}

function note() {
  indicators[Math.max(0, current())].querySelector("[data-note] textarea").focus();
}

// The level with these points; for a choice, the answer with this number.
function choose(key) {
  const radios = [...indicators[Math.max(0, current())].querySelectorAll("input[type=radio]")];
  const group = radios.filter((radio) => radio.name === (document.activeElement.name || radios[0].name));
  const rubric = group[0]?.closest("[data-type=rubric]");
  const input = rubric ? group.find((radio) => radio.value === key) : group[Number(key) - 1];
  if (!input) return;
  input.checked = true;
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

const actions = {
  j: () => go(1),
  k: () => go(-1),
  n: note,
  "?": showKeys,
};

function nextField(target) {
  const fields = [...form.querySelectorAll("input:not([type=hidden], [readonly]), textarea, button")];
  const radio = target.type === "radio";
  const rest = fields.slice(fields.indexOf(target) + 1).filter((one) => one.offsetParent && !(radio && one.name === target.name));
  rest.find((one) => one.type !== "radio" || one.checked || !form.querySelector(`[name="${CSS.escape(one.name)}"]:checked`))?.focus();
}

offerKeys("interview keys off");

document.addEventListener("keydown", (event) => {
  if (!forUs(event)) return;
  const target = event.target;
  if (event.key === "Enter" && target.matches("#interview input")) {
    event.preventDefault();
    nextField(target);
    return;
  }
  if (event.key === "Escape" && typing(target)) {
    target.closest("[data-indicator]")?.querySelector("h2").focus();
    return;
  }
  if (typing(target)) return;
  const action = /^[0-9]$/.test(event.key) ? () => choose(event.key) : actions[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
});
