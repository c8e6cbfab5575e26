// Lines that save themselves (autosave.js), and the way off their page: buttons and links wait for a line under way, so
// that nobody is asked whether to leave what is being saved; they stay where it was refused. The browser asks before
// a page is left on which something is not stored.
import { OPEN_CONFLICT, allLines, fields, lineOf, unsent } from "./autosave-lines.js";

const LONGEST_WAIT_MS = 10_000;
let passes = false; // the button or link that has waited is pressed again by us

const savingLines = () => allLines().filter((line) => line.dataset.saving === "yes");
const isRefused = (line) => line.dataset.saving || line.querySelector(OPEN_CONFLICT);
const isUnsaved = (line) => isRefused(line) || unsent(line).size > 0;

function lookAt(line) {
  (line.querySelector(`${OPEN_CONFLICT}, [aria-invalid=true]`) ?? fields(line)[0])?.focus();
}

function hold(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

async function afterSaving(press) {
  if (document.body.dataset.leaving) return; // it waits already
  const ids = savingLines().map((line) => line.id);
  const end = Date.now() + LONGEST_WAIT_MS;
  document.body.dataset.leaving = "soon";
  while (savingLines().length && Date.now() < end) await new Promise((done) => setTimeout(done, 50));
  delete document.body.dataset.leaving;
  const isLate = savingLines().length > 0; // longer than that: the browser asks
  const refused = ids.map((id) => document.getElementById(id)).find((line) => line && isRefused(line));
  if (refused && !isLate) return lookAt(refused);
  passes = true;
  press();
  passes = false;
}

const mustWait = (node) => !passes && savingLines().length > 0 && !node.closest("dialog");

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const open = [...form.elements].map(lineOf).find((line) => line && line !== form && line.querySelector(OPEN_CONFLICT));
    if (open) {
      // The form holds the version of the other person by now: sent as it is, it would win unasked.
      hold(event);
      lookAt(open);
    } else if (mustWait(form) && !form.matches("[hx-post], [hx-get]")) {
      hold(event);
      afterSaving(() => form.requestSubmit(event.submitter));
    }
  },
  true,
);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  if (!mustWait(link) || link.matches("[hx-get], [download]")) return;
  const there = new URL(link.href);
  if (there.origin !== location.origin || (there.hash && there.pathname === location.pathname)) return;
  event.preventDefault();
  afterSaving(() => link.click());
});

// --- The browser asks -----------------------------------------------------------------------------------------------

let submitted = null; // the form with which the page is left takes along what stands in its lines
document.addEventListener("submit", (event) => {
  queueMicrotask(() => (submitted = event.defaultPrevented ? null : event.target));
});
document.addEventListener("input", () => (submitted = null));

const goesAlong = (line) => submitted !== null && fields(line).some((field) => field.form === submitted);

window.addEventListener("beforeunload", (event) => {
  if (allLines().some((line) => isUnsaved(line) && !goesAlong(line))) event.preventDefault();
});
