// A button with data-busy says so while its form is on the way, and the form is sent only once.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.dataset.busy || event.defaultPrevented) return;
  if (button.dataset.sent) return event.preventDefault();
  button.dataset.sent = "yes";
  button.querySelector("span").textContent = button.dataset.busy;
});
// The page may come back from the browser's cache.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
