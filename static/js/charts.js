// Draws each figure[data-chart] from its JSON block with Chart.js. The table beside stays the full account.

const figures = document.querySelectorAll("figure[data-chart]");
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const css = getComputedStyle(document.documentElement);
const colour = (name) => css.getPropertyValue(`--${name}`).trim();
const TONES = {
  accent: "lacquer",
  ink: "ink-soft",
  muted: "chart-muted",
  gold: "gold-fill",
  blue: "blue",
  green: "green",
  penalty: "ochre",
};
const HATCHED = "-hatched";
const STRIPE_PX = 8;
const NAME_SHARE = 0.4; // of the width of the chart, at about 7 px a letter
const LETTER_PX = 7;
const number = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 3 });

const tone = (name) => colour(TONES[name.replace(HATCHED, "")] ?? TONES.accent);

// Diagonal stripes on the colour: what is told apart stays so in grey, too.
function filling(name) {
  if (!name.endsWith(HATCHED)) return tone(name);
  const tile = document.createElement("canvas");
  tile.width = tile.height = STRIPE_PX;
  const pen = tile.getContext("2d");
  pen.fillStyle = tone(name);
  pen.fillRect(0, 0, STRIPE_PX, STRIPE_PX);
  pen.strokeStyle = colour("surface");
  pen.lineWidth = 2;
  for (const shift of [-STRIPE_PX, 0, STRIPE_PX]) {
    pen.moveTo(shift, STRIPE_PX);
    pen.lineTo(shift + STRIPE_PX, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}

function dataset(series, data, index) {
  const picked = index === 0 && data.tones.length;
  return {
    label: series.label,
    data: series.values,
    backgroundColor: picked ? data.tones.map(filling) : filling(series.tone),
    borderColor: picked ? data.tones.map(tone) : tone(series.tone),
    borderDash: data.kind === "line" && series.tone.endsWith(HATCHED) ? [6, 4] : [],
    borderWidth: data.kind === "line" ? 2 : 0,
    borderRadius: 2,
    maxBarThickness: 26,
    pointRadius: 3,
  };
}

function axes(data) {
  const grid = { color: colour("line") };
  const values = {
    stacked: data.stacked,
    beginAtZero: true,
    grid,
    border: { display: false },
    title: { display: Boolean(data.unit), text: data.unit },
    ticks: { callback: (value) => number.format(value) },
  };
  const names = { stacked: data.stacked, grid: { display: false }, ticks: { autoSkip: false } };
  return data.horizontal ? { x: values, y: names } : { x: names, y: values };
}

// Names break into lines, so that none loses its beginning.
function label(name, letters) {
  const lines = [""];
  for (const word of name.split(" ")) {
    const last = lines.length - 1;
    if (lines[last] && lines[last].length + word.length > letters) lines.push(word);
    else lines[last] = `${lines[last]} ${word}`.trim();
  }
  return lines;
}

function draw(figure) {
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const frame = figure.querySelector(".chart__frame");
  frame.hidden = false;
  figure.dataset.drawn = "yes";
  const letters = Math.max(12, Math.floor((frame.clientWidth * NAME_SHARE) / LETTER_PX));
  const labels = data.horizontal ? data.labels.map((name) => label(name, letters)) : data.labels;
  const height = labels.length * Math.max(2.1, 0.9 + 1.1 * Math.max(...labels.map((lines) => lines.length)));
  if (data.horizontal) frame.style.height = `${Math.max(14, 3 + height)}rem`;
  new window.Chart(figure.querySelector("canvas"), {
    type: data.kind,
    data: { labels, datasets: data.series.map((series, index) => dataset(series, data, index)) },
    options: {
      indexAxis: data.horizontal ? "y" : "x",
      animation: still ? false : { duration: 300 },
      maintainAspectRatio: false,
      responsive: true,
      scales: axes(data),
      plugins: {
        legend: { display: data.series.length > 1, position: "bottom", labels: { boxWidth: 12, boxHeight: 12 } },
        tooltip: { callbacks: { label: (item) => ` ${item.dataset.label}: ${number.format(item.raw)} ${data.unit}` } },
      },
    },
  });
}

if (figures.length) {
  await import(document.body.dataset.chartLibrary);
  Object.assign(window.Chart.defaults, { color: colour("ink-soft") });
  Object.assign(window.Chart.defaults.font, { family: colour("font-text"), size: 13 });
  figures.forEach(draw);
}
