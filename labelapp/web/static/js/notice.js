// Tells on every page what waits on this device, when it was sent, and what could not be saved.
//
// What a form of this page shows at its fields is left to autosave.js.
import { readable } from "./waiting.js";
import { outbox } from "./outbox.js";

const section = document.querySelector("[data-outbox]");
const here = [...document.querySelectorAll("form[data-autosave-url]")].map((form) => form.dataset.autosaveUrl);
let sent = 0;

async function tell() {
  const records = (await outbox.waiting()).filter((one) => !here.includes(one.url));
  const mine = records.filter((one) => outbox.account && one.account === outbox.account);
  const held = mine.filter((one) => one.held);
  const open = mine.length - held.length;
  count("others", records.length - mine.length);
  count("sent", open ? 0 : sent);
  count("waiting", open && outbox.trouble !== "" ? open : 0);
  list(held);
  section.hidden = ![...section.querySelectorAll("[data-line]")].some((line) => !line.hidden);
}

function count(name, number) {
  const line = section.querySelector(`[data-line="${name}"]`);
  line.hidden = !number;
  line.querySelector("[data-count]").textContent = number;
}

function list(held) {
  const line = section.querySelector('[data-line="held"]');
  line.hidden = !held.length;
  line.querySelector("ul").replaceChildren(...held.map(item));
}

function item(record) {
  const row = section.querySelector("template[data-held]").content.cloneNode(true);
  const link = row.querySelector("a");
  link.href = record.page;
  link.textContent = record.title;
  row.querySelector("[data-typed]").textContent = readable(record.value);
  row.querySelector(`[data-reason="${record.held}"]`).hidden = false;
  if (record.reason) row.querySelector('[data-reason="refused"]').textContent = record.reason;
  row.querySelector("[data-copy]").addEventListener("click", () => navigator.clipboard?.writeText(readable(record.value)));
  const drop = row.querySelector("[data-drop]");
  drop.addEventListener("click", () => confirm(drop.dataset.confirm) && outbox.drop(record));
  return row;
}

outbox.addEventListener("news", ({ detail: { kind, record, answer } }) => {
  if (kind === "saved" && answer && !here.includes(record.url) && record.owner !== outbox.page) sent += 1;
  if (kind !== "sending" && kind !== "typed") tell();
});
outbox.send().then(tell);
