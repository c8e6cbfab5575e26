// Shared by the modules of a page; no listener here, so that loading it twice does nothing.

export function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
}

// One spoken and visible line at the corner of the page; it leaves by itself.
let noteTimer;
export function say(text, { stay = false } = {}) {
  const live = document.getElementById("live");
  if (!live) return;
  live.textContent = text;
  clearTimeout(noteTimer);
  if (!stay) noteTimer = setTimeout(() => (live.textContent = ""), 6000);
}
