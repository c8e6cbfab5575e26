// Autosave of one line at a time.
//
// Markup, on a <form>, <tr> or <div> with an id:
//   data-autosave hx-post="…the line's address…" hx-trigger="change, autosave:again" hx-include="this"
//   hx-swap="outerHTML" hx-target="this" hx-sync="this:queue last"
//   <input type="hidden" name="version" value="3"> and <span class="autosave-status" data-autosave-status></span> inside.
// The server answers the line anew (new version, "Đã lưu lúc 14:05."), 422 or 409 with both values when it refuses; or,
// with hx-target="find [data-autosave-result]" and hx-swap="innerHTML", only the part that changed.
//
// What was typed while the answer was under way is put back into the new line and saved in its turn; the cursor stays.
// Without a connection the line is sent again until it is through. A long text is sent while it is typed, too
// ("input delay:…" in hx-trigger). Buttons and links wait for a line under way, so that nobody is asked whether to leave
// what is being saved; they stay where it was refused. Over somebody else's words that were just shown beside it a line
// is sent only by its own button [data-keep-mine].
import { say } from "./shared.js";

const texts = document.body.dataset;
const RETRY_MS = 5000;
const LONGEST_WAIT_MS = 10_000;
const OPEN_CONFLICT = "[data-keep-mine='']";
const sent = new WeakMap(); // what the line held when it was sent
const newest = new WeakMap(); // the request of the line that was sent last: an older answer says nothing of it
const lost = new WeakMap(); // what was sent without an answer: perhaps it is stored
const repeats = new WeakSet(); // requests that send it once more
let kept = null;
let waited = false;

const lineOf = (node) => (node instanceof Element ? node.closest("[data-autosave]") : null);
// The line that itself asked: what a button inside it sends (a file, "Lấy nội dung đang lưu") is no autosave.
const asking = (node) => (node instanceof Element && node.matches("[data-autosave]") ? node : null);

function fields(line) {
  return [...line.querySelectorAll("input[name], select[name], textarea[name]")].filter(
    (field) => field.type !== "hidden" && field.type !== "file",
  );
}

function values(line) {
  return new Map(fields(line).map((field) => [keyOf(field), valueOf(field)]));
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";
const keyOf = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);
const valueOf = (field) => (isTick(field) ? field.checked : field.value);

function show(line, state, text) {
  line.dataset.saving = state;
  const status = line.querySelector("[data-autosave-status]");
  if (status) status.textContent = text;
}

const again = (line) => line.dispatchEvent(new CustomEvent("autosave:again", { bubbles: true }));

// What differs from what was sent is sent in its turn: at once, or when the box in which the cursor stands is left.
function sendRest(line, later, focus) {
  if (later.has(focus)) line.dataset.typed = "back";
  else if (later.size) again(line);
}

function laterThanSent(line) {
  const before = sent.get(line) ?? new Map();
  return new Map([...values(line)].filter(([key, value]) => before.get(key) !== value));
}

const activeIn = (line) => (lineOf(document.activeElement) === line ? document.activeElement : null);

// "Giữ nội dung của tôi": from here on the line may be sent, and sent again.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keep-mine]");
  if (!button) return;
  button.dataset.keepMine = "yes";
  again(lineOf(button));
});

// Without an answer the same is sent again before what was typed since: if it is stored by now, the newer would come
// with the version of before and be in conflict with itself.
document.addEventListener("htmx:configRequest", (event) => {
  const body = asking(event.detail.elt) && lost.get(event.detail.elt);
  if (!body) return;
  event.detail.parameters = body;
  repeats.add(event.detail);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  const line = asking(elt);
  if (!line) return;
  if (line.querySelector(OPEN_CONFLICT)) {
    event.preventDefault();
    return;
  }
  delete line.dataset.typed;
  newest.set(line, requestConfig);
  if (!repeats.has(requestConfig)) sent.set(line, values(line));
  show(line, "yes", texts.textSaving);
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const line = asking(event.detail.requestConfig?.elt);
  if (!line || event.detail.target !== line || !event.detail.shouldSwap) return;
  const active = activeIn(line);
  kept = { id: line.id, later: laterThanSent(line), focus: active ? keyOf(active) : "", at: cursorOf(active) };
});
document.addEventListener("htmx:afterSwap", ({ detail }) => lost.delete(detail.requestConfig?.elt));

