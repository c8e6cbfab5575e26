// Passkeys: the browser makes or uses one, the answer goes into the hidden field of the form, the form is sent.
//
// <form data-passkey="get|create" data-passkey-options="address"> holds <input data-passkey-answer> and a button
// <button type="button" data-passkey-start hidden>; without JavaScript or without passkeys the button stays hidden.
// data-passkey-anybody: a challenge for whoever holds a passkey. data-passkey-failed: what to say when it did not work.
import { csrfToken } from "./shared.js";

function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function readOptions({ publicKey }) {
  publicKey.challenge = toBytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = toBytes(publicKey.user.id);
  for (const list of [publicKey.allowCredentials, publicKey.excludeCredentials]) {
    for (const each of list ?? []) each.id = toBytes(each.id);
  }
  return { publicKey };
}

function written(credential) {
  const response = { clientDataJSON: toText(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
  });
}

async function fetchOptions(form) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", csrfToken());
  if (form.hasAttribute("data-passkey-anybody")) body.set("anybody", "1");
  const answer = await fetch(form.dataset.passkeyOptions, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  return readOptions(await answer.json());
}

async function start(form) {
  const place = form.querySelector("[data-passkey-says]");
  place.textContent = "";
  try {
    const credential = await navigator.credentials[form.dataset.passkey](await fetchOptions(form));
    form.querySelector("[data-passkey-answer]").value = written(credential);
    form.requestSubmit();
  } catch {
    place.textContent = form.dataset.passkeyFailed;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-passkey-start]");
  if (button) start(button.form);
});

export function showButtons(root = document) {
  if (!window.PublicKeyCredential) return;
  for (const button of root.querySelectorAll("[data-passkey-start]")) button.hidden = false;
  for (const note of root.querySelectorAll("[data-passkey-missing]")) note.hidden = true;
}

showButtons();
