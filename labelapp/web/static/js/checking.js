// While something with [data-checking] and an id is on the page, the page is fetched again from time to time and
// what has the same id takes its place. The wait grows, and a page in the background waits until it is looked at.
let wait = 3000;
setTimeout(look, wait);

async function look() {
  const waiting = [...document.querySelectorAll("[data-checking][id]")];
  if (!waiting.length) return;
  if (!document.hidden) {
    const fresh = await fetched();
    for (const old of fresh ? waiting : []) {
      const found = fresh.getElementById(old.id);
      if (found && !found.hasAttribute("data-checking")) old.replaceWith(document.adoptNode(found));
    }
    wait = Math.min(wait * 1.5, 60000);
  }
  setTimeout(look, wait);
}

async function fetched() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    return response.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  } catch {
    return null;
  }
}
