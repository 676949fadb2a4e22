// From a Vega-Lite spec to what the page carries: the compiled Vega spec and a still SVG. Expressions are interpreted,
// never compiled to code, here as in the browser. Knows nothing of the page.
import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import { withHighlight } from "./highlight.ts";
import type { Chart } from "./style.ts";

export interface DrawnChart extends Chart {
  readonly vega: vega.Spec;
  readonly svg: string;
}

/** A warning about a spec is a mistake in the chart's code: it stops the build instead of scrolling past. */
const strictLogger = (): vega.LoggerInterface => {
  const refuse = (...messages: readonly unknown[]): never => {
    throw new Error(`chart: ${messages.map(String).join(" ")}`);
  };
  const logger: vega.LoggerInterface = {
    level: () => logger,
    error: refuse,
    warn: refuse,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
};

/** A screen shows no more than a tenth of a pixel, and doubles written out make a good part of a drawing. */
const roundNumbers = (svg: string): string =>
  svg.replace(/\s(?:d|transform|[xy][12]?|width|height)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{2,}(?:e-?\d+)?/g, (digits) => String(Number(Number(digits).toFixed(1)))),
  );

/**
 * A still drawing stands in a page, which has its font, its namespace and its description. Marks for the pointer, grounds
 * without a colour and attributes at their initial value are left out.
 */
export const lighten = (svg: string): string =>
  roundNumbers(svg)
    .replaceAll(/<g class="[^"]* (?:hover|crosshair)_marks"[^>]*>.*?<\/g>/gs, "")
    .replaceAll(/<path class="(?:background|foreground)"(?![^>]* (?:fill|stroke)=)[^>]*\/>/g, "")
    .replaceAll(/ (?:font-family|xmlns(?::xlink)?|version|role|aria-[a-z]+|pointer-events)="[^"]*"/g, "")
    .replaceAll(
      / (?:opacity="1"|stroke-width="1"|[xy]2="0"|transform="translate\(0,0\)"|text-anchor="start"|font-weight="normal")/g,
      "",
    );

/** About as high as the chart, so that what stands below it does not move when it is drawn. */
const blankOf = ({ width, height }: vega.Spec): string =>
  typeof width === "number" && typeof height === "number"
    ? `<svg width="${width}" height="${height + 70}" viewBox="0 0 ${width} ${height + 70}"></svg>`
    : "";

/** Compiles a chart for a page that draws it itself. */
const compileChart = (chart: Chart): DrawnChart => {
  const { spec } = compile(chart.spec, { logger: strictLogger() });
  return { ...chart, vega: withHighlight(spec, chart.series), svg: blankOf(spec) };
};

export const drawChart = async (chart: Chart): Promise<DrawnChart> => {
  const { vega: spec } = compileChart(chart);
  const runtime = vega.parse(spec, undefined, { ast: true });
  const view = new vega.View(runtime, { renderer: "none", logger: strictLogger(), expr: expressionInterpreter });
  const svg = lighten(await view.toSVG());
  view.finalize();
  return { ...chart, vega: spec, svg };
};

/** Keeps the keys. The charts have no still drawings. */
export const compileCharts = (
  charts: ReadonlyMap<string, readonly Chart[]>,
): ReadonlyMap<string, readonly DrawnChart[]> => new Map([...charts].map(([id, list]) => [id, list.map(compileChart)]));

/** Keeps the keys. */
export const drawCharts = async (
  charts: ReadonlyMap<string, readonly Chart[]>,
): Promise<ReadonlyMap<string, readonly DrawnChart[]>> => {
  const drawn = [...charts].map(async ([id, list]) => [id, await Promise.all(list.map(drawChart))] as const);
  return new Map(await Promise.all(drawn));
};
