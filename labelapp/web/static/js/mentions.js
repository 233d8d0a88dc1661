// Completes "@name" in the text of form[data-mentions] from the people of its checkboxes.
//
// While a name is begun, a list of those who fit stands under the text: arrow down goes there, Enter or a click takes
// a name, Escape closes it. Without this script the name is typed in full, or a box is ticked.
const BEGUN = /(?:^|[^\p{L}\p{N}])@([\p{L}\p{N}][\p{L}\p{N} .'’-]{0,40})?$/u;
const MOST = 6;

class Mentions {
  constructor(form) {
    this.text = form.querySelector("textarea");
    this.names = [...form.querySelectorAll("input[type=checkbox][name$=notify]")].map((box) =>
      box.labels[0].textContent.trim(),
    );
    if (!this.names.length) return;
    this.list = document.createElement("select");
    this.list.className = "form-select";
    this.list.hidden = true;
    this.list.setAttribute("aria-label", form.dataset.mentions);
    this.text.after(this.list);
    this.text.addEventListener("input", () => this.offer());
    this.text.addEventListener("keydown", (event) => this.enter(event));
    this.list.addEventListener("keydown", (event) => this.choose(event));
    this.list.addEventListener("click", () => this.take());
  }

  begun() {
    return BEGUN.exec(this.text.value.slice(0, this.text.selectionStart));
  }

  offer() {
    const begun = this.begun();
    const start = (begun?.[1] ?? "").toLocaleLowerCase();
    const fitting = begun ? this.names.filter((name) => name.toLocaleLowerCase().startsWith(start)) : [];
    const done = fitting.length === 1 && fitting[0].length === start.length;
    this.list.hidden = done || !fitting.length;
    this.list.replaceChildren(...fitting.slice(0, MOST).map((name) => new Option(name)));
    this.list.size = Math.max(2, this.list.length);
    this.list.selectedIndex = 0;
  }

  enter(event) {
    if (this.list.hidden) return;
    if (event.key === "Escape") this.close();
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    this.list.focus();
  }

  choose(event) {
    if (event.key === "Escape") this.close();
    if (event.key !== "Enter") return;
    event.preventDefault();
    this.take();
  }

  take() {
    const name = this.list.value;
    const end = this.text.selectionStart;
    const begun = this.begun();
    if (!name || !begun) return this.close();
    this.text.setRangeText(`${name} `, end - (begun[1] ?? "").length, end, "end");
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.text.focus();
  }
}

for (const form of document.querySelectorAll("form[data-mentions]")) new Mentions(form);
