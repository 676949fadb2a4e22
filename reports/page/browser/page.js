// The page's own script: makes the still charts live as they come into view, sets off a transport that the reader points at,
// and saves charts, their data and the run as files. Stands packed in the page, behind vega. Has no texts of its own; where no
// script runs, the page reads just as well.
import { parse, View, Warn } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { toCsv } from "../../writing/csv.ts";
import { readPacked } from "./packed.js";
import { saveAs, saveText } from "./saving.js";
import { showTooltip } from "./tooltip.js";

/** The charts that are in the document now, by the plot's id: { plot, spec, drawn, view, sizes, gone }. */
const charts = new Map();
/** The transport that stands out, or null. */
let highlighted = null;

/** Expressions are interpreted, never compiled to code, which the page's policy forbids. */
const viewOf = (spec, more) =>
  new View(parse(spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    logLevel: Warn,
    renderer: "svg",
    ...more,
  });

/** The spec with its signals as they are now. */
const withSignals = (spec, now) => ({
  ...spec,
  signals: spec.signals.map((signal) => ({ ...signal, value: now[signal.name] ?? signal.value })),
});

const widthOf = (plot) => Math.max(280, Math.floor(plot.clientWidth));
const isNarrow = (plot) => widthOf(plot) < 460;
/** Names stand at the ends of lines where the plot has room for them; elsewhere a legend below it shows. */
const hasEnds = (plot) => {
  const key = plot.parentElement.querySelector(".key");
  return key === null || widthOf(plot) >= Number(key.dataset.from);
};

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
  const now = { narrow: isNarrow(plot), ends: hasEnds(plot), highlight: namesOf(chart, highlighted) };
  plot.classList.toggle("unlabelled", !now.ends);
  const live = document.createElement("div");
  const placed = { ...withSignals(spec, now), width: widthOf(plot) };
  const view = await viewOf(placed, { container: live, tooltip: showTooltip }).runAsync();
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
  // The view's own width is that of the plot between its axes: another number.
  let width = placed.width;
  chart.sizes = new ResizeObserver(() => {
    if (widthOf(plot) === width) return;
    width = widthOf(plot);
    plot.classList.toggle("unlabelled", !hasEnds(plot));
    view.signal("narrow", isNarrow(plot)).signal("ends", hasEnds(plot)).width(width).resize().run();
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

const saveResults = async () =>
  saveText("results.json", "application/json", `${JSON.stringify(await readPacked("results"), null, 2)}\n`);

/** A file is called by its chart and by the run, in letters that every system takes. */
const runId = () => document.getElementById("main").dataset.run;
const nameOf = (id, format) => `${`${id}-${runId()}`.replaceAll(/[^\w.-]+/g, "-")}.${format}`;

const saveData = (id) => {
  const table = document.getElementById(id).closest("figure").querySelector("table");
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.dataset.value ?? cell.textContent));
  saveText(nameOf(id, "csv"), "text/csv;charset=utf-8", toCsv(rows));
};

/** Lines that are no wider than the narrowest still chart; a word that is longer is broken. */
const linesOf = (text) => text.match(/.{1,80}(?: |$)|.{1,80}/gu) ?? [];

/**
 * A saved chart leaves the page: it is drawn anew for a light ground, as wide as the still one, with a line below that says what
 * it shows and of which run.
 */
const saveChart = async (id, format, holder) => {
  const { spec } = charts.get(id);
  const { finding, quantity } = holder.dataset;
  const now = { narrow: false, ends: true, highlight: [] };
  const footer = {
    text: [finding, `${quantity} · ${runId()}`].flatMap(linesOf),
    orient: "bottom",
    anchor: "start",
    frame: "bounds",
    fontSize: 10,
    fontWeight: "normal",
    color: "#566072",
    offset: 12,
  };
  const view = viewOf({ ...withSignals(spec, now), background: "#ffffff", title: footer });
  saveAs(nameOf(id, format), await view.toImageURL(format, format === "png" ? 2 : 1));
  view.finalize();
};

const wire = () => {
  const results = document.getElementById("save-results");
  results.addEventListener("click", saveResults);
  results.hidden = false;
  for (const button of document.querySelectorAll("[data-save]")) {
    const { save, chart } = button.dataset;
    const holder = button.closest(".save");
    const saveIt = () => (save === "csv" ? saveData(chart) : saveChart(chart, save, holder));
    button.addEventListener("click", saveIt);
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
  const specs = await globalThis.reportLanguage.specs;
  // The reader may have asked for another language in the meantime, whose specs are on their way.
  if (specs !== undefined) await draw(specs);
};

globalThis.reportCharts = { draw };
start();
