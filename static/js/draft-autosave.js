// Autosave of a whole draft: form[data-draft-autosave] is posted with autosave=1 soon after the last key.
//
// The button stays and works without this. The answer (apps/core/autosaving.py) brings the new versions, so that
// nobody is in conflict with themselves; nothing on the page is drawn anew, the cursor stays where it is.
import { csrfToken } from "./shared.js";

const texts = document.body.dataset;
const WAIT_MS = 2500;
const RETRY_MS = 10000;
const CONFLICT = 409;
const timers = new Map();
const running = new Map();
const edits = new Map();
const seen = new Map(); // what the form held at the last key or save: "input" and "change" often tell the same
const lost = new Map(); // what was sent without an answer: perhaps it is stored

const draftOf = (node) => node.form?.closest("form[data-draft-autosave]") ?? null;

function show(form, text) {
  const status = form.querySelector("[data-autosave-status]");
  if (status) status.textContent = text;
}

const content = (form) => new URLSearchParams(new FormData(form)).toString();

function later(form, wait) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => start(form), wait));
}

function start(form) {
  if (!document.contains(form)) return;
  if (running.has(form)) return later(form, WAIT_MS);
  running.set(form, save(form).finally(() => running.delete(form)));
}

// Without an answer the same is sent again, not what was typed since: a row that is stored by now would be new to the
// page and stand twice, a draft would be in conflict with itself.
async function save(form) {
  const sent = lost.get(form) ?? { body: new FormData(form), edit: edits.get(form) };
  sent.body.set("autosave", "1");
  show(form, texts.textSaving);
  try {
    const answer = await fetch(location.href, {
      method: "POST",
      body: sent.body,
      credentials: "same-origin",
      redirect: "error", // signed out: the button asks to sign in again and keeps what was typed
      headers: { Accept: "application/json", "X-CSRFToken": csrfToken() },
    });
    const told = await answer.json();
    lost.delete(form);
    const untouched = edits.get(form) === sent.edit;
    if (answer.ok) take(form, told, untouched);
    else if (answer.status === CONFLICT) form.removeAttribute("data-draft-autosave");
    show(form, told.text);
    if (!untouched && answer.status !== CONFLICT) later(form, WAIT_MS);
  } catch {
    lost.set(form, sent);
    show(form, texts.textUnsaved);
    later(form, RETRY_MS);
  }
}

function take(form, told, untouched) {
  for (const [from, to] of Object.entries(told.renamed)) rename(form, from, to);
  for (const [name, value] of Object.entries(told.fields)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  if (!untouched) return;
  seen.set(form, content(form));
  if (!told.waiting) form.dispatchEvent(new CustomEvent("draft:saved", { bubbles: true }));
}

// A row that was new is a stored one now: its fields carry its name from here on.
function rename(form, from, to) {
  for (const field of form.querySelectorAll(`[name^="${from}-"]`)) field.name = to + field.name.slice(from.length);
  for (const node of form.querySelectorAll(`[id^="id_${from}-"]`)) node.id = `id_${to}${node.id.slice(3 + from.length)}`;
  for (const label of form.querySelectorAll(`[for^="id_${from}-"]`)) label.htmlFor = `id_${to}${label.htmlFor.slice(3 + from.length)}`;
  const row = form.querySelector(`#${CSS.escape(from)}`);
  if (row) row.id = to;
}

function typed(event) {
  const form = draftOf(event.target);
  if (!form) return;
  const now = content(form);
  if (now === seen.get(form)) return;
  seen.set(form, now);
  edits.set(form, (edits.get(form) ?? 0) + 1);
  later(form, WAIT_MS);
}

document.addEventListener("input", typed);
document.addEventListener("change", typed);

// The button waits for a save under way, or it would come with the version of before; so it does for one whose answer
// was lost, which is asked for once more.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    clearTimeout(timers.get(form));
    if (lost.has(form) && !running.has(form)) start(form);
    const saving = running.get(form);
    if (!saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    saving.finally(() => {
      clearTimeout(timers.get(form));
      lost.delete(form);
      form.requestSubmit(event.submitter);
    });
  },
  true,
);
