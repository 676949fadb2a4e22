// The page's own script: makes the still charts live as they come into view, sets off a transport that the reader points at,
// and saves charts, their data and the run as files. Needs the globals vega and vegaEmbed. Has no texts of its own; where no
// script runs, the page reads just as well.
import { toCsv } from "../../writing/csv.ts";

const read = (id) => {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
};

/** The charts that are in the document now, by the plot's id: { plot, spec, drawn, view, sizes, gone }. */
const charts = new Map();
/** The transport that stands out, or null. */
let highlighted = null;

const options = {
  mode: "vega",
  renderer: "svg",
  ast: true,
  actions: false,
  defaultStyle: false,
  tooltip: { disableDefaultStyle: true },
};

const widthOf = (plot) => Math.max(280, Math.floor(plot.clientWidth));
const isNarrow = (plot) => widthOf(plot) < 420;

const namesOf = ({ spec }, transport) =>
  (spec.usermeta?.series.names ?? []).filter(([, own]) => own === transport).map(([name]) => name);

/** The transport under the pointer: a mark's row has its name in a field, an entry of a legend or an axis is the name. */
const transportOf = ({ spec }, item) => {
  const { series } = spec.usermeta ?? {};
  const name = item?.datum?.[series?.field] ?? item?.datum?.value;
  return series?.names.find(([own]) => own === name)?.[1] ?? null;
};

const make = async (chart) => {
  const { plot, spec } = chart;
  coming.unobserve(plot);
  const now = { narrow: isNarrow(plot), highlight: namesOf(chart, highlighted) };
  const signals = spec.signals.map((signal) => ({ ...signal, value: now[signal.name] ?? signal.value }));
  const live = document.createElement("div");
  const { view } = await vegaEmbed(live, { ...spec, signals, width: widthOf(plot) }, options);
  if (chart.gone) {
    view.finalize();
    return null;
  }
  chart.view = view;
  // The chart is described as a whole, as the still one is.
  live.querySelector("svg").setAttribute("aria-hidden", "true");
  const still = plot.firstElementChild;
  live.setAttribute("role", "img");
  live.setAttribute("aria-label", still.getAttribute("aria-label"));
  still.replaceWith(live);
  plot.classList.add("live");
  // A live chart is as wide as its place: there is nothing to scroll to.
  plot.removeAttribute("tabindex");
  view.addEventListener("pointerover", (_, item) => highlight(transportOf(chart, item)));
  view.signal("highlight", namesOf(chart, highlighted)).run();
  chart.sizes = new ResizeObserver(() => {
    if (widthOf(plot) !== view.width()) view.signal("narrow", isNarrow(plot)).width(widthOf(plot)).run();
  });
  chart.sizes.observe(plot);
  return view;
};

/** A promise of the chart's view. A chart that was not yet drawn is drawn now, even out of sight. */
const drawOne = (chart) => {
  chart.drawn ??= make(chart);
  return chart.drawn;
};

const waiting = [];
let working = false;
/** Draws the waiting charts one after the other; between two of them the page may answer its reader. */
const work = async () => {
  if (working) return;
  working = true;
  for (let chart = waiting.shift(); chart !== undefined; chart = waiting.shift()) {
    await drawOne(chart).catch(console.error);
    await new Promise((goOn) => setTimeout(goOn));
  }
  working = false;
};

const coming = new IntersectionObserver(
  (entries) => {
    waiting.unshift(...entries.filter((entry) => entry.isIntersecting).map(({ target }) => charts.get(target.id)));
    work();
  },
  { rootMargin: "300px" },
);

const applyHighlight = () => {
  for (const element of document.querySelectorAll("[data-transport]"))
    element.classList.toggle("highlighted", element.dataset.transport === highlighted);
  for (const chart of charts.values())
    if (chart.view && chart.spec.usermeta?.series)
      chart.view.signal("highlight", namesOf(chart, highlighted)).runAsync();
};

let applying = false;
/** The pointer may leave one mark and enter the next within a frame: only the last one of a frame is drawn. */
const highlight = (pointed) => {
  const transport = pointed ?? transportInFocus();
  if (transport === highlighted) return;
  highlighted = transport;
  if (applying) return;
  applying = true;
  requestAnimationFrame(() => {
    applying = false;
    applyHighlight();
  });
};

/** The transport of a card, of a legend's button, or of a row, which its head names; null elsewhere. */
const transportAt = (element) =>
  (element.closest("[data-transport]") ?? element.closest("tr")?.querySelector(":scope > [data-transport]"))?.dataset
    .transport ?? null;

/** The keyboard's choice holds while the page moves under a resting pointer. */
const transportInFocus = () => transportAt(document.querySelector(":focus-visible") ?? document.body);

const follow = () => {
  document.addEventListener("pointerover", ({ target }) => {
    // Live charts report what is under the pointer by themselves.
    if (target.closest(".live svg") === null) highlight(transportAt(target));
  });
  document.addEventListener("focusin", ({ target }) => highlight(transportAt(target)));
  document.addEventListener("focusout", () => highlight(null));
  document.documentElement.addEventListener("pointerleave", () => highlight(null));
};

const saveAs = (name, url) => {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
};

const saveText = (name, type, text) => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  saveAs(name, url);
  URL.revokeObjectURL(url);
};

const saveResults = async () =>
  saveText("results.json", "application/json", `${JSON.stringify(await read("results"), null, 2)}\n`);

const saveData = (id) => {
  const table = document.getElementById(id).closest("figure").querySelector("table");
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.dataset.value ?? cell.textContent));
  saveText(`${id}.csv`, "text/csv;charset=utf-8", toCsv(rows));
};

const saveChart = async (id, format) => {
  const view = await drawOne(charts.get(id));
  // A saved chart leaves the page and its background. Its colours are made for a light one.
  view.background("#ffffff");
  saveAs(`${id}.${format}`, await view.toImageURL(format, format === "png" ? 2 : 1));
  await view.background("transparent").runAsync();
};

const wire = () => {
  const results = document.getElementById("save-results");
  results.addEventListener("click", saveResults);
  results.hidden = false;
  for (const button of document.querySelectorAll("[data-save]")) {
    const { save, chart } = button.dataset;
    button.addEventListener("click", () => (save === "csv" ? saveData(chart) : saveChart(chart, save)));
  }
  for (const part of document.querySelectorAll(".save, .legend")) part.hidden = false;
};

const forget = () => {
  coming.disconnect();
  waiting.length = 0;
  for (const chart of charts.values()) {
    chart.gone = true;
    chart.sizes?.disconnect();
    chart.view?.finalize();
  }
  charts.clear();
  highlighted = null;
};

/** Begins afresh with the plots that are in the document now. `specs` by the plots' ids are drawn as they come into view. */
const draw = async (specs) => {
  forget();
  for (const plot of document.querySelectorAll(".plot")) {
    charts.set(plot.id, { plot, spec: specs[plot.id] });
    coming.observe(plot);
  }
  wire();
  // A sheet in another language has no still charts: its charts are drawn out of view too, for print and for search.
  waiting.push(...[...charts.values()].filter(({ plot }) => plot.querySelector("svg *") === null));
  work();
  document.documentElement.dataset.charts = "live";
};

const start = async () => {
  follow();
  await draw(await (globalThis.reportLanguage?.specs ?? read("specs")));
};

globalThis.reportCharts = { draw };
start();
