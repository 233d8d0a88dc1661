// A [data-progress] block is fetched again every second until it no longer carries data-running, so that a long
// job can be watched. Without this script the page has a link that loads it again.
const selector = "[data-progress]";

async function look() {
  const block = document.querySelector(selector);
  if (!block?.hasAttribute("data-running")) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(selector);
    if (answer.ok && fresh) block.replaceWith(document.adoptNode(fresh));
  } catch {
    // No network for a moment: the next look may find it again.
  }
  setTimeout(look, 1000);
}

setTimeout(look, 1000);
