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
// ("input delay:…" in hx-trigger), but not over somebody else's words that were just shown beside it. Buttons and links
// wait for a line under way, so that nobody is asked whether to leave what is being saved.
import { say } from "./shared.js";

const texts = document.body.dataset;
const RETRY_MS = 5000;
const LONGEST_WAIT_MS = 10_000;
const sent = new WeakMap();
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

document.addEventListener("htmx:beforeRequest", (event) => {
  const line = asking(event.detail.elt);
  if (!line) return;
  if (event.detail.requestConfig.triggeringEvent?.type === "input" && line.querySelector("[data-keep-mine]")) {
    event.preventDefault();
    return;
  }
  delete line.dataset.typed;
  sent.set(line, values(line));
  show(line, "yes", texts.textSaving);
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const line = asking(event.detail.requestConfig?.elt);
  if (!line || event.detail.target !== line || !event.detail.shouldSwap) return;
  const before = sent.get(line) ?? new Map();
  const later = [...values(line)].filter(([key, value]) => before.get(key) !== value);
  const active = lineOf(document.activeElement) === line ? document.activeElement : null;
  kept = { id: line.id, later: new Map(later), focus: active ? keyOf(active) : "", at: cursorOf(active) };
});

document.addEventListener("htmx:afterSettle", (event) => {
  const old = event.detail.requestConfig?.elt;
  if (asking(old) && document.contains(old)) delete old.dataset.saving;
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
  if (later.size && !later.has(focus)) line.dispatchEvent(new CustomEvent("autosave:again", { bubbles: true }));
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
  show(line, "failed", texts.textUnsaved);
  setTimeout(() => {
    if (document.contains(line)) line.dispatchEvent(new CustomEvent("autosave:again", { bubbles: true }));
  }, RETRY_MS);
}

document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);
document.addEventListener("htmx:responseError", (event) => {
  const line = asking(event.detail.elt);
  if (line) show(line, "failed", texts.textFailed);
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
  if (line) delete line.dataset.typed;
});

const isSaving = () => document.querySelector("[data-saving=yes]") !== null;

async function afterSaving(go) {
  const end = Date.now() + LONGEST_WAIT_MS;
  document.body.dataset.leaving = "soon";
  while (isSaving() && Date.now() < end) await new Promise((done) => setTimeout(done, 50));
  waited = isSaving(); // longer than that: the browser asks
  delete document.body.dataset.leaving;
  go();
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
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
  if (document.querySelector("[data-saving], [data-typed]")) event.preventDefault();
});
