// select[data-search] becomes a box to type in (Tom Select); without JavaScript it stays a plain list.
// Diacritics need not be typed: the options are compared without them.

const selects = document.querySelectorAll("select[data-search]");

if (selects.length) {
  const { selectLibrary, selectStyles, textNoResults } = document.body.dataset;
  const styles = document.createElement("link");
  styles.rel = "stylesheet";
  styles.href = selectStyles;
  document.head.prepend(styles);
  await import(selectLibrary);
  for (const select of selects) {
    new window.TomSelect(select, {
      maxOptions: 400,
      render: { no_results: () => `<div class="no-results">${textNoResults}</div>` },
    });
  }

  // Links of the error summary point at the list; the box in its place takes the focus.
  document.addEventListener("click", (event) => {
    const target = document.getElementById(event.target.closest("a[href^='#']")?.hash.slice(1) ?? "");
    if (!target?.tomselect) return;
    event.preventDefault();
    target.tomselect.focus();
  });
}
