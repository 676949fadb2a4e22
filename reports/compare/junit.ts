// The comparison of two runs as JUnit XML, for builds that show tests: a suite for each cell, a test for each metric. A
// comparison that could not be judged is skipped. Pure: view in, text out.
import { xmlText } from "../writing/escapes.ts";
import type { Compared, ComparedCell, ComparedLine } from "./view.ts";
import type { CompareWords } from "./words.ts";

const isFailure = ({ line }: ComparedLine): boolean => line.verdict === "regression";
const isSkipped = ({ line }: ComparedLine): boolean =>
  line.verdict === "cannot tell" || line.verdict === "not comparable";

const outcome = (compared: ComparedLine): string => {
  const { verdict, why, base, head, ratio, interval } = compared;
  const message = xmlText(`${verdict}: ${why}`);
  if (isSkipped(compared)) return `<skipped message="${message}"/>`;
  if (!isFailure(compared)) return "";
  const figures = `${base} → ${head}, ratio ${ratio}${interval === "" ? "" : ` (${interval})`}`;
  return `<failure type="${xmlText(compared.line.tier)}" message="${message}">${xmlText(figures)}</failure>`;
};

const testOf = (where: string, compared: ComparedLine): string =>
  `    <testcase classname="${xmlText(where)}" name="${xmlText(`${compared.metric} (${compared.tier})`)}" time="0">${outcome(compared)}</testcase>`;

const tallyOf = (lines: readonly ComparedLine[]): string =>
  `tests="${lines.length}" failures="${lines.filter(isFailure).length}" errors="0" skipped="${lines.filter(isSkipped).length}" time="0"`;

const suiteOf = ({ where, lines }: ComparedCell): string =>
  [
    `  <testsuite name="${xmlText(where)}" ${tallyOf(lines)}>`,
    ...lines.map((line) => testOf(where, line)),
    "  </testsuite>",
  ].join("\n");

/** The text of compare.xml. */
export const formatJUnit = ({ cells }: Compared, words: CompareWords): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xmlText(words.junitSuite)}" ${tallyOf(cells.flatMap(({ lines }) => lines))}>`,
    ...cells.map(suiteOf),
    "</testsuites>",
    "",
  ].join("\n");
