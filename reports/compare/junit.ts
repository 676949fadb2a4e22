// The comparison of two runs as JUnit XML, for builds that show tests: a suite for each cell, a test for each metric, and before
// these a test of whether anything could be judged at all. A comparison that could not be judged is skipped. Pure: view in, text out.
import { type Cell, cellKey } from "../../bench/record/metrics.ts";
import type { Run } from "../../bench/record/run.ts";
import type { CompareWords } from "../words/english/compare.ts";
import { xmlText } from "../writing/escapes.ts";
import type { Compared, ComparedCell, ComparedLine } from "./view.ts";

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

/** In seconds, as JUnit has it. */
const secondsOf = (ms: number): string => (ms / 1000).toFixed(3);

/** The time for which HEAD's trials of the cell ran. */
const durationOf = ({ trials }: Run, cell: Cell): number =>
  trials
    .filter((trial) => cellKey(trial) === cellKey(cell))
    .reduce((sum, { warmupMs, measureMs }) => sum + warmupMs + measureMs, 0);

const testOf = (where: string, compared: ComparedLine, ms: number): string =>
  `    <testcase classname="${xmlText(where)}" name="${xmlText(`${compared.metric} (${compared.tier})`)}" time="${secondsOf(ms)}">${outcome(compared)}</testcase>`;

interface Tally {
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
  readonly ms: number;
}

const tallyText = ({ tests, failures, skipped, ms }: Tally): string =>
  `tests="${tests}" failures="${failures}" errors="0" skipped="${skipped}" time="${secondsOf(ms)}"`;

const tallyOf = ({ lines }: ComparedCell, ms: number): Tally => ({
  tests: lines.length,
  failures: lines.filter(isFailure).length,
  skipped: lines.filter(isSkipped).length,
  ms,
});

/** The cell's trials tell all of its metrics at once: each test has an equal part of their time, so that the parts add up. */
const suiteOf = ({ where, lines }: ComparedCell, tally: Tally): string =>
  [
    `  <testsuite name="${xmlText(where)}" ${tallyText(tally)}>`,
    ...lines.map((line) => testOf(where, line, tally.ms / lines.length)),
    "  </testsuite>",
  ].join("\n");

type Property = readonly [name: string, value: string];

const factsOf = (side: string, { id, startedAt, seed, profile, environment }: Run): readonly Property[] => {
  const { commit, uncommittedChanges, cpu, cores, platform, kernel, node } = environment;
  return [
    [`${side}.run`, id],
    [`${side}.startedAt`, startedAt],
    [`${side}.commit`, commit ?? ""],
    [`${side}.uncommittedChanges`, uncommittedChanges === null ? "" : String(uncommittedChanges)],
    [`${side}.seed`, String(seed)],
    [`${side}.profile`, profile],
    [`${side}.machine`, `${cpu}, ${cores} cores, ${platform}, kernel ${kernel}`],
    [`${side}.node`, node],
  ];
};

/** Both runs' facts, and a test that fails where nothing, or no response time, could be judged: else a build would be green. */
const wholeOf = ({ base, head, headline, noPass }: Compared, { junit }: CompareWords, tally: Tally): string => {
  const failure = `<failure type="no pass" message="${xmlText(headline)}"></failure>`;
  return [
    `  <testsuite name="${xmlText(junit.whole)}" ${tallyText(tally)}>`,
    "    <properties>",
    ...[...factsOf("base", base), ...factsOf("head", head)].map(
      ([name, value]) => `      <property name="${xmlText(name)}" value="${xmlText(value)}"/>`,
    ),
    "    </properties>",
    `    <testcase classname="${xmlText(junit.whole)}" name="${xmlText(junit.judged)}" time="${secondsOf(tally.ms)}">${noPass ? failure : ""}</testcase>`,
    "  </testsuite>",
  ].join("\n");
};

const sumOf = (tallies: readonly Tally[], field: keyof Tally): number =>
  tallies.reduce((sum, tally) => sum + tally[field], 0);

/** The text of compare.xml. */
export const formatJUnit = (compared: Compared, words: CompareWords): string => {
  const suites = compared.cells.map((cell) => ({ cell, tally: tallyOf(cell, durationOf(compared.head, cell.cell)) }));
  const whole: Tally = { tests: 1, failures: compared.noPass ? 1 : 0, skipped: 0, ms: 0 };
  const all = [whole, ...suites.map(({ tally }) => tally)];
  const total: Tally = {
    tests: sumOf(all, "tests"),
    failures: sumOf(all, "failures"),
    skipped: sumOf(all, "skipped"),
    ms: sumOf(all, "ms"),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xmlText(words.junit.suite)}" ${tallyText(total)}>`,
    wholeOf(compared, words, whole),
    ...suites.map(({ cell, tally }) => suiteOf(cell, tally)),
    "</testsuites>",
    "",
  ].join("\n");
};