document.addEventListener("htmx:afterSettle", (event) => {
  const { requestConfig } = event.detail;
  const old = asking(requestConfig?.elt);
  if (old && document.contains(old) && newest.get(old) === requestConfig) {
    delete old.dataset.saving;
    if (repeats.delete(requestConfig)) sendRest(old, laterThanSent(old), activeIn(old) ? keyOf(activeIn(old)) : "");
  }
  if (!kept) return;
  const { id, later, focus, at } = kept;
  kept = null;
  const line = document.getElementById(id);
  if (!line) return;
  for (const field of fields(line)) {
    const key = keyOf(field);
    if (later.has(key)) isTick(field) ? (field.checked = later.get(key)) : (field.value = later.get(key));
    if (key === focus) restore(field, at);
  }
  sendRest(line, later, focus);
});

function cursorOf(field) {
  try {
    return field ? [field.selectionStart, field.selectionEnd] : null;
  } catch {
    return null;
  }
}

function restore(field, at) {
  field.focus({ preventScroll: true });
  if (!at || at[0] === null) return;
  try {
    field.setSelectionRange(...at);
  } catch {
    // Fields without a cursor (number, select) keep the focus only.
  }
}

function failed(event) {
  const line = asking(event.detail.elt);
  if (!line) return;
  if (!lost.has(line)) lost.set(line, event.detail.requestConfig.formData);
  show(line, "failed", texts.textUnsaved);
  setTimeout(() => {
    if (document.contains(line)) again(line);
  }, RETRY_MS);
}

document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);
document.addEventListener("htmx:responseError", (event) => {
  const line = asking(event.detail.elt);
  if (!line) return;
  lost.delete(line);
  show(line, "failed", texts.textFailed);
});
window.addEventListener("online", () => {
  if (document.querySelector("[data-saving=failed]")) say(texts.textSavedAgain);
});

// Typed, and the line was not left yet: "change" comes only then.
document.addEventListener("input", ({ target }) => {
  const line = target.closest("[data-apart]") ? null : lineOf(target);
  if (line) line.dataset.typed = "yes";
});
document.addEventListener("focusout", ({ target }) => {
  const line = lineOf(target);
  if (!line) return;
  if (line.dataset.typed === "back") again(line);
  delete line.dataset.typed;
});
// On a phone a page that is put away may never come back. One that goes for good ("pagehide" comes first) sends nothing
// any more: whoever left it was asked.
let gone = false;
window.addEventListener("pagehide", () => (gone = true));
window.addEventListener("pageshow", () => (gone = false));
document.addEventListener("visibilitychange", () => {
  if (document.hidden && !gone) document.querySelectorAll("[data-typed]").forEach(again);
});

const savingLines = () => [...document.querySelectorAll("[data-saving=yes]")];
const isSaving = () => kept !== null || savingLines().length > 0;
const isRefused = (line) => line.dataset.saving === "failed" || line.querySelector(`${OPEN_CONFLICT}, .field-error`);

function lookAt(line) {
  (line.querySelector(`${OPEN_CONFLICT}, [aria-invalid=true]`) ?? fields(line)[0])?.focus();
}

async function afterSaving(go) {
  const ids = savingLines().map((line) => line.id);
  const end = Date.now() + LONGEST_WAIT_MS;
  document.body.dataset.leaving = "soon";
  while (isSaving() && Date.now() < end) await new Promise((done) => setTimeout(done, 50));
  waited = isSaving(); // longer than that: the browser asks
  delete document.body.dataset.leaving;
  const refused = ids.map((id) => document.getElementById(id)).find((line) => line && isRefused(line));
  if (refused) lookAt(refused);
  else go();
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const open = [...form.elements].map(lineOf).find((line) => line && line !== form && line.querySelector(OPEN_CONFLICT));
    if (open) {
      // The form holds the version of the other person by now: sent as it is, it would win unasked.
      event.preventDefault();
      event.stopImmediatePropagation();
      lookAt(open);
      return;
    }
    if (waited || !isSaving() || form.matches("[hx-post], [hx-get]") || form.closest("dialog")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    afterSaving(() => form.requestSubmit(event.submitter));
  },
  true,
);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  if (waited || !isSaving() || link.matches("[hx-get], [download]") || link.closest("dialog")) return;
  const there = new URL(link.href);
  if (there.origin !== location.origin || (there.hash && there.pathname === location.pathname)) return;
  event.preventDefault();
  afterSaving(() => link.click());
});

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector(`[data-saving], [data-typed], ${OPEN_CONFLICT}`)) event.preventDefault();
});
