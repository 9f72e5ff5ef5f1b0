// Draw each table of figures as lines. What is too little to be told is a gap.
const COLOURS = { none: "#5b8a72", notice: "#4a7fb5", warning: "#c07a16", critical: "#b3261e",
  block: "#b3261e", allow: "#5b8a72", block_domains: "#c07a16", allow_domains: "#4a7fb5" };
const grey = "#7d8794";
for (const place of document.querySelectorAll("[data-chart]")) {
  const table = document.querySelector(`table[data-of="${place.dataset.chart}"]`);
  const heads = [...table.querySelectorAll("th[data-key]")];
  const rows = [...table.tBodies[0].rows].reverse();
  const days = rows.map((row) => Date.parse(row.querySelector("time").dateTime) / 1000);
  const counts = heads.map((_, at) => rows.map((row) => ("n" in row.cells[at + 1].dataset ? Number(row.cells[at + 1].dataset.n) : null)));
  place.hidden = false;
  place.closest("section").querySelector("details").open = false;
  const axis = { stroke: grey, grid: { stroke: grey + "33", width: 1 }, ticks: { stroke: grey + "33" } };
  const options = {
    width: place.clientWidth, height: 220, legend: { live: false }, cursor: { y: false }, tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "UTC"),
    axes: [{ ...axis, values: (_, ticks) => ticks.map((at) => new Date(at * 1000).toISOString().slice(5, 10)) },
      { ...axis, size: 70, values: (_, ticks) => ticks.map((n) => n.toLocaleString(document.documentElement.lang)) }],
    scales: { y: { range: (_, low, high) => [Math.min(0, low), Math.max(high, 5) * 1.05] } },
    series: [{ value: (_, at) => (at == null ? "" : new Date(at * 1000).toISOString().slice(0, 10)) },
      // What is harmless is so much more that nothing else could be seen; a click on its name shows it.
      ...heads.map((head) => ({ label: head.textContent, show: head.dataset.key !== "none", stroke: COLOURS[head.dataset.key] ?? grey, width: 2, points: { show: days.length < 15 } }))],
  };
  const chart = new uPlot(options, [days, ...counts], place);
  new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: 220 })).observe(place);
}
