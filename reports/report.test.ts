import { describe, expect, test } from "vitest";
import type { Estimate, Run, Summary } from "../bench/record.ts";
import { fixtureRun } from "./fixture.ts";
import { buildReport } from "./report.ts";

/** Thin spaces as plain ones, for reading. */
const seen = (text: string): string => text.replaceAll("\u202f", " ");
const verdictOf = (run: Run): { headline: string; sentences: readonly string[] } => {
  const { headline, sentences } = buildReport(run).verdict;
  return { headline: seen(headline), sentences: sentences.map(seen) };
};

const only = (run: Run, keep: (cell: { scenario: string; transport: string }) => boolean): Run => ({
  ...run,
  trials: run.trials.filter(keep),
  summaries: run.summaries.filter(keep),
});
const broadcast = only(fixtureRun, ({ scenario }) => scenario === "broadcast");

const withMetrics = (run: Run, change: (summary: Summary) => Partial<Summary["metrics"]>): Run => ({
  ...run,
  summaries: run.summaries.map((summary) => ({ ...summary, metrics: { ...summary.metrics, ...change(summary) } })),
});

const interval = (median: number, low: number | null, high: number | null): Estimate => ({
  median,
  low,
  high,
  trials: low === null ? 5 : 8,
});

/** p50 of short polling, long polling and WebSocket, in this order. */
const withMedians = (...medians: readonly [Estimate, Estimate, Estimate]): Run =>
  withMetrics(broadcast, ({ transport }) => ({
    responseTimeP50Ms: medians[["short-polling", "long-polling", "websocket"].indexOf(transport)] ?? null,
  }));

describe("the verdict", () => {
  test("names numbers, intervals and conditions", () => {
    expect(verdictOf(fixtureRun)).toMatchInlineSnapshot(`
      {
        "headline": "WebSocket delivered soonest: 0.354 ms at the median, against 0.599 ms by long polling and 502 ms by short polling",
        "sentences": [
          "Broadcast (100 subscribers, 10 messages/s, 256 B bodies, short polling every 1 s, long polling with a hold of 30 s): the median response time was 0.354 ms by WebSocket (0.324 to 0.374), 0.599 ms by long polling (0.534 to 0.629) and 502 ms by short polling (492 to 508), with 95 % intervals over 7 to 8 trials each; no two of the intervals overlap.",
          "In the same trials a delivery moved 312 B by WebSocket, 337 B by short polling (335 to 338) and 592 B by long polling (579 to 601), up and down together (no two of the intervals overlap); it took 0, 0.103 and 1.01 requests in the same order.",
          "Sparse (one message every 50 s, hold 30 s): requests per minute of a waiting subscriber were 0 by WebSocket, 2.64 by long polling and 59.6 by short polling; not ranked, with fewer than six trials.",
        ],
      }
    `);
  });

  test("claims no order where intervals overlap", () => {
    const tied = withMedians(interval(500, 490, 510), interval(0.6, 0.4, 0.8), interval(0.5, 0.4, 0.7));
    const { headline, sentences } = verdictOf(tied);
    expect(headline).toBe(
      `WebSocket and long polling delivered soonest, no difference between them detected: 0.500 and 0.600 ms at the median, against 500 ms by short polling`,
    );
    expect(sentences[0]).toMatch(/; no difference was detected between WebSocket and long polling\.$/);
  });

  test("claims nothing of the last where all overlap", () => {
    const tied = withMedians(interval(0.7, 0.5, 0.9), interval(0.6, 0.4, 0.8), interval(0.5, 0.4, 0.7));
    expect(verdictOf(tied).headline).toBe(
      "No difference in median response time was detected between WebSocket, long polling and short polling",
    );
  });

  test("ranks nothing without intervals", () => {
    const few = withMedians(interval(500, null, null), interval(0.6, null, null), interval(0.5, null, null));
    const { headline, sentences } = verdictOf(few);
    expect(headline).toBe(
      "Median response time: 0.500 ms by WebSocket, 0.600 ms by long polling and 500 ms by short polling; too few trials to rank them",
    );
    expect(sentences[0]).toMatch(/500 ms by short polling; not ranked, with fewer than six trials\.$/);
  });

  test("takes the mean where a sample is too small for a median", () => {
    const small = withMetrics(broadcast, () => ({ responseTimeP50Ms: null }));
    expect(verdictOf(small).sentences[0]).toMatch(/: the mean response time was 0\.\d+ ms by WebSocket/);
  });

  test("leaves out, and says so, a transport without a valid trial", () => {
    const run: Run = {
      ...broadcast,
      summaries: broadcast.summaries.map((summary) =>
        summary.transport === "long-polling"
          ? {
              ...summary,
              trials: { measured: 0, invalid: 0, failed: 8 },
              metrics: { ...summary.metrics, responseTimeP50Ms: null, responseTimeMeanMs: null },
            }
          : summary,
      ),
    };
    expect(verdictOf(run).sentences[0]).toMatch(/; long polling had no valid trial and is left out\.$/);
  });

  test("speaks of one transport without comparing", () => {
    const { headline, sentences } = verdictOf(only(broadcast, ({ transport }) => transport === "websocket"));
    expect(headline).toBe("Median response time: 0.354 ms by WebSocket (0.324 to 0.374)");
    expect(sentences.join(" ")).not.toMatch(/overlap|difference|ranked|order:/);
  });

  test("says of a run without trials that it says nothing", () => {
    const empty: Run = { ...fixtureRun, trials: [], summaries: [], partial: true };
    expect(verdictOf(empty)).toEqual({
      headline: "Nothing was measured",
      sentences: [
        "No trial was run, so nothing can be said about any transport.",
        "No delivery was expected, so none can be judged.",
        "This rests on 0 measured trials on one machine (4 cores of Example CPU at 3.0 GHz).",
      ],
    });
    expect(buildReport(empty).standing).toBe("69 trials planned: 0 measured, 69 not run");
  });

  test("says of a run whose trials all failed that nothing was measured", () => {
    const failed = only(fixtureRun, () => false);
    const trials = fixtureRun.trials.filter(({ status }) => status === "failed");
    expect(verdictOf({ ...failed, trials }).sentences[0]).toBe(
      "No trial was measured (0 invalid, 1 failed), so nothing can be said about latency or cost.",
    );
  });

  test("counts lost deliveries", () => {
    const trials = broadcast.trials.map((trial) =>
      trial.status === "measured" && trial.repetition === 1
        ? { ...trial, deliveries: { ...trial.deliveries, lost: 2, outOfOrder: 1, subscribersAffected: 2 } }
        : trial,
    );
    const report = buildReport({ ...broadcast, trials });
    expect(report.ledger.map(({ lost, outOfOrder }) => [lost, outOfOrder])).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
    ]);
  });
});

