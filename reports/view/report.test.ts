import { describe, expect, it } from "vitest";
import { sampleEstimate, sampleRun } from "../../bench/fixtures/run.ts";
import { isPublished, type PublishedTable } from "../../bench/published/tables.ts";
import type { Run } from "../../bench/record/run.ts";
import type { Comparison, Summary } from "../../bench/record/summary.ts";
import { type Conditions, isMeasured } from "../../bench/record/trial.ts";
import { factsOf } from "../../bench/transports.ts";
import { deriveRun, fixtureRun } from "../fixtures/run.ts";
import { renderPublished } from "../page/published.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import { buildReport, namePublication, viewPublished } from "./report.ts";

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
  comparisons: run.comparisons.filter(keep),
});
const broadcast = only(fixtureRun, ({ scenario }) => scenario === "broadcast");
const three = only(broadcast, ({ transport }) => transport !== "ws-library");

const withMetrics = (run: Run, change: (summary: Summary) => Partial<Summary["metrics"]>): Run => ({
  ...run,
  summaries: run.summaries.map((summary) => ({ ...summary, metrics: { ...summary.metrics, ...change(summary) } })),
});

/** The same trials, of which the comparisons tell something else: of short and long polling, in this order. */
const withVerdicts = (...verdicts: readonly [Comparison["verdict"], Comparison["verdict"]]): Run => ({
  ...three,
  comparisons: three.comparisons.map((comparison) => ({
    ...comparison,
    detectable: 1.12,
    verdict: comparison.transport === "short-polling" ? verdicts[0] : verdicts[1],
  })),
});

