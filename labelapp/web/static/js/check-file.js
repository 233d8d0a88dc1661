// A file dropped on form[data-check], or chosen there, is sent at once and the answer is the next page. Without this
// script the same form has a file field and a button.
for (const form of document.querySelectorAll("form[data-check]")) prepare(form);

function prepare(form) {
  const input = form.querySelector("input[type=file]");
  const said = form.querySelector("[data-drop-summary]");
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
    const first = new DataTransfer();
    first.items.add(event.dataTransfer.files[0]);
    input.files = first.files;
    send();
  });
  input.addEventListener("change", send);

  // Whoever comes back to this page chooses again.
  addEventListener("pageshow", () => {
    input.value = said.textContent = "";
  });

  function send() {
    const [file] = input.files;
    if (!file) return;
    if (file.size > Number(form.dataset.limit)) {
      said.textContent = form.dataset.tooLarge;
      input.value = "";
      return;
    }
    said.textContent = form.dataset.busy;
    form.submit();
  }
}
