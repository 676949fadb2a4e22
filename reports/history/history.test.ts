import { describe, expect, it } from "vitest";
import { seededRandom } from "../../bench/statistics/random.ts";
import { manyRuns, runOfDay } from "../fixtures/history.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { buildHistory, digestRun, hrefOf } from "./history.ts";
import type { HistoryRun } from "./trends.ts";

const historyOf = (runs: readonly HistoryRun[]) => buildHistory({ runs, unread: [] }, seededRandom(1));

describe("the history", () => {
  it("says at which run what changed, from which figure to which", () => {
    const { headline, changes, scope } = historyOf(manyRuns(24, 14, 1.1));
    expect(headline).toBe("24 runs: 1 change was detected");
    expect(changes).toMatchObject([{ number: 1, at: 14, href: "./run-14/index.html" }]);
    expect(changes[0]?.sentence).toMatch(
      /^WebSocket, response time, p50: 0\.3\d+.ms → 0\.\d+.ms \(×1\.(09|10|11)\d\), broadcast, default profile, at the run of $/,
    );
    expect(changes[0]?.runName).toBe("2026-01-15 09:30:00 UTC, 0123456");
    expect(scope).toBe("20 lines of the charts below were searched for changes.");
  });

  it.each([
    [0, "No run yet"],
    [1, "1 run: too few of one plan to tell a change"],
    [9, "9 runs: too few of one plan to tell a change"],
    [24, "24 runs: no change was detected"],
  ])("of %d runs without a change", (count, headline) => {
    const history = historyOf(manyRuns(count));
    expect(history).toMatchObject({ headline, changes: [] });
    expect(history.rows).toHaveLength(count);
  });

  it("does not look for a change across two Nodes", () => {
    const changed = manyRuns(24, 12, 1.3).map((run, i) =>
      i < 12 ? { ...run, environment: { ...run.environment, node: "v27.0.0" } } : run,
    );
    const { changes, scope } = historyOf(changed);
    expect(changes).toEqual([]);
    expect(scope).toBe(
      "40 lines of the charts below were searched for changes. 40 of them have too few runs yet for a change to be told from chance.",
    );
  });
});

describe("a run's row", () => {
  const [row] = historyOf([runOfDay(0, 1, { environment: { uncommittedChanges: true } })]).rows;

  it("has what its page is headed by", () => {
    expect(row).toMatchObject({
      id: "run-0",
      href: "./run-0/index.html",
      commit: "0123456789ab",
      uncommittedChanges: true,
      node: "v26.10.0",
      machine: "Example CPU at 3.0 GHz, 4 cores, linux x64, through network namespaces",
      headline: buildReport(fixtureRun).verdict.headline,
    });
    expect(digestRun(fixtureRun).transports).toEqual(buildReport(fixtureRun).transports);
  });

  const trials = { measured: 5, saturated: 0, invalid: 0, failed: 0 };
  it.each([
    ["measured", {}, "5 of 6 trials measured"],
    ["invalid", { trials: { ...trials, invalid: 1 } }, "5 of 6 trials measured, 1 invalid"],
    ["partial", { partial: true, trials: { ...trials, invalid: 1 } }, "5 of 6 trials measured, 1 invalid"],
    ["failed", { partial: true, trials: { ...trials, failed: 2 } }, "5 of 6 trials measured, 2 failed"],
  ] as const)("is %s", (standing, facts, words) => {
    const [judged] = historyOf([{ ...runOfDay(0), plannedTrials: 6, partial: false, trials, ...facts }]).rows;
    expect(judged).toMatchObject({ standing, trials: words });
  });
});

it.each([
  ["20260115T093000000Z-quick-1", "./20260115T093000000Z-quick-1/index.html"],
  ['a"><img src=x>/../b', "./a%22%3E%3Cimg%20src%3Dx%3E%2F..%2Fb/index.html"],
  ["javascript:alert(1)", "./javascript%3Aalert(1)/index.html"],
  ["half a pair \ud800", "./half%20a%20pair%20%EF%BF%BD/index.html"],
])("the link to %s is one folder down", (id, href) => expect(hrefOf(id)).toBe(href));
