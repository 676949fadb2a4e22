import { describe, expect, it } from "vitest";
import { fixtureRun } from "../fixtures/run.ts";
import { badgeOf } from "./badge.ts";
import { openMetricsOf } from "./open-metrics.ts";
import { trialsCsv } from "./trials-csv.ts";

describe("the table of all trials", () => {
  const [head = "", ...rows] = trialsCsv(fixtureRun).trimEnd().split("\r\n");
  const names = head.split(",");
  const cell = (row: string, name: string): string | undefined => row.split(",")[names.indexOf(name)];
  const rowOf = (status: string): string =>
    rows.find((row) => cell(row, "status") === status) ?? expect.fail(`no ${status} trial`);

  it("has a row a trial, and as many cells in each", () => {
    expect(rows).toHaveLength(fixtureRun.trials.length);
    for (const row of rows) expect(row.split(",")).toHaveLength(names.length);
    expect(new Set(names).size).toBe(names.length);
  });

  it("has the numbers of a measured trial, exactly", () => {
    const [first] = fixtureRun.trials.filter(({ status }) => status === "measured");
    if (first === undefined || first.status !== "measured") return expect.fail();
    const row = rowOf("measured");
    expect(cell(row, "responseTimeP50Ms")).toBe(String(first.responseTimeMs.p50));
    expect(cell(row, "subscribers")).toBe(String(first.conditions.subscribers));
    expect(cell(row, "lost")).toBe("0");
  });

  it("has codes and no numbers for a trial that does not count", () => {
    const [invalid, failed] = [rowOf("invalid"), rowOf("failed")];
    expect(cell(invalid, "reasons")).toMatch(/^(other-work|client-too-busy)$/);
    expect(cell(invalid, "responseTimeP50Ms")).toBe("");
    expect([cell(failed, "reasons"), cell(failed, "received")]).toEqual(["failure", ""]);
  });

  it("is a line of nothing for a run without trials", () => {
    expect(trialsCsv({ trials: [] })).toBe("\r\n");
  });
});

describe("the badge", () => {
  const sound = { ...fixtureRun, trials: fixtureRun.trials.filter(({ status }) => status !== "failed") };

  it("tells the soonest transport of the first scenario", () => {
    expect(badgeOf(sound)).toEqual({
      schemaVersion: 1,
      label: "push transports",
      message: "WebSocket 0.351 ms p50",
      color: "blue",
    });
  });

  it("tells of failed trials before anything else", () => {
    expect(badgeOf(fixtureRun)).toMatchObject({
      message: `1 of ${fixtureRun.trials.length} trials failed`,
      color: "red",
    });
  });

  it("says so where nothing was measured", () => {
    expect(badgeOf({ ...fixtureRun, trials: [], summaries: [] })).toMatchObject({
      message: "nothing measured",
      color: "lightgrey",
    });
  });
});

describe("the OpenMetrics text", () => {
  const text = openMetricsOf(fixtureRun);
  const lines = text.split("\n");

  it("has each family's type, unit and help before its samples, and ends with its mark", () => {
    expect(lines.slice(-2)).toEqual(["# EOF", ""]);
    const at = lines.indexOf("# TYPE push_benchmark_response_time_seconds gauge");
    expect(lines[at + 1]).toBe("# UNIT push_benchmark_response_time_seconds seconds");
    expect(lines[at + 2]).toMatch(/^# HELP push_benchmark_response_time_seconds From /);
    expect(lines[at + 3]).toMatch(
      /^push_benchmark_response_time_seconds\{scenario="broadcast",transport="[a-z-]+",subscribers="100",.*quantile="0\.5"\} [\d.e-]+$/,
    );
  });

  it("has every series once", () => {
    const series = lines.filter((line) => line.startsWith("push_")).map((line) => line.slice(0, line.lastIndexOf(" ")));
    expect(new Set(series).size).toBe(series.length);
  });

  it("escapes what a run's texts hold", () => {
    const id = 'a"b\\c\nd';
    expect(openMetricsOf({ id, trials: [], summaries: [] })).toContain('run="a\\"b\\\\c\\nd"');
  });
});
