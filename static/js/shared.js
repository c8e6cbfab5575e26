// Shared by the modules of a page; no listener here, so that loading it twice does nothing.

export function csrfToken() {
  const cookie = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
}

// What a page sends by itself: its token, and for whom the page was made. Another who has signed in since, in another
// tab, does not send it in her name: the server answers 401, session.js asks.
export const SIGNED_OUT = 401;
export function ownHeaders() {
  const { person } = document.body.dataset;
  return { "X-CSRFToken": csrfToken(), ...(person && { "X-Person": person }) };
}

// The token in the body is the page's, and the server reads it first: it is an old one when the same person has signed in
// again in another tab. The header brings the one of now; for whom the page was made is asked all the same.
export function dropPageToken(body) {
  if (document.body.dataset.person && csrfToken()) body.delete("csrfmiddlewaretoken");
}

// What is saved without a button. A server that fails (5xx) has perhaps stored it all the same, as one that did not
// answer in time: "not saved yet", the same is sent again.
export const LONGEST_ANSWER_MS = 30_000;
export const saysNothing = (status) => status >= 500;

export function showSaving(place, text) {
  const status = place.querySelector("[data-autosave-status]");
  if (status) status.textContent = text;
}

// On a phone a page that is put away may never come back. One that goes for good ("pagehide" comes first) sends nothing
// any more: whoever left it was asked.
export function whenPutAway(act) {
  let gone = false;
  window.addEventListener("pagehide", () => (gone = true));
  window.addEventListener("pageshow", () => (gone = false));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !gone) act();
  });
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
