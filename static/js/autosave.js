// Autosave of one line at a time: sending, and what the answer does.
//
// Markup, on a <form>, <tr> or <div> with an id:
//   data-autosave hx-post="…the line's address…" hx-trigger="change, autosave:again" hx-include="this"
//   hx-swap="outerHTML" hx-target="this" hx-sync="this:queue last"
//   <input type="hidden" name="version" value="3"> and <span class="autosave-status" data-autosave-status></span> inside.
// The server answers the line anew (new version, "Đã lưu lúc 14:05."), 422 or 409 with both values when it refuses; or,
// with hx-target="find [data-autosave-result]" and hx-swap="innerHTML", only the part that changed.
// "input delay:2s" in hx-trigger: it is sent while somebody types, too.
//
// What was typed while the answer was under way is put back into the new line and saved in its turn; the cursor stays.
// Without an answer the line is sent again until it is through. Over somebody else's words that were just shown beside
// it a line is sent only by a button: its own [data-keep-mine], or one that submits it. autosave-lines.js keeps what
// was typed, leaving.js holds buttons and links until it is saved.
import {
  OPEN_CONFLICT,
  allLines,
  isFinished,
  lineOf,
  noteSent,
  noteUntouched,
  putBack,
  remember,
  unsent,
} from "./autosave-lines.js";
import { LONGEST_ANSWER_MS, say, saysNothing, showSaving, whenPutAway } from "./shared.js";

const texts = document.body.dataset;
const RETRY_MS = 5000;
const newest = new WeakMap(); // by line: its request sent last; an older answer says nothing of it
const unanswered = new WeakMap(); // by line: what was sent without an answer; perhaps it is stored
const waiting = new WeakMap(); // by line: the clock after which it is sent again; one, however often it fails
const repeated = new WeakSet(); // requests that send such a thing once more
const pressed = new Map(); // by the line's id: the name of its button that was pressed while something was under way
const drawnAnew = new WeakMap(); // by request (or out-of-band swap): what the line that it replaces held

// The line that itself asked: what a button inside it sends (a file, "Lấy nội dung đang lưu") is no autosave.
const asking = (node) => (node instanceof Element && node.matches("[data-autosave]") ? node : null);
const again = (line) => line.dispatchEvent(new CustomEvent("autosave:again", { bubbles: true }));

function show(line, state, text) {
  line.dataset.saving = state;
  showSaving(line, text);
}

// --- When a line is sent --------------------------------------------------------------------------------------------

document.addEventListener("focusin", ({ target }) => {
  const line = lineOf(target);
  if (line) noteUntouched(line);
});
// "change" has sent it already, unless the value was put back by us, or is the one the box held when it was entered.
document.addEventListener("focusout", ({ target }) => {
  const line = lineOf(target);
  if (line && unsent(line).size) again(line);
});
whenPutAway(() => {
  for (const line of allLines()) if (unsent(line).size) again(line);
});
window.addEventListener("online", () => {
  const failed = allLines().filter((line) => line.dataset.saving === "failed");
  if (failed.length) say(texts.textSavedAgain);
  failed.forEach(again);
});

// "Giữ nội dung của tôi": from here on the line may be sent, and sent again.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keep-mine]");
  if (!button) return;
  button.dataset.keepMine = "yes";
  if (button.type === "button") again(lineOf(button));
});

