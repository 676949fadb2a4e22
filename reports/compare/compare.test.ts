import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { gateExitCode, judgeGate } from "../../bench/gate/gate.ts";
import { compareFixture, fixtureHead, slowedFixture } from "../fixtures/compare.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { formatAnnotations } from "./annotations.ts";
import { compareCharts } from "./charts.ts";
import { formatComparison } from "./text.ts";
import { compareRuns } from "./view.ts";
import { compareWords } from "./words.ts";
import { renderComparison } from "./write.ts";

const compared = compareFixture(fixtureRun, fixtureHead);
let texts: Awaited<ReturnType<typeof renderComparison>>;
beforeAll(async () => {
  texts = await renderComparison(compared, compareWords);
});

/** Narrow spaces as "_", so that they can be seen. */
const seen = (text: string): string => text.replaceAll("\u202f", "_");

describe("the view", () => {
  it("says how many got worse, the worst of each transport and metric, and what could not be told", () => {
    expect(compared.headline).toBe("4 regressions: 386 of 444 comparisons judged, 58 could not be told");
    expect(compared.sentences.map(seen)).toEqual([
      "WebSocket (ws package), broadcast: lost deliveries went from 0 to 1 (1 of 55700, and 0 of 55700 before; none is tolerated).",
      "Long polling, broadcast (in 10 cells): head bytes per request went from 118_B to 318_B (+169_% (+200_B), where ±1_B is tolerated).",
      expect.stringMatching(/^WebSocket, broadcast: response time, tail of a trial went from .* \(\+5\d_% \(.*\)\.$/),
      expect.stringMatching(/^WebSocket, broadcast: response time, p50 went from .*\)\.$/),
      "4 regressions, 0 improvements, 5 changed, 377 the same, 58 that cannot be told, 0 not comparable.",
    ]);
    expect(compared.warnings).toEqual([
      "the version of Node differs: v26.10.0 in BASE, v26.11.0 in HEAD; a difference in times may be Node's",
    ]);
    expect(compared.notJudged).toMatch(/^Not judged: \d+ comparisons have too few trials for a test; /);
    // A cell without a measured trial in either run has only its ledger's line, and must not pass for the same.
    expect(compared.notJudged).toMatch(
      /; 1 cell has no measured trial in either run \(Short polling, intervals, every 100 ms\)\.$/,
    );
  });

  it("is quiet where a run is held against itself", () => {
    const same = compareFixture(fixtureRun, fixtureRun);
    expect(same.headline).toBe("No regression: 387 of 444 comparisons judged, 57 could not be told");
    expect(same.changed).toEqual([]);
    expect(same.warnings).toEqual(["BASE and HEAD are the same run"]);
  });

  it("finds a run a thousand times as slow worse, however many comparisons there are", () => {
    const gate = judgeGate(fixtureRun, slowedFixture(1000));
    const worse = gate.lines.filter(({ verdict }) => verdict === "regression");
    const broadcast = fixtureRun.summaries.filter(({ scenario }) => scenario === "broadcast").length;
    expect(worse.filter(({ scenario }) => scenario === "broadcast")).toHaveLength(3 * broadcast);
    expect(worse.every(({ ratio }) => ratio !== null && ratio.median > 900)).toBe(true);
    expect(gateExitCode(gate)).toBe(1);
  });

  it("advises to run again in turns, but for runs that were made in turns", () => {
    expect(compared.caution).toMatch(/^The runs were made one after the other/);
    const { startedAt, endedAt } = fixtureRun;
    expect(compareFixture(fixtureRun, { ...fixtureHead, startedAt, endedAt }).caution).toBe("");
  });

  it("names cells that only one run has", () => {
    const without = (transport: string) => ({
      ...fixtureRun,
      trials: fixtureRun.trials.filter((trial) => trial.transport !== transport),
      summaries: fixtureRun.summaries.filter((summary) => summary.transport !== transport),
    });
    const [base, head] = [without("ws-library"), without("websocket")];
    const { onlyBase, onlyHead } = compareRuns(judgeGate(base, head), base, head, compareWords);
    expect(onlyHead).toEqual(["WebSocket (ws package), broadcast"]);
    expect(onlyBase).toContain("WebSocket, broadcast");
    expect(onlyBase).toContain("WebSocket, distance, 50 ms away");
  });
});

