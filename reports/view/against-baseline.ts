// The run's comparisons of a row: verdict, ratio and mark. The one way in which a page claims a difference.
import type { Comparison, MetricName } from "../../bench/record/summary.ts";
import type { Words } from "../words/words.ts";
import { figure } from "../writing/numbers.ts";
import { shownInterval } from "./estimates.ts";
import type { Panel, Row } from "./panels.ts";

/** The transport that the rows were compared with; null where none was. */
export const baselineOf = ({ rows }: Pick<Panel, "rows">): string | null =>
  rows.flatMap(({ comparisons }) => comparisons)[0]?.baseline ?? null;

export const comparisonOf = (row: Row, metric: MetricName): Comparison | null =>
  row.comparisons.find((comparison) => comparison.metric === metric) ?? null;

/** null where the two were not compared, or where the baseline itself was measured under several settings. */
export const verdictOf = (panel: Panel, row: Row, metric: MetricName): Comparison["verdict"] | "baseline" | null =>
  row.transport === baselineOf(panel) ? "baseline" : (comparisonOf(row, metric)?.verdict ?? null);

/** Stands for a comparison with too few trials; a footnote says so. */
export const untoldMark = "†";

const markOf = (verdict: Comparison["verdict"], { panel: { marks } }: Words): string => {
  const all: Readonly<Record<Comparison["verdict"], string>> = { ...marks, "~": "~", untold: untoldMark };
  return all[verdict];
};

export interface Ratio {
  /** "1.62×"; empty where the baseline is 0. */
  readonly times: string;
  /** "1.45–1.81"; empty without an interval, and where it prints like the ratio. */
  readonly between: string;
  readonly mark: string;
}

export const showComparison = ({ ratio, verdict }: Comparison, words: Words): Ratio => {
  const mark = markOf(verdict, words);
  if (ratio === null) return { times: "", between: "", mark };
  const middle = figure(ratio.median);
  return { times: `${middle}×`, between: shownInterval(ratio, middle, figure)?.join("–") ?? "", mark };
};

/** "1.62× (1.45–1.81) more", "~", in one line. */
export const inOneLine = (comparison: Comparison, words: Words): string => {
  const { times, between, mark } = showComparison(comparison, words);
  return [times, between === "" ? "" : `(${between})`, mark].filter((part) => part !== "").join(" ");
};

export const explainUntold = ({ panel }: Words): string => `${untoldMark} ${panel.explainUntold}`;
