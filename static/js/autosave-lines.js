// A line that saves itself ([data-autosave]): what it holds, and what of it was not sent yet. No listener here.
//
// data-saving tells how its last sending stands: "yes" (under way), "failed" (no answer, it is sent again), "refused"
// (the server said no); absent: what was sent is stored.

export const OPEN_CONFLICT = "[data-keep-mine='']"; // both values are shown, and nobody has chosen yet

export const lineOf = (node) => (node instanceof Element ? node.closest("[data-autosave]") : null);
export const allLines = () => [...document.querySelectorAll("[data-autosave]")];

// What stands under [data-apart] has a button of its own.
export function fields(line) {
  return [...line.querySelectorAll("input[name], select[name], textarea[name]")].filter(
    (field) => field.type !== "hidden" && field.type !== "file" && !field.closest("[data-apart]"),
  );
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";
export const keyOf = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.name);
const valueOf = (field) => (isTick(field) ? field.checked : field.value);
const setValue = (field, value) => (isTick(field) ? (field.checked = value) : (field.value = value));
const values = (line) => new Map(fields(line).map((field) => [keyOf(field), valueOf(field)]));

const sent = new WeakMap(); // by line: its values when it was sent last, or when somebody first came to it

export const noteSent = (line) => sent.set(line, values(line));
export function noteUntouched(line) {
  if (!sent.has(line)) noteSent(line);
}

export function unsent(line) {
  const before = sent.get(line);
  return new Map(before ? [...values(line)].filter(([key, value]) => before.get(key) !== value) : []);
}

const activeIn = (line) => (lineOf(document.activeElement) === line ? document.activeElement : null);

// Whether nobody is about to finish what differs: the cursor stands elsewhere.
export function isFinished(line, rest = unsent(line)) {
  const active = activeIn(line);
  return rest.size > 0 && !(active && rest.has(keyOf(active)));
}

// --- A line that is drawn anew under the hands of somebody ------------------------------------------------------------

export function remember(line) {
  const active = activeIn(line);
  return { id: line.id, typed: unsent(line), focus: active ? keyOf(active) : "", cursor: cursorOf(active) };
}

export function putBack({ id, typed, focus, cursor }) {
  const line = document.getElementById(id);
  if (!line) return;
  noteSent(line);
  for (const field of fields(line)) {
    const key = keyOf(field);
    if (typed.has(key)) setValue(field, typed.get(key));
    if (key === focus) placeCursor(field, cursor);
  }
}

function cursorOf(field) {
  try {
    return field ? [field.selectionStart, field.selectionEnd] : null;
  } catch {
    return null;
  }
}

function placeCursor(field, cursor) {
  field.focus({ preventScroll: true });
  if (!cursor || cursor[0] === null) return;
  try {
    field.setSelectionRange(...cursor);
  } catch {
    // Fields without a cursor (number, select) keep the focus only.
  }
}
