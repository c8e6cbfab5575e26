// Buttons that copy the text of another element (data-copy: its selector) and say so. Hidden without JavaScript.
import { say } from "./shared.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = source.value ?? source.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      source.select?.(); // no clipboard on plain http: the text is selected, Ctrl+C copies it
      document.execCommand("copy");
    }
    say(button.dataset.copied);
  });
}