// A button of the line waits for what is under way or unanswered: that comes first, as it was, without the button; and
// its answer draws the line anew, with which htmx forgets what it had queued.
document.addEventListener(
  "submit",
  (event) => {
    const line = asking(event.target);
    if (!line || !event.submitter || !(line.dataset.saving === "yes" || unanswered.has(line))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed.set(line.id, event.submitter.name);
    if (line.dataset.saving !== "yes") again(line);
  },
  true,
);

// Over somebody else's words that have come with the answer it does not go: nobody had seen them when it was pressed.
function pressedIn(line) {
  const name = pressed.get(line.id);
  pressed.delete(line.id);
  return name && !line.querySelector(OPEN_CONFLICT) ? line.querySelector(`button[name="${CSS.escape(name)}"]`) : null;
}

// The pause after the last key may end when the box was left, and the line sent, long ago.
document.addEventListener("htmx:confirm", (event) => {
  const line = asking(event.detail.elt);
  if (line && event.detail.triggeringEvent?.type === "input" && !unsent(line).size) event.preventDefault();
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const line = asking(detail.elt);
  if (!line) return;
  detail.timeout = LONGEST_ANSWER_MS;
  // Without an answer the same is sent again before what was typed since: if it is stored by now, the newer would come
  // with the version of before and be in conflict with itself.
  const body = unanswered.get(line);
  if (!body) return;
  detail.parameters = body;
  repeated.add(detail);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  const line = asking(elt);
  if (!line) return;
  const repeats = repeated.has(requestConfig); // a button has sent it before
  if (line.querySelector(OPEN_CONFLICT) && !repeats && !requestConfig.triggeringEvent?.submitter) {
    event.preventDefault();
    return;
  }
  clearTimeout(waiting.get(line));
  newest.set(line, requestConfig);
  if (!repeats) noteSent(line);
  show(line, "yes", texts.textSaving);
});

// --- What the answer does -------------------------------------------------------------------------------------------

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const line = asking(detail.requestConfig?.elt);
  if (line && detail.target === line && detail.shouldSwap) drawnAnew.set(detail.requestConfig, remember(line));
});

// At once, not after htmx has settled: a key pressed in between goes into the new box.
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const asked = asking(detail.requestConfig?.elt);
  if (!asked) return;
  unanswered.delete(asked);
  const typed = drawnAnew.get(detail.requestConfig);
  const line = document.getElementById(asked.id);
  if (!typed || !line || newest.has(line)) return;
  drawnAnew.delete(detail.requestConfig);
  putBack(typed);
  newest.set(line, detail.requestConfig);
  line.dataset.saving = "yes"; // until it can be sent again
});

document.addEventListener("htmx:afterSettle", ({ detail: { requestConfig, xhr } }) => {
  const asked = asking(requestConfig?.elt);
  const line = asked && document.getElementById(asked.id);
  if (!line || newest.get(line) !== requestConfig) return;
  if (xhr.status < 400) delete line.dataset.saving;
  else line.dataset.saving = "refused";
  const button = pressedIn(line);
  if (button) button.click();
  else if (isFinished(line)) again(line); // otherwise when the box is left in which the cursor stands
});

// The answer of another line draws this one anew: not while it waits for an answer of its own, or shows a refusal, unless
// it was saved itself in another place ([data-own]).
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  const line = asking(detail.target);
  if (!line) return;
  const isOwn = line.dataset.saving === "refused" && detail.fragment.querySelector("[data-own]");
  if (line.dataset.saving && !isOwn) detail.shouldSwap = false;
  else drawnAnew.set(detail, remember(line));
});
document.addEventListener("htmx:oobAfterSwap", ({ detail }) => {
  const typed = drawnAnew.get(detail);
  drawnAnew.delete(detail);
  if (typed) putBack(typed);
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const line = asking(target); // only from now on it can be sent
  if (line && !line.dataset.saving && isFinished(line)) again(line);
});

function noAnswer({ detail }) {
  const line = asking(detail.elt);
  if (!line) return;
  if (!unanswered.has(line)) unanswered.set(line, detail.requestConfig.formData);
  show(line, "failed", texts.textUnsaved);
  clearTimeout(waiting.get(line));
  const retry = () => document.contains(line) && line.dataset.saving === "failed" && again(line);
  waiting.set(line, setTimeout(retry, RETRY_MS));
}

document.addEventListener("htmx:sendError", noAnswer);
document.addEventListener("htmx:timeout", noAnswer);
document.addEventListener("htmx:responseError", (event) => {
  const line = asking(event.detail.elt);
  if (!line) return;
  if (saysNothing(event.detail.xhr.status)) return noAnswer(event);
  unanswered.delete(line);
  pressed.delete(line.id);
  show(line, "refused", texts.textFailed);
});
