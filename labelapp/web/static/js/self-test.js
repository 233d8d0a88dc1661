// Keeps the answers of a self-test in this browser, and nowhere else, until somebody presses "Forget".
// Without this script the answers live in the form and in the page that answers it.
const key = (code) => `self-test:${code}`;

for (const form of document.querySelectorAll("form[data-self-test]")) {
  const code = form.dataset.selfTest;
  const answers = () => [...form.querySelectorAll("[name^='q-']")];
  // A page that shows posted answers, right or wrong, is newer than what was kept.
  if (answers().every(isEmpty)) restore(answers(), kept(code));
  else keep();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);

  function keep() {
    const filled = [...new FormData(form)].filter(([name, value]) => name.startsWith("q-") && value);
    store(code, filled);
    note(code);
  }
}
for (const place of document.querySelectorAll("[data-self-test-kept]")) {
  const code = place.dataset.selfTestKept;
  note(code);
  place.querySelector("[data-self-test-forget]").addEventListener("click", () => {
    store(code, []);
    for (const input of document.querySelectorAll("form[data-self-test] [name^='q-']")) {
      if (["radio", "checkbox"].includes(input.type)) input.checked = false;
      else input.value = "";
    }
    note(code);
  });
}

function isEmpty(input) {
  return ["radio", "checkbox"].includes(input.type) ? !input.checked : !input.value;
}

function restore(inputs, pairs) {
  for (const [name, value] of pairs) {
    for (const input of inputs.filter((one) => one.name === name)) {
      if (["radio", "checkbox"].includes(input.type)) input.checked ||= input.value === value;
      else input.value = value;
    }
  }
}

function kept(code) {
  try {
    const pairs = JSON.parse(localStorage.getItem(key(code)) ?? "[]");
    return Array.isArray(pairs) ? pairs : [];
  } catch {
    return [];
  }
}

// A browser that keeps nothing (private windows may refuse) still takes the test.
function store(code, pairs) {
  try {
    if (pairs.length) localStorage.setItem(key(code), JSON.stringify(pairs));
    else localStorage.removeItem(key(code));
  } catch {
    return;
  }
}

function note(code) {
  for (const place of document.querySelectorAll("[data-self-test-kept]")) place.hidden = !kept(code).length;
}
