// Light, dark or as the system: kept in a cookie, so that the server prints the choice and nothing flashes.
const choice = document.querySelector("[data-theme-choice]");
choice.hidden = false;
choice.addEventListener("change", (event) => {
  const theme = event.target.value;
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.bsTheme;
  else root.dataset.bsTheme = theme;
  const age = theme === "system" ? 0 : 31536000;
  document.cookie = `theme=${theme}; path=/; max-age=${age}; samesite=lax`;
});
