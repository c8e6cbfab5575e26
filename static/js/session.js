// The session has ended while something was typed: sign in on top of the page, then send again.
//
// htmx: the answer came from the sign-in page, or somebody else is signed in by now. Plain forms with data-guard: the
// session is asked for before sending.
import { SIGNED_OUT, csrfToken, say } from "./shared.js";

const texts = document.body.dataset;
const signInPath = new URL(texts.signInUrl, location.href).pathname;
const waiting = [];
const ASK_AFTER_MS = 60 * 1000;
const RETRY_MS = 5000;
const openedAt = Date.now();

function isSignInPage(url) {
  return url !== "" && new URL(url, location.href).pathname === signInPath;
}

// The token changes at sign-in, so forms already on the page need the new one.
function renewTokens() {
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = csrfToken();
}

function resendAll() {
  renewTokens();
  for (const send of waiting.splice(0)) send();
}

async function signInPage() {
  const page = await fetch(texts.signInUrl, { credentials: "same-origin" });
  if (!page.ok) throw new Error(page.statusText); // a page of an error has no form either
  return new DOMParser().parseFromString(await page.text(), "text/html");
}

let isOpening = false;

// What waits for the person. Where the page to sign in does not come either, it is asked for again.
async function openSignIn() {
  if (isOpening || document.querySelector("dialog.sign-in-again")) return;
  isOpening = true;
  try {
    const page = await signInPage();
    const form = page.querySelector("form[data-sign-in]");
    const { person } = page.body.dataset; // signed in again in another tab
    if (form) showSignIn(form);
    else if (isOtherPerson(person)) refuseOtherPerson(showSignIn(page.createElement("p")));
    else resendAll();
  } catch {
    say(texts.textUnsaved);
    setTimeout(openSignIn, RETRY_MS);
  } finally {
    isOpening = false;
  }
}

function showSignIn(form) {
  const dialog = document.createElement("dialog");
  dialog.className = "sign-in-again";
  const lead = document.createElement("p");
  lead.textContent = texts.textSignedOut;
  dialog.append(lead, form);
  document.body.append(dialog);
  dialog.addEventListener("submit", (event) => signIn(event, dialog, lead));
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
  return dialog;
}

function isOtherPerson(person) {
  return Boolean(person && texts.person && person !== texts.person);
}

// What one person has typed is not sent in the name of another who signs in on the same screen.
function refuseOtherPerson(dialog) {
  const [lead, form] = dialog.children;
  waiting.length = 0;
  lead.textContent = texts.textOtherPerson;
  const home = document.createElement("a");
  home.className = "btn btn-primary";
  home.href = "/";
  home.textContent = texts.textHome;
  form.replaceWith(home);
  home.focus();
}

// Each answer holds the next form (the same again, or the second step), or none: signed in, or refused for a while.
async function signIn(event, dialog, lead) {
  event.preventDefault();
  const form = event.target;
  const body = new FormData(form);
  body.set("csrfmiddlewaretoken", csrfToken()); // it is another one if somebody signed in in another tab
  const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
  if (!answer) {
    lead.textContent = texts.textFailed;
    return;
  }
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = parsed.querySelector("form[data-sign-in]");
  if (next) {
    form.replaceWith(next);
    renewTokens();
    if (next.matches("[data-passkey]")) (await import("./passkeys.js")).showButtons(next);
  } else if (answer.ok && isOtherPerson(parsed.body.dataset.person)) {
    refuseOtherPerson(dialog);
  } else if (answer.ok) {
    dialog.close();
    dialog.remove();
    resendAll();
  } else {
    lead.textContent = parsed.querySelector("main h1")?.textContent ?? texts.textFailed;
  }
}

// As it was sent, with the button that was pressed in it.
function sendLineAgain(line, button) {
  line.dataset.saving = "failed";
  if (button && button.form === line) line.requestSubmit(button);
  else line.dispatchEvent(new CustomEvent("autosave:again", { bubbles: true }));
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (!isSignInPage(xhr.responseURL) && xhr.status !== SIGNED_OUT) return;
  event.detail.shouldSwap = event.detail.isError = false;
  const { elt, verb, path, triggeringEvent } = requestConfig;
  waiting.push(() => {
    if (elt.matches("[data-autosave]")) sendLineAgain(elt, triggeringEvent?.submitter);
    else window.htmx.ajax(verb.toUpperCase(), path, { source: elt, event: triggeringEvent });
  });
  openSignIn();
});

// draft-autosave.js asks by itself, without htmx.
document.addEventListener("session:ended", ({ detail }) => {
  waiting.push(detail.send);
  openSignIn();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-guard]") || form.dataset.asked || Date.now() - openedAt < ASK_AFTER_MS) return;
  event.preventDefault();
  const button = event.submitter;
  const send = () => {
    form.dataset.asked = "yes";
    form.requestSubmit(button);
  };
  try {
    const page = await fetch(location.href, { method: "HEAD", credentials: "same-origin" });
    if (!isSignInPage(page.url)) return send();
    waiting.push(send);
    openSignIn();
  } catch {
    say(texts.textUnsaved, { stay: true });
  }
});
