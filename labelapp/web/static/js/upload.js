// A file dropped on form[data-drop], or chosen there, is sent at once and shows its progress.
// Without this script the same form has a file field and a button.
//
// Answers to Accept: application/json: 2xx {location}, the page to show next, or a redirect to it;
// else {advice}, a sentence about what to do.
for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector("input[type=file]");
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
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send(form, input);
  });
  input.addEventListener("change", () => input.files.length && send(form, input));
}

function send(form, input) {
  const state = form.querySelector(".drop-state");
  const text = form.querySelector("[data-drop-text]");
  const bar = form.querySelector("progress");
  const request = new XMLHttpRequest();
  text.textContent = form.dataset.dropped.replace("{name}", input.files[0].name);
  state.hidden = bar.hidden = false;
  request.upload.addEventListener("progress", (event) => {
    bar.value = (event.loaded / event.total) * 100;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) return show(answer(request).location ?? request.responseURL);
    failed();
  });
  request.addEventListener("error", failed);
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.send(new FormData(form));

  function failed() {
    bar.hidden = true;
    input.value = "";
    text.textContent = answer(request).advice ?? form.dataset.failed;
  }
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
