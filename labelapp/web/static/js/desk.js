// Keys of the assessor's desk. They work outside text fields only and can be switched off (WCAG 2.1.4).
const OFF = "desk keys off";
const dialog = document.querySelector("[data-key-dialog]");
const control = document.querySelector("[data-key-switch]");
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
  "?": () => dialog.showModal(),
};

function typing(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
}

control.checked = !localStorage.getItem(OFF);
control.addEventListener("change", () => {
  if (control.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "yes");
});
document.querySelector("[data-key-help]").addEventListener("click", () => dialog.showModal());
document.querySelector("[data-key-close]").addEventListener("click", () => dialog.close());

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || dialog.open) return;
  if (!control.checked) return;
  const action = /^[0-9]$/.test(event.key) ? () => setPoints(event.key) : actions[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
});
