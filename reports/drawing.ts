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

export const drawChart = async (chart: Chart): Promise<DrawnChart> => {
  const logger = strictLogger();
  const spec = compile(chart.spec, { logger }).spec;
  const runtime = vega.parse(spec, undefined, { ast: true });
  const view = new vega.View(runtime, { renderer: "none", logger, expr: expressionInterpreter });
  const svg = await view.toSVG();
  view.finalize();
  return { ...chart, vega: spec, svg };
};