describe("the verdict", () => {
  it("names numbers, intervals and conditions", () => {
    expect(verdictOf(fixtureRun)).toMatchInlineSnapshot(`
      {
        "headline": "WebSocket delivered in 0.351 ms at the median, sooner than long polling at 0.569 ms and short polling at 505 ms; WebSocket (ws package) could not be told from it",
        "sentences": [
          "Broadcast (100 subscribers, 10 messages/s, 256 B bodies, short polling every 1 s, long polling with a hold of 30 s): the median response time was 0.351 ms by WebSocket (0.344 to 0.373), 0.378 ms by WebSocket (ws package) (0.327 to 0.390), 0.569 ms by long polling (0.535 to 0.629) and 505 ms by short polling (494 to 509), with 95 % intervals over 7 to 8 trials each. Long polling and short polling took more than WebSocket, and WebSocket (ws package) (±30 % would have shown) could not be told from WebSocket.",
          "In the same trials a delivery moved 312 B by WebSocket, 312 B by WebSocket (ws package), 337 B by short polling (337 to 338) and 594 B by long polling (582 to 602), up and down together, with minimal heads in requests. A delivery took 0, 0, 0.100 and 1.01 requests, in the same order. With a browser's heads it would be 383 B by short polling and 1053 B by long polling: 1.23 × and 3.38 × as much as by WebSocket, instead of 1.08 × and 1.90 ×.",
          "Sparse (one message every 33 s, hold 30 s): requests per minute of a waiting subscriber were 0 by WebSocket, 3.64 by long polling and 60 by short polling. Fewer than six trials allow no ranking.",
        ],
      }
    `);
  });

  /** The broadcast trials again, with other heads in their polls, or without a transport to compare with. */
  const costWith = (headers: Conditions["headers"], transports: readonly string[], words = english): string =>
    seen(
      buildReport(
        {
          ...fixtureRun,
          ...deriveRun(
            fixtureRun.trials
              .filter(isMeasured)
              .filter(({ scenario, transport }) => scenario === "broadcast" && transports.includes(transport))
              .map((trial) => ({
                ...trial,
                conditions: { ...trial.conditions, headers },
                requests: { ...trial.requests, ...(headers === "minimal" ? {} : { browserHeaderBytes: null }) },
              })),
          ),
        },
        words,
      ).verdict.sentences[1],
    );

  it("says which heads were sent, and what a browser's would make of it where they were not", () => {
    const both = ["websocket", "long-polling"];
    expect(costWith("browser", both)).toMatch(/together, with a browser's heads in requests\. (?!.*would be)/);
    expect(costWith("published", both)).toMatch(
      /together, with the heads of a browser of 2009 in requests\. (?!.*would)/,
    );
    expect(costWith("minimal", ["long-polling"])).toMatch(
      /With a browser's heads it would be 1053 B by long polling\.$/,
    );
    expect(costWith("minimal", ["websocket"])).not.toMatch(/heads/);
    expect(costWith("minimal", both, chinese)).toMatch(
      /（请求带最少的头部）.*若带浏览器的头部，则为.*长轮询 1053 B，即 WebSocket 的 3\.38 ×（而非 1\.90 ×）。$/,
    );
  });

  it.each([
    [
      "more",
      "more",
      "WebSocket delivered soonest: 0.351 ms at the median, against 0.569 ms by long polling and 505 ms by short polling",
      "long polling and short polling took more than WebSocket",
    ],
    [
      "more",
      "~",
      "WebSocket delivered in 0.351 ms at the median, sooner than short polling at 505 ms; long polling could not be told from it",
      "short polling took more than WebSocket, and long polling (±12 % would have shown) could not be told from WebSocket",
    ],
    [
      "more",
      "less",
      "WebSocket delivered in 0.351 ms at the median, sooner than short polling at 505 ms and later than long polling at 0.569 ms",
      "long polling took less than WebSocket, and short polling took more than WebSocket",
    ],
    [
      "more",
      "untold",
      "WebSocket delivered in 0.351 ms at the median, sooner than short polling at 505 ms; too few trials to tell it from long polling",
      "short polling took more than WebSocket, and there were too few trials to tell long polling from WebSocket",
    ],
    [
      "~",
      "~",
      "WebSocket delivered in 0.351 ms at the median; long polling and short polling could not be told from it",
      "long polling (±12 % would have shown) and short polling (±12 % would have shown) could not be told from WebSocket",
    ],
    [
      "more",
      "same",
      "WebSocket delivered in 0.351 ms at the median, sooner than short polling at 505 ms; long polling took the same",
      "short polling took more than WebSocket, and long polling (±12 % would have shown) took the same as WebSocket",
    ],
    [
      "untold",
      "untold",
      "Median response time: 0.351 ms by WebSocket, 0.569 ms by long polling and 505 ms by short polling; too few trials to rank them",
      "there were too few trials to tell long polling and short polling from WebSocket",
    ],
  ] as const)("claims what the comparisons do: short polling %s, long polling %s", (short, long, said, clause) => {
    const { headline, sentences } = verdictOf(withVerdicts(short, long));
    expect(headline).toBe(said);
    expect(sentences[0]).toContain(`. ${english.basics.capitalise(clause)}.`);
  });

  it("ranks nothing without comparisons, and says why", () => {
    const bare = { ...three, comparisons: [] };
    expect(verdictOf(bare).headline).toBe(
      "Median response time: 0.351 ms by WebSocket, 0.569 ms by long polling and 505 ms by short polling; not tested against each other",
    );
    const few = withMetrics(bare, ({ metrics: { responseTimeP50Ms: time } }) => ({
      responseTimeP50Ms: time && { ...time, low: null, high: null, trials: 5 },
    }));
    const { headline, sentences } = verdictOf(few);
    expect(headline).toMatch(/; too few trials to rank them$/);
    expect(sentences[0]).toMatch(/505 ms by short polling\. Fewer than six trials allow no ranking\.$/);
  });

  it("takes the mean where a sample is too small for a median", () => {
    const small = withMetrics(broadcast, () => ({ responseTimeP50Ms: null }));
    expect(verdictOf(small).sentences[0]).toMatch(/: the mean response time was 0\.\d+ ms by WebSocket/);
  });

  it("ranks what is saturated last, in the headline and in the table, and says so", () => {
    const saturated = (transport: string): Run => ({
      ...three,
      summaries: three.summaries.map((summary) =>
        summary.transport === transport
          ? { ...summary, trials: { measured: 7, saturated: 4, invalid: 0, failed: 1 } }
          : summary,
      ),
    });
    expect(verdictOf(saturated("long-polling")).headline).toBe(
      "WebSocket delivered soonest: 0.351 ms at the median, against 505 ms by short polling; saturated by its own load, and so ranked last: long polling",
    );
    const { panels } = buildReport(saturated("short-polling"));
    expect(panels[0]?.rows.map(({ transport, saturated: last }) => [transport, last])).toEqual([
      ["long-polling", false],
      ["websocket", false],
      ["short-polling", true],
    ]);
    expect(verdictOf(saturated("websocket")).headline).toMatch(
      /^Median response time: 0\.569 ms by long polling, .* not tested/,
    );
  });

  it("leaves out, and says so, a transport without a valid trial", () => {
    const run: Run = {
      ...broadcast,
      summaries: broadcast.summaries.map((summary) =>
        summary.transport === "long-polling"
          ? {
              ...summary,
              trials: { measured: 0, saturated: 0, invalid: 0, failed: 8 },
              metrics: { ...summary.metrics, responseTimeP50Ms: null, responseTimeMeanMs: null },
            }
          : summary,
      ),
    };
    expect(verdictOf(run).sentences[0]).toMatch(/\. Long polling had no valid trial and is left out\.$/);
  });

  it("speaks of one transport without comparing", () => {
    const { headline, sentences } = verdictOf(only(broadcast, ({ transport }) => transport === "websocket"));
    expect(headline).toBe("Median response time: 0.351 ms by WebSocket (0.344 to 0.373)");
    expect(sentences.join(" ")).not.toMatch(/more than|less than|difference|ranked|order:/);
  });

  it("says of a run without trials that it says nothing", () => {
    const empty: Run = { ...fixtureRun, trials: [], summaries: [], comparisons: [], partial: true };
    expect(verdictOf(empty)).toEqual({
      headline: "Nothing was measured",
      sentences: [
        "No trial was run, so nothing can be said about any transport.",
        "No delivery was expected, so none can be judged.",
        "This rests on 0 measured trials on one machine (4 cores of Example CPU at 3.0 GHz).",
      ],
    });
    expect(buildReport(empty).standing).toBe("116 trials planned: 0 measured, 116 not run");
  });

  it("says of a run whose trials all failed that nothing was measured", () => {
    const failed = only(fixtureRun, () => false);
    const trials = fixtureRun.trials.filter(({ status }) => status === "failed");
    expect(verdictOf({ ...failed, trials }).sentences[0]).toBe(
      "No trial was measured (0 invalid, 1 failed), so nothing can be said about latency or cost.",
    );
  });

  it("counts lost deliveries", () => {
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
      [2, 1],
    ]);
  });
});

