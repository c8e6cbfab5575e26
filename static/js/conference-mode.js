// Projector: arrows lead from step to step, Escape leaves; the live part is asked for again while the page is seen.
// Without JavaScript the same links stand at the foot, with "Cập nhật" between them.
const EVERY = 15000; // milliseconds
const live = document.getElementById("live");
const address = document.body.dataset.live;
const KEYS = { ArrowLeft: "a[rel=prev]", PageUp: "a[rel=prev]", ArrowRight: "a[rel=next]", PageDown: "a[rel=next]", Escape: "a[data-leave]" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const link = KEYS[event.key] && document.querySelector(KEYS[event.key]);
  if (link) {
    event.preventDefault();
    link.click();
  }
});

let last = null;

async function refresh() {
  if (document.hidden || live.contains(document.activeElement)) return;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const text = await answer.text();
    if (last !== null && text !== last && !live.contains(document.activeElement)) live.innerHTML = text;
    last = text;
  } catch {
    // A slow or broken line: what is shown stays, the next round asks again.
  }
}

setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
