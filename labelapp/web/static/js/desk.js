// Keys of the assessor's desk. They work outside text fields only and can be switched off (WCAG 2.1.4).
import { forUs, offerKeys, showKeys, typing } from "./keys.js";

const links = [...document.querySelectorAll(".desk-list.full a")];
const current = links.findIndex((link) => link.hasAttribute("aria-current"));

function go(link) {
  link?.click();
}

function setPoints(key) {
  const input = document.querySelector(`.keys input[value="${key}"]`);
  if (!input) return;
  input.checked = true;
  input.focus();
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

const actions = {
  j: () => go(links[current + 1]),
  k: () => go(links[current - 1]),
  e: () => document.querySelector("[data-evidence], .tabs a")?.focus(),
  "?": showKeys,
};

offerKeys("desk keys off");

document.addEventListener("keydown", (event) => {
  if (!forUs(event) || typing(event.target)) return;
  const action = /^[0-9]$/.test(event.key) ? () => setPoints(event.key) : actions[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
});
