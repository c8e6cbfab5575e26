// Compares a file at hand with an issued one on the reader's own machine; nothing is sent. Without a secure context
// (crypto.subtle) the form sends the file as it does without JavaScript.
const form = document.querySelector("[data-verify]");

async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function compare(file) {
  const { sha256: wanted, size, contentType } = form.dataset;
  const bytes = await file.arrayBuffer();
  if ((await sha256(bytes)) === wanted) return "same";
  const extended = contentType === "application/pdf" && bytes.byteLength > Number(size);
  return extended && (await sha256(bytes.slice(0, Number(size)))) === wanted ? "extended" : "other";
}

function show(answer) {
  for (const each of form.querySelectorAll("[data-verify-answer]")) each.hidden = each.dataset.verifyAnswer !== answer;
}

if (form && globalThis.crypto?.subtle) {
  const box = form.querySelector("input[type=file]");
  const working = form.querySelector("[data-verify-working]");
  const help = form.querySelector("[data-verify-help]");
  help.textContent = help.dataset.local;
  let turn = 0;

  const check = async () => {
    const file = box.files[0];
    const mine = ++turn;
    show("");
    if (!file) return;
    working.textContent = working.dataset.text;
    try {
      const answer = await compare(file);
      if (mine === turn) show(answer);
    } catch {
      if (mine === turn) form.submit(); // a file too large for the memory, or taken away meanwhile
    } finally {
      if (mine === turn) working.textContent = "";
    }
  };

  box.addEventListener("change", check);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    box.files = event.dataTransfer.files;
    check();
  });
}