describe("the page", () => {
  it("has no script, a policy that lets nothing in, and names no other file", () => {
    const { page } = texts;
    expect(page).not.toContain("<script");
    expect(page).not.toMatch(/<[^>]+\sstyle="/);
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? "";
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)?.[1];
    expect(policy?.replaceAll("&#39;", "'")).toBe(
      `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    const links = [...page.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => link);
    expect(links.filter((link) => !link?.startsWith("#"))).toEqual(["data:,"]);
    for (const link of links.filter((link) => link?.startsWith("#"))) expect(page).toContain(`id="${link?.slice(1)}"`);
  });

  it("has the same bytes for the same runs", async () => {
    expect((await renderComparison(compareFixture(fixtureRun, fixtureHead), compareWords)).page).toBe(texts.page);
  });

  it("draws both runs over each other, what changed first: BASE dashed, HEAD solid", () => {
    const { charts, changed } = compareCharts(compared, compareWords);
    expect(changed).toBe(1);
    expect(charts[0]).toMatchObject({ id: "spectra-1", title: "WebSocket, broadcast" });
    const [base, head] = charts[0]?.table.rows ?? [];
    expect([base?.[0], head?.[0]]).toEqual(["BASE", "HEAD"]);
    expect(Number(head?.[1]) / Number(base?.[1])).toBeCloseTo(1.5, 1);
    expect(texts.page).toContain('stroke-dasharray="5,4"');
    expect(texts.page.match(/<figure/g)).toHaveLength(12);
  });

  it("sets both environments side by side, and marks what differs", () => {
    expect(texts.page).toMatch(
      /<tr class="differs"><th scope="row">Node<small>differs<\/small><\/th><td[^>]*>v26\.10\.0<\/td><td[^>]*>v26\.11\.0/,
    );
    expect(texts.page).toMatch(/<tr><th scope="row">Kernel<\/th>/);
  });
});

describe("other outputs", () => {
  it("the terminal lists what is not the same, worst first, and counts the rest", () => {
    const lines = formatComparison(compared, compareWords).split("\n");
    const rows = lines.filter((line) => /^(regression|cannot tell|changed|improvement|same) /.test(line));
    expect(rows).toHaveLength(10);
    expect(rows[0]).toMatch(/^regression +count Lost deliveries +0 +1 +–$/);
    const at = lines.indexOf(rows[0] ?? "");
    expect(lines[at + 1]).toBe(
      "    WebSocket (ws package), broadcast: 1 of 55700, and 0 of 55700 before; none is tolerated",
    );
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
    expect(lines).toContain(
      "4 regressions, 0 improvements, 5 changed, 377 the same, 58 that cannot be told, 0 not comparable.",
    );
    expect(formatComparison(compareFixture(fixtureRun, fixtureRun), compareWords)).toContain("No change was detected.");
  });

  it("the Markdown has the regressions open and the rest folded, within a comment's limit", () => {
    const [open = "", folded = ""] = texts.markdown.split("<details>");
    expect(open).toMatch(/^## 4 regressions: 386 of 444 comparisons judged, 58 could not be told\n/);
    expect(open.match(/^\| .* \| regression \| /gm)).toHaveLength(4);
    expect(folded).toContain("| changed |");
    expect(texts.markdown.length).toBeLessThan(65_536);
    expect(texts.markdown.match(/<details>/g)).toHaveLength(texts.markdown.match(/<\/details>/g)?.length ?? 0);
  });

  it("the JUnit file counts tests, failures and what was skipped, and its elements match", () => {
    const { junit } = texts;
    expect(junit).toContain(
      '<testsuites name="push transports" tests="444" failures="4" errors="0" skipped="58" time="0">',
    );
    expect(junit.match(/<testcase /g)).toHaveLength(444);
    expect(junit.match(/<failure /g)).toHaveLength(4);
    expect(junit.match(/<skipped /g)).toHaveLength(58);
    expect(junit.match(/<testsuite /g)).toHaveLength(junit.match(/<\/testsuite>/g)?.length ?? 0);
  });

  it("trackers get HEAD's numbers under names of their own", () => {
    const entries: readonly { readonly name: string }[] = JSON.parse(texts.actionBenchmark);
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
    const name =
      "broadcast / websocket / bodyBytes=256 headers=minimal oneWayMs=0 ratePerSec=10 schedule=poisson subscribers=100";
    expect(entries.find((entry) => entry.name === `${name} / responseTimeP50Ms`)).toEqual({
      name: `${name} / responseTimeP50Ms`,
      unit: "ms",
      value: expect.closeTo(0.527, 2),
      range: expect.stringMatching(/^± 0\.0\d+$/),
      extra: expect.stringMatching(/^regression: \+50/),
    });
    const bencher: Record<string, Record<string, Record<string, number>>> = JSON.parse(texts.bencher);
    expect(bencher[name]?.["response-time-p50-ms"]).toEqual({
      value: expect.closeTo(0.527, 2),
      lower_value: expect.any(Number),
      upper_value: expect.any(Number),
    });
    for (const [benchmark, measures] of Object.entries(bencher)) {
      expect(benchmark.length).toBeLessThanOrEqual(1024);
      for (const slug of Object.keys(measures)) expect(slug).toMatch(/^[a-z0-9-]{1,64}$/);
    }
  });

  it("annotations stand in a workflow alone, ten of a kind at most", () => {
    expect(formatAnnotations(compared, compareWords, {})).toEqual([]);
    const inWorkflow = { GITHUB_ACTIONS: "true" };
    const few = formatAnnotations(compared, compareWords, inWorkflow);
    expect(few.filter((line) => line.startsWith("::error title="))).toHaveLength(4);
    expect(few[0]).toMatch(
      /^::error title=Regression%3A Lost deliveries::WebSocket \(ws package\), broadcast \(count\): 0 → 1: 1 of/,
    );
    expect(few[4]).toMatch(/^::warning title=About the two runs::the version of Node differs/);
    const regressions = [1, 2, 3, 4].flatMap(() => compared.regressions);
    const lines = formatAnnotations({ ...compared, regressions }, compareWords, inWorkflow);
    expect(lines.filter((line) => line.startsWith("::error title="))).toHaveLength(10);
    expect(lines[9]).toBe("::error title=More regressions::7 more regressions; the summary has them all.");
    const blind = formatAnnotations({ ...compared, regressions, noPass: true }, compareWords, inWorkflow);
    expect(blind.filter((line) => line.startsWith("::error title="))).toHaveLength(10);
    expect(blind[0]).toMatch(/^::error title=No pass::4 regressions: /);
  });
});
