// What every page needs: fresh CSRF token and person for htmx, menus, focus on the error summary, printing.
import { dropPageToken, ownHeaders, say } from "./shared.js";

const texts = document.body.dataset;

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb === "get") return;
  Object.assign(event.detail.headers, ownHeaders());
  dropPageToken(event.detail.formData);
});

document.addEventListener("htmx:responseError", (event) => {
  if (!event.target.matches("[data-autosave]")) say(texts.textFailed, { stay: true });
});

// Only one menu open at a time; Escape, a click outside and the focus going on close it: it lies over what comes next.
function closeMenusWithout(target) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenusWithout(event.target));
document.addEventListener("focusin", (event) => closeMenusWithout(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = [...document.querySelectorAll("details.menu[open]")].at(-1);
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  } else if (document.activeElement?.matches(".abbr")) {
    document.activeElement.blur();
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-print]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  window.print();
});

for (const toast of document.querySelectorAll(".toast-note")) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast-note__close";
  close.textContent = texts.textClose;
  close.addEventListener("click", () => toast.remove());
  toast.append(close);
}

document.querySelector("[data-focus-on-load]")?.focus();
