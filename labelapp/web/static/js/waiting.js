// The answers that wait on this device, of all accounts, in the order in which they were first typed.
//
// A record: {id, account, url, field, value, version, run, step, owner, at, due, page, title, held, reason}
//   id             its place in the queue, given by the store
//   version        the version of the answer that the writer saw; run, step: see labelapp/assessments/saving.py
//   owner          the page that goes on typing in it
//   at             when it was typed
//   due            when it may be sent, in milliseconds
//   page, title    where it was typed
//   held, reason   "clash" or "refused": it waits for a person and not for the network; why.
//                  "done": the server has it, and its page has still to hear under which version
//
// IndexedDB, because its transactions keep several tabs from losing each other's records, and because what they
// wrote outlives a browser that is killed. Where a browser has none, the page itself keeps the records.
const DATABASE = "labelapp";
const STORE = "waiting";
const FORGOTTEN = 60000;

class Disk {
  constructor(database) {
    this.database = database;
    this.durable = true;
  }

  // work gets {all, put, remove} and may await nothing else, or the transaction would end.
  async run(work) {
    const transaction = this.database.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const [result] = await Promise.all([
      work({
        all: () => settled(store.getAll()),
        put: (record) => settled(store.put(record)),
        remove: (id) => settled(store.delete(id)),
      }),
      ended,
    ]);
    return result;
  }
}

class Memory {
  constructor() {
    this.records = new Map();
    this.next = 1;
    this.durable = false;
  }

  run(work) {
    return work({
      all: async () => [...this.records.values()].map((record) => ({ ...record })),
      put: async (record) => {
        record.id ??= this.next++;
        this.records.set(record.id, { ...record });
        return record.id;
      },
      remove: async (id) => this.records.delete(id),
    });
  }
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function open() {
  try {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    return new Disk(await settled(request));
  } catch {
    return new Memory();
  }
}

let store = open();

// A disk that is full or taken away must not stop anybody from typing.
async function transact(work) {
  const present = await store;
  try {
    return await present.run(work);
  } catch (error) {
    if (!present.durable) throw error;
    store = Promise.resolve(new Memory());
    return (await store).run(work);
  }
}

export async function isDurable() {
  return (await store).durable;
}

export function all() {
  return transact(({ all }) => all());
}

// The newest value of a field on one page. It goes on with the page's record that was not acknowledged yet, or
// begins another one; either way as a new step, so that the server can tell it from what was sent before.
export function write(change) {
  return transact(async ({ all, put }) => {
    const mine = (await all()).find((one) => one.owner === change.owner && sameField(one, change));
    const record = { ...change, run: randomName(), step: 0, held: "", reason: "" };
    if (mine) Object.assign(record, { id: mine.id, run: mine.run, step: mine.step + 1, version: mine.version });
    record.id = await put(record);
    return record;
  });
}

// The records of an address go to another page, which shows them and goes on with them.
export function adopt(account, url, owner) {
  return transact(async ({ all, put }) => {
    const here = (await all()).filter((one) => one.account === account && place(one.url) === place(url));
    const found = here.filter((one) => one.held !== "done");
    for (const record of found) await put(Object.assign(record, { owner, held: "", due: 0 }));
    return found;
  });
}

// A step was acknowledged as `version`: done with, unless more was typed meanwhile. The record stays until its page
// has heard of it: a key pressed before that goes on from here, and not from the version that the page still knows.
export function acknowledge(sent, version) {
  return change(sent.id, (record) => ({ ...record, version, held: record.step === sent.step ? "done" : record.held }));
}

// What a page has heard of, and what pages that are gone never will.
export function sweep(owner) {
  return transact(async ({ all, remove }) => {
    const done = (await all()).filter((one) => one.held === "done");
    for (const one of done) if (one.owner === owner || one.due < Date.now() - FORGOTTEN) await remove(one.id);
  });
}

export function hold(sent, held, reason) {
  return change(sent.id, (record) => (record.step === sent.step ? { ...record, held, reason } : record));
}

export function drop(id) {
  return change(id, () => null);
}

// A person chose what stands in a field: what one page typed there is done with.
export function forget(account, url, field, owner) {
  return transact(async ({ all, remove }) => {
    const found = (await all()).filter((one) => one.owner === owner && sameField(one, { account, url, field }));
    for (const record of found) await remove(record.id);
    return found;
  });
}

function change(id, how) {
  return transact(async ({ all, put, remove }) => {
    const record = (await all()).find((one) => one.id === id);
    if (!record) return;
    const changed = how(record);
    await (changed ? put(changed) : remove(id));
  });
}

export function sameField(one, other) {
  return one.account === other.account && place(one.url) === place(other.url) && one.field === other.field;
}

// An address without its query, which names the version of the scheme: what waits outlives a move to another version.
export function place(url) {
  return url.split("?")[0];
}

// crypto.randomUUID exists on secure pages only.
export function randomName() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A value as a person would write it down.
export function readable(value) {
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? Object.values(value).join(", ") : String(value);
}
