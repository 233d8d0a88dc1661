// What screens with keys share: the dialog that lists them, and the switch that turns them off (WCAG 2.1.4).
const dialog = document.querySelector("[data-key-dialog]");
const control = document.querySelector("[data-key-switch]");

export function showKeys() {
  dialog.showModal();
}

export function typing(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
}

// `off` names what the browser keeps once the keys are switched off.
export function offerKeys(off) {
  control.checked = !localStorage.getItem(off);
  control.addEventListener("change", () => {
    if (control.checked) localStorage.removeItem(off);
    else localStorage.setItem(off, "yes");
  });
  document.querySelector("[data-key-help]").addEventListener("click", showKeys);
  document.querySelector("[data-key-close]").addEventListener("click", () => dialog.close());
}

export function forUs(event) {
  return control.checked && !dialog.open && !event.ctrlKey && !event.metaKey && !event.altKey;
}