describe("the panels", () => {
  const { panels, transports } = buildReport(fixtureRun);

  it("are comparison, sparse and sweep by the shape of their data", () =>
    expect(panels.map(({ title, kind, sparse, rows }) => [title, kind, sparse, rows.length])).toEqual([
      ["Broadcast", "comparison", false, 4],
      ["Sparse", "comparison", true, 3],
      ["Intervals", "sweep", false, 7],
      ["Distance", "sweep", false, 9],
    ]));

  it("carry the conditions, and warnings beside the row they qualify", () => {
    expect(seen(panels[0]?.conditions ?? "")).toBe(
      "100 subscribers · 10 messages/s, Poisson · 256 B bodies · minimal headers · 6 s measured after 1 s of warm-up",
    );
    expect(panels[0]?.rows.map(({ label, setting, notes }) => [label, seen(setting), notes])).toEqual([
      ["Short polling", "every 1 s", []],
      ["Long polling", "hold 30 s", ["failed: the server process ended with exit code 1 (1 of 8 trials)"]],
      ["WebSocket", "", ["the server waited for a core during 12\u202f% of the window (1 of 8 trials)"]],
      [
        "WebSocket (ws package)",
        "",
        ["invalid: other work used 0.7 cores of this machine: stop it, or measure elsewhere (1 of 8 trials)"],
      ],
    ]);
  });

  it("of one scenario under several conditions say what sets them apart", () => {
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

  it("a transport keeps its look, and labels that collide are told apart", () => {
    expect(transports.map(({ name, colour, shape }) => [name, colour, shape])).toEqual([
      ["short-polling", "#d55e00", "square"],
      ["long-polling", "#009e73", "triangle-up"],
      ["websocket", "#0072b2", "circle"],
      ["ws-library", "#8c7300", "cross"],
    ]);
    const browser = factsOf("websocket:browser");
    const seen = buildReport({ ...three, transports: [...three.transports, browser] }).transports.at(-1);
    expect(seen).toMatchObject({
      name: browser.name,
      label: browser.label,
      colour: "#0072b2",
      shape: "triangle-right",
      dash: [3, 2, 1, 2],
    });
    const twins = three.transports
      .slice(0, 3)
      .map((facts) => ({ ...facts, label: facts.name === "websocket" ? "" : "Polling" }));
    expect(buildReport({ ...three, transports: twins }).transports.map(({ label }) => label)).toEqual([
      "Polling (short-polling)",
      "Polling (long-polling)",
      "websocket",
    ]);
  });
});

const plainText = (text: unknown): string => String(text).replaceAll("\u202f", " ");

const table: PublishedTable = {
  id: "T1",
  publication: { authors: "Lubbers and Greco", title: "A <b>leap", year: 2010 },
  claim: "Polling is dear.",
  rows: [
    {
      label: "Headers",
      unit: "Mbit/s",
      published: 6.6,
      predicted: 6.94,
      measured: sampleEstimate(7, 1),
      extrapolated: true,
    },
    { label: "Ratio", unit: "×", published: 435.5, predicted: null, measured: null, extrapolated: false },
    {
      label: "Items",
      unit: "%",
      published: "not all",
      predicted: 10,
      measured: sampleEstimate(10),
      extrapolated: false,
    },
    { label: "Clients", unit: "clients", published: 100_000, predicted: null, measured: null, extrapolated: true },
    {
      label: "Heads",
      unit: "bytes",
      published: null,
      predicted: null,
      measured: sampleEstimate(282),
      extrapolated: false,
    },
  ],
  footnotes: ["It counts characters."],
};

describe("a published table", () => {
  const page = plainText(renderPublished({ tables: [table], missing: ["T2", "T3"] }, [], english));

  it.each([
    '<th scope="row">Headers</th><td>6.6 Mbit/s</td><td>6.94 Mbit/s</td><td>7 Mbit/s<small>6 – 8; extrapolated</small></td>',
    '<th scope="row">Ratio</th><td>435.5 ×</td><td class="absent">–</td><td class="absent">not run</td>',
    '<th scope="row">Items</th><td>not all</td><td>10 %</td><td>10 %</td>',
    '<th scope="row">Clients</th><td>100 000 clients</td><td class="absent">–</td><td class="absent">not run</td>',
    '<th scope="row">Heads</th><td class="absent">not given</td><td class="absent">–</td><td>282 bytes</td>',
    "T1 · Lubbers and Greco: A &lt;b&gt;leap (2010)",
    "<li>It counts characters.</li>",
    "Not in this run: T2 and T3.",
    "An extrapolated figure is scaled up from fewer subscribers",
  ])("shows %s", (part) => expect(page).toContain(part));

  it("whose authors and year are not known is named by its title", () =>
    expect(namePublication({ authors: null, title: "Counts", year: null })).toBe("Counts"));
});

describe("the published section", () => {
  it.each([
    ["t1-headers", true],
    ["t8-throughput", true],
    ["sparse", false],
    ["rates", false],
  ])("stands for the scenario %s: %s", (scenario, expected) => expect(isPublished(scenario)).toBe(expected));

  it("is none of a run without published scenarios", () => {
    expect(viewPublished(sampleRun([{ scenario: "broadcast", transport: "websocket" }]))).toBeNull();
    expect(renderPublished(null, [], english)).toBe(false);
  });

  it("has the tables that the run has a cell for, and names the others", () => {
    const run = sampleRun([
      {
        scenario: "t7-rfc6202",
        transport: "long-polling",
        conditions: { ratePerSec: 1, holdMs: 2000 },
        metrics: { responseTimeMeanMs: sampleEstimate(50) },
      },
    ]);
    const view = viewPublished(run);
    expect(view?.tables.map(({ id }) => id)).toEqual(["T7"]);
    expect(view?.missing).toEqual(["T1", "T2", "T3", "T4", "T5", "T6", "T8"]);
  });
});
