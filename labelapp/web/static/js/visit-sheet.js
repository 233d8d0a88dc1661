// Keeps the visit sheet on this device when its reader asks for it, and takes it off again.
//
// [data-keep-sheet] holds the address of the worker; in it button[data-keep], button[data-drop] and, for each state
// (off, kept, failed), an element [data-state]. Without service workers everything in it stays hidden.
import { outbox } from "./outbox.js";

const area = document.querySelector("[data-keep-sheet]");
const scope = new URL(".", new URL(area.dataset.keepSheet, location.href));
const KEPT = `labelapp ${scope}`;

function say(state) {
  for (const one of area.querySelectorAll("[data-state]")) one.hidden = one.dataset.state !== state;
  area.querySelector("[data-keep]").hidden = state === "kept";
  area.querySelector("[data-drop]").hidden = state !== "kept";
}

async function keep() {
  try {
    await navigator.serviceWorker.register(area.dataset.keepSheet);
    await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
    const needed = loaded.filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/static/"));
    const cache = await caches.open(KEPT);
    await cache.addAll([...new Set([location.pathname, ...needed.map(String)])]);
    say("kept");
  } catch {
    say("failed");
  }
}

async function drop() {
  await caches.delete(KEPT);
  const registration = await navigator.serviceWorker.getRegistration(scope);
  await registration?.unregister();
  say("off");
}

// What was saved stands in the copy too.
let timer;
function renew() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const cache = await caches.open(KEPT);
    if (await cache.match(location.pathname)) cache.add(location.pathname).catch(() => {});
  }, 1000);
}

if (navigator.serviceWorker && "caches" in window) {
  area.hidden = false;
  area.querySelector("[data-keep]").addEventListener("click", keep);
  area.querySelector("[data-drop]").addEventListener("click", drop);
  outbox.addEventListener("news", ({ detail }) => detail.kind === "saved" && renew());
  say((await caches.has(KEPT)) ? "kept" : "off");
}
