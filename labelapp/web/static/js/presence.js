// Says every 20 seconds that this page is open, while it is visible, and shows who else is where.
//
// [data-presence-url] names the address and [data-presence-method] how to ask: post on an indicator's page, get where
// the reader leaves no trace. Answer: {here: {dimension: html}}, put into [data-presence="<dimension>"].
const EVERY = 20000;
const GONE = [401, 403, 404];
const page = document.querySelector("[data-presence-url]");
let timer;

async function beat() {
  clearTimeout(timer);
  if (document.hidden) return;
  const answer = await ask();
  if (answer && GONE.includes(answer.status)) return;
  if (answer?.ok) show((await answer.json()).here);
  timer = setTimeout(beat, EVERY);
}

async function ask() {
  const headers = {
    Accept: "application/json",
    "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
  };
  try {
    return await fetch(page.dataset.presenceUrl, { method: page.dataset.presenceMethod, headers });
  } catch {
    return null;
  }
}

function show(here) {
  for (const place of document.querySelectorAll("[data-presence]")) {
    const html = here[place.dataset.presence] ?? "";
    if (place.innerHTML.trim() !== html) place.innerHTML = html;
  }
}

if (page) {
  document.addEventListener("visibilitychange", beat);
  beat();
}
