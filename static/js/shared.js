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

// The token changes at sign-in; session.js renews those on the page for the same person only. What was made ready before
// takes over the one that stands in its form now.
export function renewToken(body, form) {
  const field = form.querySelector("input[name=csrfmiddlewaretoken]");
  if (field) body.set(field.name, field.value);
  return body;
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
