// A button with data-busy says so while its form is on the way, and the form is sent only once.
const words = new Map();

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.dataset.busy || event.defaultPrevented) return;
  if (words.has(button)) return event.preventDefault();
  const text = button.querySelector("span");
  words.set(button, text.textContent);
  text.textContent = button.dataset.busy;
});

// The page may come back from the browser's cache: then it can be sent again.
addEventListener("pageshow", () => {
  for (const [button, text] of words) button.querySelector("span").textContent = text;
  words.clear();
});
