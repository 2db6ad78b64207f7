// The charts of progress. Their numbers stand in tables beside them, so this is a courtesy.
const data = JSON.parse(document.getElementById("charts")?.textContent ?? "{}");
const drawn = [];

function colour(name, element) {
  // A canvas takes no light-dark(): let the browser work it out where the chart stands.
  const probe = element.appendChild(document.createElement("i"));
  probe.style.color = `var(${name})`;
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function day(seconds) {
  return new Date(seconds * 1000).toLocaleDateString("en-GB", { day: "numeric", month: "short" });
}

// Quiz by quiz, one as far from the next as any other: on the first day all are of one day.
function days(x) {
  return (_, at) => at.map((n, place) => (place && day(x[n]) === day(x[at[place - 1]]) ? "" : day(x[n])));
}

function axes(element, labels, x, unit) {
  const font = `13px ${getComputedStyle(document.body).fontFamily}`;
  const common = { stroke: colour("--ink-2", element), font, grid: { stroke: colour("--rule", element), width: 1 } };
  const below = labels
    ? { splits: () => labels.map((_, n) => n), values: (_, at) => at.map((n) => labels[n]) }
    : { incrs: [1, 2, 5, 10, 20, 50], values: days(x) };
  return [
    { ...common, ...below, grid: { show: false }, space: 60 },
    { ...common, values: (_, at) => at.map((n) => `${n}${unit}`), size: 56 },
  ];
}

function draw(element) {
  const { labels, x, y } = data[element.dataset.chart];
  const isShare = element.dataset.chart !== "time";
  const stroke = colour("--action", element);
  const bars = labels && { paths: uPlot.paths.bars({ size: [0.6, 56] }), fill: stroke, points: { show: false } };
  const highest = Math.max(10, ...y.map((n) => n ?? 0));
  const thin = labels && labels.length > 6 && element.clientWidth < 600;
  const options = {
    width: element.clientWidth,
    height: 220,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-0.6, y.length - 0.4] },
      y: { range: [0, isShare ? 100 : highest * 1.1] },
    },
    axes: axes(element, thin ? labels.map((label, n) => (n % 3 ? "" : label)) : labels, x, isShare ? " %" : ""),
    series: [{}, { stroke, width: 2, points: { size: 6, fill: stroke }, ...bars }],
  };
  drawn.push(new uPlot(options, [y.map((_, n) => n), y], element));
}

function drawAll() {
  drawn.splice(0).forEach((chart) => chart.destroy());
  document.querySelectorAll("[data-chart]").forEach(draw);
}

drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== width) {
    width = innerWidth;
    drawAll();
  }
});
