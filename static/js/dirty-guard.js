// A form with data-guard that was changed and not sent: the browser asks before the page is left.

const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("form[data-guard]")) changed.add(form);
});

document.addEventListener("draft:saved", (event) => changed.delete(event.target));

document.addEventListener("submit", (event) => {
  // Another listener may hold the form back for a moment (session.js); only a real sending clears it.
  queueMicrotask(() => {
    if (!event.defaultPrevented) changed.delete(event.target);
  });
});

window.addEventListener("beforeunload", (event) => {
  for (const form of changed) if (!document.contains(form)) changed.delete(form);
  if (changed.size) event.preventDefault();
});
