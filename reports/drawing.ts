// From a Vega-Lite spec to what the page carries: the compiled Vega spec and a still SVG. Expressions are interpreted,
// never compiled to code, here as in the browser. Knows nothing of the page.
import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile } from "vega-lite";
import type { Chart } from "./chart-style.ts";

export interface DrawnChart extends Chart {
  readonly vega: vega.Spec;
  readonly svg: string;
}

/** A warning about a spec is a mistake of ours: it stops the build instead of scrolling past. */
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

/** Hundredths of a pixel are more than a screen shows; doubles written out make a good part of a drawing. */
const roundNumbers = (svg: string): string =>
  svg.replace(/\s(?:d|transform|[xy][12]?|width|height)="[^"]*"/g, (attribute) =>
    attribute.replace(/-?\d+\.\d{3,}(?:e-?\d+)?/g, (digits) => String(Number(Number(digits).toFixed(2)))),
  );

/** A still takes its font from the page, and what lies in wait for the pointer is of no use to it. */
const lighten = (svg: string): string =>
  roundNumbers(svg)
    .replaceAll(/ font-family="[^"]*"/g, "")
    .replace(/<g class="[^"]* hover_marks"[^>]*>.*?<\/g>/s, "");

export const drawChart = async (chart: Chart): Promise<DrawnChart> => {
  const logger = strictLogger();
  const spec = compile(chart.spec, { logger }).spec;
  const runtime = vega.parse(spec, undefined, { ast: true });
  const view = new vega.View(runtime, { renderer: "none", logger, expr: expressionInterpreter });
  const svg = lighten(await view.toSVG());
  view.finalize();
  return { ...chart, vega: spec, svg };
};

/** Under the same keys. */
export const drawCharts = async (
  charts: ReadonlyMap<string, readonly Chart[]>,
): Promise<ReadonlyMap<string, readonly DrawnChart[]>> => {
  const drawn = [...charts].map(async ([id, list]) => [id, await Promise.all(list.map(drawChart))] as const);
  return new Map(await Promise.all(drawn));
};
