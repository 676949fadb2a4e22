// The run's comparisons of a row: verdict, ratio and mark. The one way in which a page claims a difference.
import { sameWithin } from "../../bench/analysis/comparisons.ts";
import type { Comparison, MetricName } from "../../bench/record/summary.ts";
import type { Words } from "../words/words.ts";
import { figure, thin } from "../writing/numbers.ts";
import { shownInterval } from "./estimates.ts";
import type { Panel, Row } from "./panels.ts";

/** The transport that the rows were compared with; null where none was. */
export const baselineOf = ({ rows }: Pick<Panel, "rows">): string | null =>
  rows.flatMap(({ comparisons }) => comparisons)[0]?.baseline ?? null;

/** The baseline's own row; undefined where nothing was compared. */
export const baselineRowOf = ({ rows }: Pick<Panel, "rows">): Row | undefined => {
  const baseline = baselineOf({ rows });
  return rows.find(({ transport }) => transport === baseline);
};

export const comparisonOf = (row: Row, metric: MetricName): Comparison | null =>
  row.comparisons.find((comparison) => comparison.metric === metric) ?? null;

/** null where the two were not compared, or where the baseline itself was measured under several settings. */
export const verdictOf = (panel: Panel, row: Row, metric: MetricName): Comparison["verdict"] | "baseline" =>
  row.transport === baselineOf(panel) ? "baseline" : (comparisonOf(row, metric)?.verdict ?? null);

/** Stands for a comparison with too few pairs; a footnote says so. */
export const untoldMark = "†";

/** Nothing for what is counted and not tested. */
const markOf = (verdict: Comparison["verdict"], { panel: { marks } }: Words): string => {
  if (verdict === null) return "";
  const all: Readonly<Record<NonNullable<Comparison["verdict"]>, string>> = { ...marks, "~": "~", untold: untoldMark };
  return all[verdict];
};

/** "±12 %", or "2.4×" where a difference had to be so large: what a comparison could have shown. */
export const showDetectable = (ratio: number): string =>
  ratio < 2 ? `±${Number(((ratio - 1) * 100).toPrecision(2))}${thin}%` : `${figure(ratio)}×`;

export interface Ratio {
  /** "1.62×"; empty where the baseline is 0. */
  readonly times: string;
  /** "1.45–1.81"; empty without an interval, and where it prints like the ratio. */
  readonly between: string;
  readonly mark: string;
  /** "could have seen ±12 %", where no difference was found; else empty. */
  readonly seen: string;
}

export const showComparison = ({ ratio, verdict, detectable }: Comparison, words: Words): Ratio => {
  const open = verdict === "~" || verdict === "same";
  const seen = open && detectable !== null ? words.panel.couldHaveSeen(showDetectable(detectable)) : "";
  const mark = markOf(verdict, words);
  if (ratio === null) return { times: "", between: "", mark, seen };
  const middle = figure(ratio.median);
  return { times: `${middle}×`, between: shownInterval(ratio, middle, figure)?.join("–") ?? "", mark, seen };
};

/** "1.62× (1.45–1.81) more", "~, could have seen ±12 %", in one line. */
export const inOneLine = (comparison: Comparison, words: Words): string => {
  const { times, between, mark, seen } = showComparison(comparison, words);
  const line = [times, between === "" ? "" : `(${between})`, mark].filter((part) => part !== "").join(" ");
  return [line, seen].filter((part) => part !== "").join(", ");
};

/** The meaning of the marks, for below a table; `tests`: how many the run made. */
export const explainMarks = (label: string, { tests }: Pick<Panel, "tests">, { panel }: Words): string => {
  const { responseTimeP50Ms, responseTimeTailMs, serverCpuMsPerThousandDeliveries } = sameWithin;
  return panel.explainMarks(label, tests, {
    p50: showDetectable(1 + responseTimeP50Ms),
    tail: showDetectable(1 + responseTimeTailMs),
    cpu: showDetectable(1 + serverCpuMsPerThousandDeliveries),
  });
};

export const explainUntold = ({ panel }: Words): string => `${untoldMark} ${panel.explainUntold}`;
