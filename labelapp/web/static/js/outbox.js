// Sends the answers that wait, of the account that is signed in, from whatever page is open: in order, each once.
//
// Request: POST {field, value, version, run, step, at} with the headers X-CSRFToken and X-Account. Answers:
//   200 {version, …}     stored under this version, now or when it was sent before
//   409 {html}           somebody else changed the field: a person has to choose; html: the macro `conflict`
//   400                  the token is out of date: a new one is fetched
//   401, 403             nobody is signed in; somebody else is
//   404, 409, 413, 422   {advice} refused for good: a person has to mend it
//   anything else, or no network: tried again
// Every page tells all others what happened: {kind: saved|clash|refused|trouble|typed, record, answer}
import { acknowledge, adopt, all, drop, forget, hold, isDurable, randomName, sweep, write } from "./waiting.js";

const DELAY = 600; // from the last key to sending
const RETRY = [2000, 5000, 10000, 30000, 60000];
const PATIENCE = 30000;
const KEEPALIVE_LIMIT = 60000; // bytes that a browser still sends for a page that is gone
const REFUSED = [404, 409, 413, 415, 422];

class Outbox extends EventTarget {
  constructor() {
    super();
    this.account = document.querySelector("[data-outbox]")?.dataset.account ?? "";
    this.page = randomName();
    this.mine = new Map(); // what this page has still to get rid of, for when it is left
    this.writing = Promise.resolve();
    this.unwritten = 0;
    this.trouble = "";
    this.failures = 0;
    this.channel = new BroadcastChannel("labelapp outbox");
    this.channel.addEventListener("message", ({ data }) => this.hear(data));
    for (const type of ["online", "focus", "pageshow"]) addEventListener(type, () => this.send());
    addEventListener("pagehide", () => this.leave());
    addEventListener("beforeunload", (event) => this.warn(event));
    isDurable().then((durable) => (this.durable = durable));
  }

  async waiting() {
    return (await all()).filter((one) => one.held !== "done");
  }

  // Returns the records of an address that waited, which this page goes on with.
  async adopt(url) {
    const found = await adopt(this.account, url, this.page);
    for (const record of found) this.mine.set(record.id, record);
    return found;
  }

  // version: a function, asked when it is this value's turn to be written.
  change(url, field, value, version) {
    const where = { page: location.pathname, title: document.querySelector("h1")?.textContent.trim() ?? "" };
    const when = { at: new Date().toISOString(), due: Date.now() + DELAY };
    const change = { account: this.account, url, field, value, owner: this.page, ...when, ...where };
    this.unwritten += 1;
    // One after the other, or two keys could begin two records.
    this.writing = this.writing
      .then(() => write({ ...change, version: version() }))
      .then(async (record) => {
        this.mine.set(record.id, record);
        this.durable = await isDurable();
        this.unwritten -= 1;
        this.tell({ kind: "typed", record });
      });
    this.wake(DELAY);
  }

  async drop(record) {
    this.mine.delete(record.id);
    await drop(record.id);
    this.tell({ kind: "saved", record, answer: null });
  }

  async forget(url, field) {
    for (const record of await forget(this.account, url, field, this.page)) this.mine.delete(record.id);
  }

  wake(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  // One tab at a time empties the queue; what it did not reach in time, the next one does.
  async send() {
    if (!this.account) return;
    await this.writing;
    if (!navigator.locks) return this.empty();
    await navigator.locks.request(`labelapp outbox ${this.account}`, () => this.empty());
  }

  async empty() {
    for (;;) {
      const open = (await all()).filter((one) => one.account === this.account && !one.held);
      const record = open.find((one) => one.due <= Date.now());
      if (!record) {
        if (open.length) this.wake(Math.max(0, Math.min(...open.map((one) => one.due)) - Date.now()));
        return;
      }
      this.tell({ kind: "sending", record });
      if (!(await this.deliver(record))) return;
    }
  }

  // Whether to go on with the next one.
  async deliver(record, renewed = false) {
    const response = await post(record, { signal: AbortSignal.timeout?.(PATIENCE) });
    const answer = (await response?.json().catch(() => null)) ?? {};
    if (response?.ok && answer.version !== undefined) return this.stored(record, answer);
    if (response?.status === 409 && answer.html) return this.stopped(record, "clash", answer);
    if (response?.status === 400 && !renewed) {
      const state = await renewToken(this.account);
      return state === "fresh" ? this.deliver(record, true) : this.later(state);
    }
    if (REFUSED.includes(response?.status)) return this.stopped(record, "refused", answer);
    return this.later({ 401: "signed_out", 403: "elsewhere" }[response?.status] ?? "waiting");
  }

  async stored(record, answer) {
    await acknowledge(record, answer.version);
    this.settle("");
    this.tell({ kind: "saved", record, answer });
    return true;
  }

  async stopped(record, held, answer) {
    await hold(record, held, answer.advice ?? "");
    this.settle("");
    this.tell({ kind: held, record, answer });
    return true;
  }

  later(trouble) {
    this.settle(trouble);
    this.tell({ kind: "trouble", trouble });
    this.wake(RETRY[Math.min(this.failures++, RETRY.length - 1)]);
    return false;
  }

  settle(trouble) {
    this.trouble = trouble;
    if (!trouble) this.failures = 0;
  }

  tell(news) {
    this.channel.postMessage({ account: this.account, ...news });
    this.note(news);
  }

  hear(news) {
    if (news.account !== this.account) return;
    if (news.kind === "trouble") this.trouble = news.trouble;
    else if (news.kind !== "typed") this.trouble = "";
    this.note(news);
  }

  note(news) {
    const mine = news.record && this.mine.get(news.record.id);
    if (mine?.step === news.record?.step) {
      if (news.kind === "saved") this.mine.delete(mine.id);
      else if (mine) mine.held = ["clash", "refused"].includes(news.kind) ? news.kind : "";
    }
    this.dispatchEvent(new CustomEvent("news", { detail: news }));
    if (news.kind === "saved") this.writing = this.writing.then(() => sweep(this.page));
  }

  // The page goes: what it has not sent leaves with it, and stays in the queue until somebody hears the answer.
  leave() {
    for (const record of this.mine.values()) {
      if (!record.held && JSON.stringify(record.value).length < KEEPALIVE_LIMIT) post(record, { keepalive: true });
    }
  }

  warn(event) {
    if (this.unwritten || (this.durable === false && this.mine.size)) event.preventDefault();
  }
}

async function post(record, options) {
  const { url, field, value, version, run, step, at } = record;
  try {
    return await fetch(url, {
      method: "POST",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": token().content,
        "X-Account": record.account,
      },
      body: JSON.stringify({ field, value, version, run, step, at }),
      ...options,
    });
  } catch {
    return null;
  }
}

function token() {
  return document.querySelector("meta[name=csrf-token]");
}

// After signing in again in another tab the session has another token; this page anew brings it.
async function renewToken(account) {
  const html = await fetch(location.href).then((answer) => answer.text(), () => "");
  if (!html) return "waiting";
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const signedIn = fresh.querySelector("[data-outbox]")?.dataset.account;
  if (signedIn !== account) return signedIn ? "elsewhere" : "signed_out";
  token().content = fresh.querySelector("meta[name=csrf-token]").content;
  return "fresh";
}

export const outbox = new Outbox();
