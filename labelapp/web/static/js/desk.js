// Keys of the assessor's desk. They work outside text fields only and can be switched off (WCAG 2.1.4).
import { outbox } from "./outbox.js";
import { forUs, offerKeys, showKeys, typing } from "./keys.js";

const links = [...document.querySelectorAll(".desk-list.full a:not(.desk-filters a)")];
const current = links.findIndex((link) => link.hasAttribute("aria-current"));
const score = document.querySelector("[data-desk]");

// What was typed lies in the queue before the page is left; it is sent from the next one.
async function go(link) {
  await outbox.writing;
  link?.click();
}

function press(input) {
  if (!input) return;
  input.checked = input.type === "radio" || !input.checked;
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function pointKeys() {
  return [...document.querySelectorAll(".keys input")];
}

// A digit is the points themselves where all are below ten, else the place of the level from the left.
function setPoints(key) {
  const inputs = pointKeys();
  const small = inputs.every((input) => /^\d(\.5)?$/.test(input.value));
  press(small ? inputs.find((input) => input.value === key) : inputs[Number(key)]);
}

function addHalf() {
  const inputs = pointKeys();
  const chosen = inputs.find((input) => input.checked);
  press(chosen && inputs.find((input) => input.value === String(Math.floor(Number(chosen.value)) + 0.5)));
}

// The question in which the reader is, else the first without an answer, else the first.
function answer(value) {
  const groups = [...score.querySelectorAll("fieldset:has(input[value=yes][type=radio])")];
  const group =
    groups.find((one) => one.contains(document.activeElement)) ?? groups.find((one) => !one.querySelector(":checked")) ?? groups[0];
  press(group?.querySelector(`input[value=${value}]`));
}

const actions = {
  j: () => go(links[current + 1]),
  k: () => go(links[current - 1]),
  e: () => document.querySelector("[data-evidence], .tabs a")?.focus(),
  f: () => press(score.querySelector("[name=flagged]")),
  l: () => go(document.querySelector("a[href$='/lock']")),
  n: () => answer("no"),
  q: () => score.querySelector("[name=visit_question]")?.focus(),
  t: () => score.querySelector("[name=justification]").focus(),
  y: () => answer("yes"),
  ".": addHalf,
  ",": addHalf,
  "?": showKeys,
};

offerKeys("desk keys off");

document.addEventListener("keydown", (event) => {
  if (!forUs(event)) return;
  if (typing(event.target)) {
    if (event.key === "Escape") score.querySelector("h2").focus();
    return;
  }
  const action = /^[0-9]$/.test(event.key) ? () => setPoints(event.key) : actions[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
});
