// Ticks every box of a form at one press. Without this script each box is ticked by itself, and the button is not there.
for (const place of document.querySelectorAll("[data-tick-all-place]")) {
  place.hidden = false;
  place.querySelector("[data-tick-all]").addEventListener("click", () => {
    for (const box of place.closest("form").querySelectorAll("[type=checkbox]")) box.checked = true;
  });
}
