// Autosave of a whole draft: form[data-draft-autosave] is posted with autosave=1 soon after the last key.
//
// The button stays and works without this. The answer (apps/core/autosaving.py) brings the new versions, so that
// nobody is in conflict with themselves; nothing on the page is drawn anew, the cursor stays where it is.
import {
  LONGEST_ANSWER_MS,
  SIGNED_OUT,
  dropPageToken,
  ownHeaders,
  say,
  saysNothing,
  showSaving,
  whenPutAway,
} from "./shared.js";

const texts = document.body.dataset;
const DRAFTS = "form[data-draft-autosave]";
const WAIT_MS = 2500;
const RETRY_MS = 10_000;
const CONFLICT = 409;
const drafts = new WeakMap();

// What is known of a draft. ``edits`` counts changes, ``savedEdits`` is that count at the last save that went through;
// ``seen``: what the form held at the last change ("input" and "change" often tell the same); ``unanswered``: what was
// sent without an answer, perhaps it is stored; ``warned``: the button has stayed because of it; ``saving``: the save
// under way, a promise of how it ends; ``mayGo``: the button has waited for it and is pressed again by us; ``pressed``:
// it waits until the person has signed in again.
const untouched = {
  edits: 0,
  savedEdits: 0,
  seen: "",
  unanswered: null,
  warned: false,
  saving: null,
  timer: 0,
  mayGo: false,
  pressed: null,
};
function draftOf(form) {
  if (!drafts.has(form)) drafts.set(form, { ...untouched });
  return drafts.get(form);
}

const content = (form) => new URLSearchParams(new FormData(form)).toString();
const isSaved = (form) => draftOf(form).edits === draftOf(form).savedEdits;
const openDrafts = () => [...document.querySelectorAll(DRAFTS)];

function later(form, wait) {
  const draft = draftOf(form);
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => start(form), wait);
}

function start(form) {
  const draft = draftOf(form);
  clearTimeout(draft.timer);
  if (!form.isConnected || !form.matches(DRAFTS)) return;
  if (draft.saving) return later(form, WAIT_MS);
  draft.saving = save(form).finally(() => (draft.saving = null));
}

// Without an answer the same is sent again, not what was typed since: a row that is stored by now would be new to the
// page and stand twice, a draft would be in conflict with itself.
async function save(form) {
  const draft = draftOf(form);
  const sent = draft.unanswered ?? { body: new FormData(form), edits: draft.edits };
  showSaving(form, texts.textSaving);
  let answer;
  let told;
  try {
    answer = await post(sent.body);
    if (answer.status === SIGNED_OUT) return askToSignIn(form);
    if (saysNothing(answer.status)) throw new Error(answer.statusText);
    told = await read(answer);
  } catch {
    draft.unanswered = sent;
    showSaving(form, texts.textUnsaved);
    later(form, RETRY_MS);
    return "unanswered";
  }
  draft.unanswered = null;
  draft.warned = false;
  showSaving(form, told.text);
  if (answer.status === CONFLICT) form.removeAttribute("data-draft-autosave");
  if (answer.ok) take(form, told, sent.edits);
  if (draft.edits !== sent.edits) later(form, WAIT_MS);
  return "answered";
}

function post(body) {
  body.set("autosave", "1");
  dropPageToken(body);
  return fetch(location.href, {
    method: "POST",
    body,
    credentials: "same-origin",
    redirect: "error",
    signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
    headers: { Accept: "application/json", ...ownHeaders() },
  });
}

// A refusal that is a page (403, 404, 413) says nothing that fits here: it is tried again after the next key.
const isJson = (answer) => answer.headers.get("Content-Type")?.startsWith("application/json");
const read = (answer) => (isJson(answer) || answer.ok ? answer.json() : { text: texts.textFailed });

// Nothing was stored; session.js sends it again when the person is back, and a button that was pressed goes then.
function askToSignIn(form) {
  showSaving(form, texts.textUnsaved);
  document.dispatchEvent(new CustomEvent("session:ended", { detail: { send: () => startAgain(form) } }));
  return "signed out";
}

function startAgain(form) {
  const draft = draftOf(form);
  const { pressed } = draft;
  draft.pressed = null;
  start(form);
  if (pressed && draft.saving) goAfter(draft.saving, form, pressed.button);
}

function take(form, told, sentEdits) {
  const draft = draftOf(form);
  for (const [from, to] of Object.entries(told.renamed)) rename(form, from, to);
  for (const [name, value] of Object.entries(told.fields)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
  draft.savedEdits = sentEdits;
  if (!isSaved(form)) return;
  draft.seen = content(form);
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
  const form = event.target.form?.closest(DRAFTS);
  if (!form) return;
  const draft = draftOf(form);
  const now = content(form);
  if (now === draft.seen) return;
  draft.seen = now;
  draft.edits += 1;
  later(form, WAIT_MS);
}

document.addEventListener("input", typed);
document.addEventListener("change", typed);
whenPutAway(() => openDrafts().filter((form) => !isSaved(form)).forEach(start));
window.addEventListener("online", () => openDrafts().filter((form) => draftOf(form).unanswered).forEach(start));

// The button waits for a save under way, or it would come with the version of before; so it does for one whose answer
// was lost, which is asked for once more. Where that brings no answer either it stays: a page of the browser's own would
// take the place of what was typed. Pressed once more, it goes.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const draft = drafts.get(form);
    if (!draft) return;
    clearTimeout(draft.timer);
    if (draft.mayGo) {
      queueMicrotask(() => {
        if (event.defaultPrevented && draft.unanswered) later(form, RETRY_MS); // session.js keeps it here
      });
      return;
    }
    if (draft.unanswered && !draft.saving) start(form);
    if (!draft.saving) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    goAfter(draft.saving, form, event.submitter);
  },
  true,
);

async function goAfter(saving, form, button) {
  const draft = draftOf(form);
  const end = await saving;
  if (end === "signed out") {
    draft.pressed = { button };
    return;
  }
  if (end === "unanswered" && !draft.warned) {
    draft.warned = true;
    return say(texts.textUnsaved);
  }
  clearTimeout(draft.timer);
  draft.mayGo = true;
  form.requestSubmit(button);
  draft.mayGo = false;
}
