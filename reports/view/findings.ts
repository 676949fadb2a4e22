// The finding of the run's comparisons of one metric of a panel, as a sentence: a chart's title. Empty where they tell nothing.
import { sameWithin } from "../../bench/analysis/comparisons.ts";
import type { ComparedMetric, TestedMetric } from "../../bench/record/summary.ts";
import type { Words } from "../words/words.ts";
import { figure } from "../writing/numbers.ts";
import { baselineRowOf, comparisonOf, showDetectable } from "./against-baseline.ts";
import type { Panel, Row } from "./panels.ts";
import { nameInPanel } from "./sentences.ts";

/** A title has room for no more transports than this. */
const most = 2;

const isTested = (metric: ComparedMetric): metric is TestedMetric => metric in sameWithin;

/** How many times the baseline's a row has, where that is told: by a test, or by a count, which needs none. */
const ratioOf = (row: Row, metric: ComparedMetric): number | null => {
  const comparison = comparisonOf(row, metric);
  if (comparison === null || comparison.ratio === null || row.saturated) return null;
  const { verdict, ratio } = comparison;
  const told = verdict === "less" || verdict === "more" || !isTested(metric);
  return told && ratio.median > 0 && Number(ratio.median.toPrecision(3)) !== 1 ? ratio.median : null;
};

export const findingOf = (panel: Panel, metric: ComparedMetric, words: Words): string => {
  const baseline = baselineRowOf(panel);
  if (panel.kind !== "comparison" || baseline === undefined) return "";
  const name = nameInPanel(panel, baseline, words);
  const found = panel.rows
    .flatMap((row) => {
      const ratio = ratioOf(row, metric);
      return ratio === null ? [] : [{ row, ratio }];
    })
    .toSorted((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)))
    .slice(0, most)
    .map(({ row, ratio }) => ({
      name: nameInPanel(panel, row, words),
      times: words.findings.times(figure(ratio)),
    }));
  if (found.length > 0) return words.findings.differs[metric](found, name);
  return isTested(metric) ? alike(panel, metric, name, words) : "";
};

/** Said only where every other row of the panel is told to be the same. */
const alike = (panel: Panel, metric: TestedMetric, baseline: string, words: Words): string => {
  const others = panel.rows.filter((row) => row.comparisons.length > 0);
  const same = others.filter((row) => !row.saturated && comparisonOf(row, metric)?.verdict === "same");
  if (same.length === 0 || same.length < others.length) return "";
  return words.findings.alike(
    same.map((row) => nameInPanel(panel, row, words)),
    baseline,
    words.findings.same[metric],
    showDetectable(1 + sameWithin[metric]),
  );
};
