// Saves each field of form[data-autosave-url] by itself, 600 ms after the last change.
//
// Request: POST {field, value, version}. Answers:
//   200 {version, saved, fragments}   saved: words such as "Saved at 14:32"; fragments: {selector: html}
//   409 {html}                        somebody else changed the field; html: the macro `conflict`
//   400                               the token of the form is out of date: a new one is fetched
//   401, 403                          signed out; anything else or no network: tried again
// What is not acknowledged stays in localStorage, keyed by the address and the account, and is sent again.
// The server must answer 200, not 409, to the value that it already has: a page that is left sends without
// waiting for the answer.
const DELAY = 600;
const RETRY = 10000;
const KEEPALIVE_LIMIT = 60000; // bytes that a browser still sends for a page that is gone

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    // Without the query, which names the version of the scheme: what is unsaved outlives a move to another version.
    this.key = `unsaved ${form.dataset.autosaveOwner ?? ""} ${this.url.split("?")[0]}`;
    this.state = document.querySelector("[data-save-state]");
    this.pending = this.stored();
    this.timers = new Map();
    this.clashes = new Set();
    this.inFlight = "";
    this.sending = Promise.resolve();
    this.restore();
    form.addEventListener("input", (event) => this.changed(event));
    document.addEventListener("submit", (event) => this.resolved(event), true);
    addEventListener("online", () => this.flush());
    addEventListener("focus", () => this.flush());
    addEventListener("pagehide", () => this.leave());
    if (Object.keys(this.pending).length) this.flush();
  }

  stored() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  keep() {
    try {
      if (Object.keys(this.pending).length) localStorage.setItem(this.key, JSON.stringify(this.pending));
      else localStorage.removeItem(this.key);
    } catch {
      // A full or forbidden store: the page itself still holds the values.
    }
  }

  field(name) {
    return this.form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  }

  value(field) {
    const inputs = [...field.querySelectorAll("input, select, textarea")];
    switch (field.dataset.type) {
      case "checklist":
        return inputs.filter((input) => input.checked).map((input) => input.value);
      case "money":
      case "counts":
        return Object.fromEntries(inputs.map((input) => [input.dataset.part, input.value]));
      case "choice":
      case "rubric":
        return inputs.find((input) => input.checked)?.value ?? "";
      default:
        return inputs[0].value;
    }
  }

  restore() {
    for (const [name, { value }] of Object.entries(this.pending)) {
      const field = this.field(name);
      if (!field) continue;
      if (JSON.stringify(this.value(field)) === JSON.stringify(value)) {
        delete this.pending[name];
        continue;
      }
      for (const input of field.querySelectorAll("input, select, textarea")) {
        if (input.type === "radio") input.checked = input.value === value;
        else if (input.type === "checkbox") input.checked = value.includes(input.value);
        else if (input.dataset.part) input.value = value[input.dataset.part] ?? "";
        else input.value = value;
      }
    }
    this.keep();
  }

  changed(event) {
    const field = event.target.closest("[data-field]");
    if (!field || event.target.readOnly) return;
    const name = field.dataset.field;
    this.pending[name] = { value: this.value(field), version: Number(field.dataset.version ?? 0) };
    this.keep();
    clearTimeout(this.timers.get(name));
    this.timers.set(name, setTimeout(() => this.enqueue(name), DELAY));
  }

  flush() {
    clearTimeout(this.retry);
    for (const name of Object.keys(this.pending)) this.enqueue(name);
  }

  leave() {
    for (const name of Object.keys(this.pending)) if (name !== this.inFlight) this.send(name);
  }

  // One request after the other: each answer carries the version that the next one needs.
  enqueue(name) {
    this.sending = this.sending.then(() => this.send(name));
  }

  async send(name, renewed = false) {
    const item = this.pending[name];
    if (!item || this.clashes.has(name)) return;
    this.show("saving");
    this.inFlight = name;
    const response = await this.post({ field: name, ...item });
    this.inFlight = "";
    if (!response) return this.later();
    if (response.ok) return this.saved(name, item, await response.json());
    if (response.status === 409) return this.clash(name, await response.json());
    if (response.status === 401 || response.status === 403) return this.show("signed_out");
    if (response.status === 400 && !renewed) {
      await renewToken();
      return this.send(name, true);
    }
    return this.later();
  }

  async post(body) {
    const text = JSON.stringify(body);
    try {
      return await fetch(this.url, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token().content },
        body: text,
        keepalive: text.length < KEEPALIVE_LIMIT,
      });
    } catch {
      return null;
    }
  }

  saved(name, item, answer) {
    const field = this.field(name);
    if (field) field.dataset.version = answer.version;
    if (this.pending[name] === item) delete this.pending[name];
    else this.pending[name].version = answer.version;
    this.keep();
    for (const [selector, html] of Object.entries(answer.fragments ?? {})) replace(selector, html);
    if (field) mark(field);
    if (this.clashes.size) this.show("clash");
    else if (!Object.keys(this.pending).length) this.show("saved", answer.saved);
  }

  clash(name, answer) {
    this.clashes.add(name);
    const place = document.querySelector("#conflicts");
    place.querySelector(`[data-conflict="${CSS.escape(name)}"]`)?.remove();
    place.insertAdjacentHTML("beforeend", answer.html);
    place.lastElementChild.querySelector("h2").focus();
    this.show("clash");
  }

  // The reader chose one of both values: the kept one has done its duty.
  resolved(event) {
    const name = event.target.dataset?.conflict;
    if (name === undefined) return;
    delete this.pending[name];
    this.keep();
  }

  later() {
    this.show("waiting");
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.flush(), RETRY);
  }

  show(name, text) {
    if (!this.state) return;
    const words = document.querySelector(`template[data-save-words="${name}"]`);
    this.state.className = `save-state is-${name}`;
    this.state.replaceChildren(words.content.cloneNode(true));
    if (text) this.state.querySelector("[data-save-text]").textContent = text;
  }
}

function token() {
  return document.querySelector("meta[name=csrf-token]");
}

// After signing in again in another tab the session has another token; this page anew brings it.
async function renewToken() {
  const html = await fetch(location.href).then((answer) => answer.text(), () => "");
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("meta[name=csrf-token]");
  if (fresh) token().content = fresh.content;
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
  for (const input of field.querySelectorAll("input, select, textarea")) {
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
