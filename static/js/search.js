// The search box: "/" and Ctrl+K lead to it, arrows walk through what it offers, Escape closes.
const typing = (element) => element?.matches("input, textarea, select, [contenteditable]");

function openBox() {
  const shown = [...document.querySelectorAll(".site-search input")].find((box) => box.checkVisibility());
  if (shown) return shown;
  const sheet = document.querySelector("details.menu--narrow:has(.site-search)");
  if (!sheet) return null;
  sheet.open = true;
  return sheet.querySelector(".site-search input");
}

function close(form) {
  form.querySelector("[data-suggestions]").replaceChildren();
}

document.addEventListener("keydown", (event) => {
  const shortcut = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target);
  if (!shortcut && !slash) return;
  const box = openBox();
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

for (const form of document.querySelectorAll(".site-search")) {
  const box = form.querySelector("input");
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && form.querySelector("[data-suggestion]")) {
      event.preventDefault();
      event.stopPropagation();
      close(form);
      box.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [box, ...form.querySelectorAll("[data-suggestion]")];
    if (stops.length === 1) return;
    event.preventDefault();
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
  });
  form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close(form);
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) close(form);
  });
}
