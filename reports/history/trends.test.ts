import { describe, expect, it } from "vitest";
import { manyRuns, runOfDay } from "../fixtures/history.ts";
import { english } from "../words/english/english.ts";
import { buildTrends, describeNews, type HistoryRun, mostDrawn, planOf, shortCommit } from "./trends.ts";

const run = runOfDay(0);
const withCells = (of: (cells: HistoryRun["cells"]) => HistoryRun["cells"]): HistoryRun => ({
  ...run,
  cells: of(run.cells),
});

describe("a plan", () => {
  it.each<readonly [string, HistoryRun]>([
    ["another day's figures", runOfDay(5)],
    ["another order", { ...withCells((cells) => cells.toReversed()), transports: run.transports.toReversed() }],
    ["a repeated cell", withCells((cells) => [...cells, ...cells.slice(0, 1)])],
  ])("is the same with %s", (_, other) => expect(planOf(other)).toBe(planOf(run)));

  it.each<readonly [string, HistoryRun]>([
    ["profile", { ...run, profile: "quick" }],
    ["set of scenarios", { ...run, scenarios: run.scenarios.slice(1) }],
    ["set of transports", { ...run, transports: run.transports.slice(1) }],
    ["set of cells", withCells((cells) => cells.slice(1))],
    [
      "condition",
      withCells((cells) => cells.map((cell) => ({ ...cell, conditions: { ...cell.conditions, bodyBytes: 1 } }))),
    ],
  ])("is another with another %s", (_, other) => expect(planOf(other)).not.toBe(planOf(run)));
});

describe("trends", () => {
  it("are of the runs of one plan, oldest first, a series a transport and metric", () => {
    const [trend, ...others] = buildTrends(manyRuns(4), english);
    expect(others).toEqual([]);
    expect(trend).toMatchObject({ id: "trend-1", scenario: "broadcast", profile: "default", drawnFrom: 0 });
    expect(trend?.runs.map(({ run: { id } }) => id)).toEqual(["run-0", "run-1", "run-2", "run-3"]);
    expect(trend?.runs.map(({ label }) => label)).toEqual([
      "01-01 0123456",
      "01-02 0123456",
      "01-03 0123456",
      "01-04 0123456",
    ]);
    expect(trend?.transports.map(({ name }) => name)).toEqual([
      "short-polling",
      "long-polling",
      "websocket",
      "ws-library",
    ]);
    expect(trend?.series).toHaveLength(20);
    expect(trend?.series[0]).toMatchObject({ metric: "responseTimeP50Ms", transport: { name: "short-polling" } });
    expect(trend?.series[0]?.points.map(({ at }) => at)).toEqual([0, 1, 2, 3]);
  });

  it("need four runs", () => expect(buildTrends(manyRuns(3), english)).toEqual([]));

  it("are apart for each machine, and series for each Node", () => {
    const other = (day: number): HistoryRun => runOfDay(day, 1, { environment: { cores: 64 } });
    const newer = (day: number): HistoryRun => runOfDay(day, 1, { environment: { node: "v27.0.0" } });
    const others = [7, 6, 5, 4].map(other);
    const trends = buildTrends([newer(9), newer(8), ...others, runOfDay(1), runOfDay(0)], english);
    expect(trends.map(({ runs }) => runs.length)).toEqual([4, 4]);
    const own = trends[0]?.series.filter(
      ({ metric, transport }) => metric === "bytesPerDelivery" && transport.name === "websocket",
    );
    expect(own?.map(({ node, points }) => [node, points.map(({ at }) => at)])).toEqual([
      ["v26.10.0", [0, 1]],
      ["v27.0.0", [2, 3]],
    ]);
    expect(trends[0]?.runs[2]?.changed).toEqual(["Node v26.10.0 → v27.0.0"]);
  });

  it("draw the last of many", () =>
    expect(buildTrends(manyRuns(mostDrawn + 5), english)[0]).toMatchObject({
      drawnFrom: 5,
      runs: { length: mostDrawn + 5 },
    }));

  it("take the first scenario without a sweep where there is no broadcast, and none where all sweep", () => {
    const only = (...names: readonly string[]): readonly HistoryRun[] =>
      manyRuns(4).map((one) => ({ ...one, cells: one.cells.filter(({ scenario }) => names.includes(scenario)) }));
    expect(buildTrends(only("intervals", "sparse"), english)[0]?.scenario).toBe("sparse");
    expect(buildTrends(only("intervals"), english)).toEqual([]);
  });

  it("tell runs of one day and commit apart", () => {
    const twice = [1, 0].flatMap((day) => [runOfDay(day), { ...runOfDay(day), id: `${day} again` }]);
    expect(buildTrends(twice, english)[0]?.runs.map(({ label }) => label)).toEqual([
      "01-01 0123456",
      "01-01 0123456 (2)",
      "01-02 0123456",
      "01-02 0123456 (2)",
    ]);
  });
});

it.each([
  [{}, []],
  [{ commit: "fedcba9" }, ["commit"]],
  [{ uncommittedChanges: true }, ["commit"]],
  [{ node: "v27.0.0", cpu: "Other CPU" }, ["Node v26.10.0 → v27.0.0", "CPU"]],
])("with %o is new beside the run before: %o", (environment, news) =>
  expect(describeNews(runOfDay(1, 1, { environment }), run, english)).toEqual(news),
);

it.each([
  [{}, "0123456"],
  [{ uncommittedChanges: true }, "0123456+"],
  [{ commit: null, uncommittedChanges: null }, ""],
])("a commit is named in short: %o %s", (environment, text) =>
  expect(shortCommit(runOfDay(1, 1, { environment }))).toBe(text),
);
