// Abbreviations in the text of a page open their meaning on hover, focus and tap. The first one that is seen can be
// reached by keyboard; inside links, buttons and labels, and when it stands again, hover is enough.
const data = document.getElementById("abbreviations");
const meanings = data ? JSON.parse(data.textContent) : {};
const names = Object.keys(meanings).sort((a, b) => b.length - a.length);
// Not inside a symbol: in 1860/QĐ-BTP the letters belong to the number.
const pattern = new RegExp(`(?<![\\p{L}\\p{N}/-])(${names.join("|")})(?![\\p{L}\\p{N}/-])`, "gu");
const LEFT_ALONE = ".abbr, .visually-hidden, script, style, svg, textarea, select, code, pre, [contenteditable], [hidden]";
const ACTIVE = "a, button, summary, label, [tabindex='0']:not(.table-region)";
const reached = new Set();

function isReachable(name, parent) {
  return !reached.has(name) && !parent.closest(ACTIVE) && parent.checkVisibility();
}

function explained(name, parent) {
  const span = document.createElement("span");
  span.className = "abbr";
  span.textContent = name;
  span.dataset.meaning = meanings[name];
  if (isReachable(name, parent)) reach(span);
  else span.classList.add("abbr--quiet");
  return span;
}

function reach(span) {
  reached.add(span.textContent);
  span.classList.remove("abbr--quiet");
  span.tabIndex = 0;
}

// What was opened may hold the first one that is seen.
function reachInside(opened) {
  for (const span of opened.querySelectorAll(".abbr--quiet")) {
    if (isReachable(span.textContent, span.parentElement)) reach(span);
  }
}

function explain(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.data.search(pattern) >= 0 && !node.parentElement.closest(LEFT_ALONE)) found.push(node);
  }
  for (const node of found) {
    // Split at each name: the odd pieces are names.
    const pieces = node.data.split(pattern);
    const parent = node.parentElement;
    node.replaceWith(...pieces.map((piece, place) => (place % 2 ? explained(piece, parent) : piece)));
  }
}

if (names.length) {
  explain(document.body);
  document.addEventListener("htmx:afterSettle", (event) => explain(event.target));
  document.addEventListener("toggle", (event) => reachInside(event.target), true);
  // On the right half of the screen the meaning opens to the left.
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const span = event.target.closest?.(".abbr");
      span?.classList.toggle("abbr--end", span.getBoundingClientRect().left > innerWidth / 2);
    });
  }
}
