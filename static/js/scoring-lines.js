// The table of a score sheet: the box for evidence is apart from autosave, a refused control is marked.

// What is typed under "Thêm minh chứng" is sent by its own button, never by the line's autosave.
document.addEventListener(
  "change",
  (event) => {
    if (event.target.closest("[data-apart]")) event.stopImmediatePropagation();
  },
  true,
);

// Evidence in two keystrokes: part of a symbol, Enter; the box is ready for the next one.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".evidence-add input[name$='-symbol']")) return;
  event.preventDefault();
  if (event.target.value.trim()) event.target.closest(".evidence-add").querySelector("[data-cite]").click();
});
document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target.id.startsWith("evidence-")) target.querySelector("input[name$='-symbol']")?.focus();
});

// The control that caused a refusal is marked for screen readers, and freed when the line is through.
document.addEventListener("htmx:afterSwap", (event) => {
  const line = event.detail.target.closest("[data-autosave]");
  if (!line || !event.detail.target.matches("[data-autosave-result]")) return;
  const refused = [...line.querySelectorAll("[data-invalid]")];
  for (const field of line.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.classList.remove("is-invalid");
  }
  for (const { dataset } of refused) {
    const field = dataset.invalid && line.querySelector(`[name$="-${dataset.invalid}"]`);
    if (!field) continue;
    field.setAttribute("aria-invalid", "true");
    field.classList.add("is-invalid");
  }
});

// Filled lines are taken anew when the page of a sheet is opened and a source has changed since; once per figure seen.
const refresh = document.querySelector("form[data-refresh-on-open]");
if (refresh && performance.getEntriesByType("navigation")[0]?.type !== "back_forward") refresh.requestSubmit();