describe("the panels", () => {
  const { panels, transports } = buildReport(fixtureRun);

  test("are comparison, sparse and sweep by the shape of their data", () =>
    expect(panels.map(({ title, kind, sparse, rows }) => [title, kind, sparse, rows.length])).toEqual([
      ["Broadcast", "comparison", false, 3],
      ["Sparse", "comparison", true, 3],
      ["Intervals", "sweep", false, 7],
    ]));

  test("carry the conditions, and warnings beside the row they qualify", () => {
    expect(seen(panels[0]?.conditions ?? "")).toBe(
      "100 subscribers · 10 messages/s, Poisson · 256 B bodies · minimal headers · 5 s measured after 1 s of warm-up",
    );
    expect(panels[0]?.rows.map(({ label, setting, notes }) => [label, seen(setting), notes])).toEqual([
      ["Short polling", "every 1 s", []],
      ["Long polling", "hold 30 s", ["failed: the server process ended with code 1 after 2.1 s (1 of 8 trials)"]],
      ["WebSocket", "", ["publish delay p99 0.9 ms is more than the median response time (1 of 8 trials)"]],
    ]);
  });

  test("of one scenario under several conditions say what sets them apart", () => {
    const more = broadcast.summaries.map((summary) => ({
      ...summary,
      conditions: { ...summary.conditions, subscribers: 1000 },
    }));
    const report = buildReport({ ...broadcast, summaries: [...broadcast.summaries, ...more] });
    expect(report.panels.map(({ title }) => title)).toEqual([
      "Broadcast, 100 subscribers",
      "Broadcast, 1000 subscribers",
    ]);
  });

  test("check the model: residual, and whether the interval holds the prediction", () => {
    const [short, , , long] = panels[0]?.checks ?? [];
    expect(short).toMatchObject({ quantity: "mean response time", predicted: 500.4, inside: true });
    expect(long).toMatchObject({
      label: "Long polling",
      quantity: "mean response time",
      predicted: 0.4,
      inside: false,
    });
    expect(panels[1]?.checks.every(({ inside }) => inside === null)).toBe(true);
    expect(panels.flatMap(({ checks }) => checks).some(({ label }) => label === "WebSocket")).toBe(false);
  });

  test("a transport keeps its look, and labels that collide are told apart", () => {
    expect(transports.map(({ name, colour, shape }) => [name, colour, shape])).toEqual([
      ["short-polling", "#d55e00", "square"],
      ["long-polling", "#009e73", "triangle-up"],
      ["websocket", "#0072b2", "circle"],
    ]);
    const twins = fixtureRun.transports.map(({ name }) => ({ name, label: name === "websocket" ? "" : "Polling" }));
    expect(buildReport({ ...fixtureRun, transports: twins }).transports.map(({ label }) => label)).toEqual([
      "Polling (short-polling)",
      "Polling (long-polling)",
      "websocket",
    ]);
  });
});
