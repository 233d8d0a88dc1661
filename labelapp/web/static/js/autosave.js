// Saves each field of form[data-autosave-url] by itself, shortly after the last change, and says how it stands.
//
// Values go into the queue of outbox.js at every key and leave it when the server has them. Its answers hold
//   saved      words such as "Saved at 14:32"
//   shown      the name of what is stored, for the form's own button
//   fragments  {selector: html}, what else changes on the page
import { isDurable, place, readable } from "./waiting.js";
import { outbox } from "./outbox.js";

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.state = document.querySelector("[data-save-state]");
    this.standing = new Map(); // field: typed, clash or refused
    form.addEventListener("input", (event) => this.changed(event));
    document.addEventListener("submit", (event) => this.chosen(event));
    outbox.addEventListener("news", ({ detail }) => this.hear(detail));
    this.start();
  }

  async start() {
    for (const record of await outbox.adopt(this.url)) {
      const field = this.field(record.field);
      if (!field) continue;
      if (!this.standing.has(record.field)) put(field, record.value);
      this.standing.set(record.field, "typed");
    }
    outbox.send();
  }

  field(name) {
    return this.form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  }

  changed(event) {
    const field = event.target.closest("[data-field]");
    if (!field || event.target.readOnly) return;
    const name = field.dataset.field;
    this.standing.set(name, "typed");
    outbox.change(this.url, name, value(field), () => Number(field.dataset.version ?? 0));
  }

  hear({ kind, record, answer }) {
    if (kind === "trouble") return this.show();
    if (place(record.url) !== place(this.url) || (record.owner !== outbox.page && !this.shows(record))) return;
    if (kind === "typed") this.standing.set(record.field, "typed");
    if (kind === "saved" && answer) this.saved(record, answer);
    if (kind === "clash") this.clash(record.field, answer);
    if (kind === "refused") this.refused(record, answer);
    if (kind !== "typed") this.show(kind === "sending");
  }

  // Another tab may have gone on with what was typed here: where both show the same, its answer is ours.
  shows(record) {
    const field = this.field(record.field);
    return field && JSON.stringify(value(field)) === JSON.stringify(record.value);
  }

  saved({ field: name, step, id }, answer) {
    const field = this.field(name);
    field.dataset.version = answer.version;
    const typedMeanwhile = outbox.mine.has(id) && outbox.mine.get(id).step !== step;
    if (!typedMeanwhile) this.standing.delete(name);
    this.words = answer.saved;
    for (const hidden of ["version", "shown"]) {
      const input = this.form.elements[`${hidden}.${name}`];
      if (input && answer[hidden] !== undefined) input.value = answer[hidden];
    }
    for (const [selector, html] of Object.entries(answer.fragments ?? {})) replace(selector, html);
    field.querySelector("[data-refused]")?.remove();
    document.querySelector(`[data-conflict="${CSS.escape(name)}"]`)?.remove();
    mark(field);
  }

  clash(name, answer) {
    this.standing.set(name, "clash");
    const area = document.querySelector("#conflicts");
    const old = area.querySelector(`[data-conflict="${CSS.escape(name)}"]`);
    old?.remove();
    area.insertAdjacentHTML("beforeend", answer.html);
    if (!old) area.lastElementChild.querySelector("h2").focus();
  }

  refused(record, answer) {
    const { field: name } = record;
    const field = this.field(name);
    this.standing.set(name, "refused");
    field.querySelector("[data-refused]")?.remove();
    const words = document.querySelector("template[data-refusal]").content.cloneNode(true);
    words.querySelector("[data-reason]").textContent = answer.advice ?? answer.error ?? "";
    words.querySelector("[data-copy]").addEventListener("click", () => navigator.clipboard?.writeText(readable(record.value)));
    (field.querySelector("[id$='-errors']") ?? field).append(words);
    mark(field);
  }

  // One of two values was chosen. Ours stays in the queue until the server has the choice.
  async chosen(event) {
    const form = event.target;
    const name = form.dataset.conflict;
    if (name === undefined) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (answer?.ok) {
      await outbox.forget(this.url, name);
      return location.assign(answer.url);
    }
    const html = (await answer?.text()) ?? "";
    const other = new DOMParser().parseFromString(html, "text/html").querySelector(`[data-conflict="${CSS.escape(name)}"]`);
    if (other) form.replaceWith(other);
    else outbox.later("waiting");
  }

  show(sending = false) {
    const standing = [...this.standing.values()];
    if (standing.includes("clash")) return this.say("clash");
    if (standing.includes("refused")) return this.say("refused");
    if (standing.length && outbox.trouble) return this.sayTrouble();
    if (sending || standing.length) return this.say("saving");
    if (this.words) this.say("saved", this.words);
  }

  async sayTrouble() {
    const kept = await isDurable();
    this.say(outbox.trouble === "waiting" && !kept ? "waiting_here" : outbox.trouble);
  }

  say(name, text) {
    if (!this.state) return;
    const words = document.querySelector(`template[data-save-words="${name}"]`);
    if (!this.state.classList.contains(`is-${name}`) || text) {
      this.state.className = `save-state is-${name}`;
      this.state.replaceChildren(words.content.cloneNode(true));
    }
    if (text) this.state.querySelector("[data-save-text]").textContent = text;
  }
}

function inputs(field) {
  return [...field.querySelectorAll("input, select, textarea")];
}

function value(field) {
  const all = inputs(field);
  switch (field.dataset.type) {
    case "checklist":
      return all.filter((input) => input.checked).map((input) => input.value);
    case "money":
    case "counts":
      return Object.fromEntries(all.map((input) => [input.dataset.part, input.value]));
    case "choice":
    case "rubric":
      return all.find((input) => input.checked)?.value ?? "";
    default:
      return all[0].value;
  }
}

function put(field, typed) {
  for (const input of inputs(field)) {
    if (input.type === "radio") input.checked = input.value === typed;
    else if (input.type === "checkbox") input.checked = typed.includes(input.value);
    else if (input.dataset.part) input.value = typed[input.dataset.part] ?? "";
    else input.value = typed;
  }
}

function replace(selector, html) {
  const old = document.querySelector(selector);
  if (!old) return;
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  if (!old.isEqualNode(template.content.firstElementChild)) old.replaceWith(template.content);
}

function mark(field) {
  const wrong = Boolean(field.querySelector(".field-error"));
  field.classList.toggle("invalid", wrong);
  for (const input of inputs(field)) {
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
