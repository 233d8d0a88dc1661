// Files dropped on form[data-drop], chosen there or pasted into the page are sent one after the other. Each shows
// its progress, can be cancelled, and tried again when it failed. Without this script the same form has a file
// field and a button.
//
// Answers to Accept: application/json: 201 {location} for a new file, 200 {location, message} for one that is there
// already, else {advice}, a sentence about what to do. When every file is new, the page at `location` is shown;
// otherwise the list stays, so that no sentence is lost.
const zones = [...document.querySelectorAll("form[data-drop]")].map(prepare);

// A screenshot, or files copied in a file manager. Text that is pasted into a field stays what it is.
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  const zone = zones.find((one) => one.input.multiple);
  if (!files.length || !zone || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  zone.add(files.map((file) => named(file, zone.form.dataset.pasted)));
});

addEventListener("beforeunload", (event) => zones.some((zone) => zone.busy()) && event.preventDefault());

function prepare(form) {
  const input = form.querySelector("input[type=file]");
  const entries = [];
  form.classList.add("is-ready");
  form.querySelector("label").classList.add("btn", "btn-quiet", "btn-sm");

  for (const type of ["dragenter", "dragover"]) {
    form.addEventListener(type, (event) => {
      event.preventDefault();
      form.classList.add("is-over");
    });
  }
  for (const type of ["dragleave", "drop"]) {
    form.addEventListener(type, () => form.classList.remove("is-over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });
  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });
  form.querySelector("[data-drop-done]").addEventListener("click", () => {
    show(entries.find((entry) => entry.location).location);
  });

  function add(files) {
    for (const file of input.multiple ? files : files.slice(0, 1)) entries.push(listed(file));
    next();
  }

  function listed(file) {
    const list = form.querySelector("[data-drop-list]");
    const item = form.querySelector("[data-drop-item]").content.cloneNode(true).firstElementChild;
    const entry = { file, item, state: "waiting" };
    item.querySelector(".drop-name").textContent = file.name;
    for (const about of item.querySelectorAll(".drop-about")) about.textContent = ` ${file.name}`;
    item.querySelector("[data-drop-retry]").addEventListener("click", () => {
      tell(entry, "waiting", form.dataset.waiting);
      item.querySelector("[data-drop-cancel]").focus();
      next();
    });
    item.querySelector("[data-drop-cancel]").addEventListener("click", () => {
      entry.state = "cancelled";
      entry.request?.abort();
      entries.splice(entries.indexOf(entry), 1);
      item.remove();
      input.focus();
      next();
    });
    list.append(item);
    list.hidden = false;
    tell(entry, "waiting", form.dataset.waiting);
    return entry;
  }

  function next() {
    summarise();
    if (entries.some((entry) => entry.state === "sending")) return;
    const waiting = entries.find((entry) => entry.state === "waiting");
    if (waiting) return send(waiting);
    if (entries.length && entries.every((entry) => entry.state === "new")) show(entries.at(-1).location);
  }

  function send(entry) {
    if (entry.file.size > Number(form.dataset.limit ?? Infinity)) return end(entry, "failed", form.dataset.tooLarge);
    const bar = entry.item.querySelector("progress");
    const content = new FormData(form);
    const request = (entry.request = new XMLHttpRequest());
    content.delete("file");
    content.append("file", entry.file, entry.file.name);
    tell(entry, "sending", "");
    request.upload.addEventListener("progress", (event) => {
      bar.value = (event.loaded / event.total) * 100;
    });
    request.addEventListener("load", () => {
      const said = answer(request);
      entry.location = said.location;
      if (request.status === 201) return end(entry, "new", form.dataset.sent);
      if (request.status === 200 && said.location) return end(entry, "known", said.message);
      end(entry, "failed", said.advice ?? form.dataset.failed);
    });
    request.addEventListener("error", () => end(entry, "failed", form.dataset.failed));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(content);
  }

  function end(entry, state, text) {
    tell(entry, state, text);
    next();
  }

  function tell(entry, state, text) {
    entry.state = state;
    entry.item.dataset.state = state;
    entry.item.querySelector("progress").hidden = state !== "sending";
    entry.item.querySelector("[data-drop-text]").textContent = text;
    entry.item.querySelector("[data-drop-retry]").hidden = state !== "failed";
    entry.item.querySelector("[data-drop-cancel]").hidden = state === "new" || state === "known";
  }

  function summarise() {
    const sent = entries.filter((entry) => entry.location).length;
    const words = form.dataset.summary.replace("{sent}", sent).replace("{all}", entries.length);
    form.querySelector("[data-drop-summary]").textContent = entries.length > 1 ? words : "";
    form.querySelector("[data-drop-done]").hidden = busy() || !sent;
  }

  function busy() {
    return entries.some((entry) => entry.state === "sending" || entry.state === "waiting");
  }

  return { form, input, add, busy };
}

// Browsers call every pasted picture image.png; the moment tells them apart.
function named(file, word) {
  if (file.name !== "image.png") return file;
  const moment = new Date().toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
  return new File([file], `${word} ${moment}.png`, { type: file.type });
}

// To an address that differs from this page's in its fragment alone, a browser scrolls and loads nothing.
function show(address) {
  const target = new URL(address, location.href);
  location.assign(target);
  if (target.pathname === location.pathname && target.search === location.search) location.reload();
}

function answer(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}
