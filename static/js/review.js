// Checking a sheet by keyboard: j/k or arrows move from line to line, Enter opens one beside the list, a agrees,
// d goes to the points, Esc comes back, ? shows the keys. They act only outside of inputs; Tab reaches everything too.
// Points that differ open the reason; the line is sent when it has one.
const list = document.querySelector("[data-review]");
const detail = document.getElementById("review-detail");
const keys = document.getElementById("review-keys");

const lines = () => [...list.querySelectorAll("[data-line]")];
const lineOf = (node) => (node instanceof Element ? node.closest("[data-line]") : null);
const link = (line) => line.querySelector("[data-open]");
const isTyping = (node) => node.closest("input, select, textarea, [contenteditable]") !== null;

if (window.matchMedia("(max-width: 47.99rem)").matches) document.getElementById("review-parts")?.removeAttribute("open");

// --- Where we are -----------------------------------------------------------------------------------

let current = null; // id of the line in hand; the element itself is replaced when it is saved

function mark(line) {
  for (const other of list.querySelectorAll(".is-current")) other.classList.remove("is-current");
  current = line?.id ?? null;
  line?.classList.add("is-current");
}

function go(line) {
  if (!line) return;
  mark(line);
  link(line).focus();
  line.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = lines();
  const at = all.findIndex((line) => line.id === current);
  go(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]);
}

list?.addEventListener("focusin", (event) => mark(lineOf(event.target)));

// --- Keys -------------------------------------------------------------------------------------------

function differ(line) {
  const points = line.querySelector("[data-points]");
  line.classList.add("is-differing");
  points.focus();
  points.select();
}

function agree(line) {
  const button = line.querySelector("[data-agree]");
  if (button) button.click();
  else move(1);
}

const actions = {
  j: () => move(1),
  k: () => move(-1),
  a: (line) => line && agree(line),
  d: (line) => line && differ(line),
  "?": () => (keys.open = !keys.open),
};

document.addEventListener("keydown", (event) => {
  if (!list || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target;
  const line = lineOf(target);
  if (event.key === "Escape") {
    if (detail.querySelector("[data-detail]") && detail.contains(target)) close();
    else if (line && isTyping(target)) {
      line.classList.toggle("is-differing", differs(line) || !lacksAnyReason(line));
      go(line);
    }
    return;
  }
  if (isTyping(target)) return;
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && target.matches("[data-open]")) {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
    return;
  }
  const action = actions[event.key];
  if (!action || detail.contains(target)) return;
  event.preventDefault();
  action(line ?? document.getElementById(current));
});

// --- The line beside --------------------------------------------------------------------------------

function close() {
  detail.replaceChildren();
  go(document.getElementById(current));
}

detail?.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) close();
});

// Asked for by the panel itself, so that the line does not count as being saved.
list?.addEventListener("click", (event) => {
  const open = event.target.closest("[data-open]");
  if (!open || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  window.htmx.ajax("GET", open.href, { source: detail, target: detail, swap: "innerHTML" });
});

// --- Reasons ----------------------------------------------------------------------------------------

const plain = (text) => Number(text.trim().replace("−", "-").replace(",", "."));

function differs(line) {
  const typed = line.querySelector("[data-points]").value;
  return typed.trim() !== "" && plain(typed) !== plain(line.dataset.handedIn);
}

function lacksAnyReason(line) {
  return ![...line.querySelectorAll("[data-reason] select, [data-reason] input")].some((field) => field.value.trim());
}

const lacksReason = (line) => differs(line) && lacksAnyReason(line);

list?.addEventListener("input", (event) => {
  if (event.target.matches("[data-points]")) lineOf(event.target).classList.toggle("is-differing", differs(lineOf(event.target)));
});

document.addEventListener("htmx:confirm", (event) => {
  const line = event.target.matches?.("[data-line]") ? event.target : null;
  const button = event.detail.triggeringEvent?.submitter;
  if (line?.dataset.saving === "failed") return; // it was sent before
  if (!line || button || !lacksReason(line)) return; // a button is an answer of its own: the server says what is missing
  event.preventDefault();
  line.querySelector("[data-autosave-status]").textContent = list.dataset.textReason;
});

// --- After saving -----------------------------------------------------------------------------------

let agreed = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  agreed = event.detail.requestConfig.triggeringEvent?.submitter?.matches("[data-agree]") ? event.target.id : agreed;
});

document.addEventListener("htmx:afterSettle", () => {
  const line = current && document.getElementById(current);
  if (!line) return;
  line.classList.add("is-current");
  if (agreed !== current || line.dataset.saving || line.dataset.checked !== "yes") return;
  agreed = null;
  const all = lines();
  const rest = all.slice(all.indexOf(line) + 1);
  go(rest.find((other) => other.dataset.checked === "no") ?? line);
});
