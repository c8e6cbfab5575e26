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
}
