import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { gateExitCode, judgeGate } from "../../bench/gate/gate.ts";
import { compareFixture, fixtureHead, slowedFixture, toldFixture } from "../fixtures/compare.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { englishCompare } from "../words/english/compare.ts";
import { plainTerminal } from "../writing/terminal.ts";
import { formatAnnotations } from "./annotations.ts";
import { compareCharts } from "./charts.ts";
import { forestOf } from "./forest.ts";
import { formatJUnit } from "./junit.ts";
import { formatComparison } from "./text.ts";
import { type Compared, compareRuns } from "./view.ts";
import { renderComparison } from "./write.ts";

const compared = compareFixture(fixtureRun, fixtureHead);
let texts: Awaited<ReturnType<typeof renderComparison>>;
beforeAll(async () => {
  texts = await renderComparison(...toldFixture(fixtureRun, fixtureHead));
});

/** Narrow spaces as "_", so that they can be seen. */
const seen = (text: string): string => text.replaceAll("\u202f", "_");

describe("the view", () => {
  it("says how many got worse, the worst of each transport and metric, and what could not be told", () => {
    expect(compared.headline).toBe("4 regressions: 386 of 444 comparisons judged, 58 could not be told");
    expect(compared.sentences.map(seen)).toEqual([
      "WebSocket (ws package), broadcast: lost deliveries went from 0 to 1: 1 of 55700, and 0 of 55700 before; none is tolerated.",
      "Long polling, broadcast (in 10 cells): head bytes per request went from 118_B to 318_B: +169_% (+200_B), where ±1_B is tolerated.",
      expect.stringMatching(
        /^WebSocket, broadcast: response time, tail of a trial went from \S+ to \S+: \+5\d_% \(.*; not run again\.$/,
      ),
      expect.stringMatching(/^WebSocket, broadcast: response time, p50 went from \S+ to \S+: .*; not run again\.$/),
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

  it("names both commits, and says where they are the same", () => {
    const before = fixtureRun.environment.commit?.slice(0, 12) ?? "";
    expect(compared.commits).toBe(`BASE is of commit ${before}, HEAD of commit fedcba987654.`);
    expect(compareFixture(fixtureRun, fixtureRun).commits).toBe(
      `BASE and HEAD are both of commit ${before}: a difference between them is not one of committed code.`,
    );
  });

  it("calls it no pass where no response time could be judged", () => {
    const counts = { ...compared.counts, regression: 0, improvement: 0, changed: 0, same: 84, "not comparable": 0 };
    expect(englishCompare.headline({ ...counts, "cannot tell": 48 }, true)).toBe(
      "84 of 132 judged, none worse; no response time could be judged: that is no pass",
    );
  });

  it("names cells that only one run has", () => {
    const without = (transport: string) => ({
      ...fixtureRun,
      trials: fixtureRun.trials.filter((trial) => trial.transport !== transport),
      summaries: fixtureRun.summaries.filter((summary) => summary.transport !== transport),
    });
    const [base, head] = [without("ws-library"), without("websocket")];
    const { onlyBase, onlyHead } = compareRuns(judgeGate(base, head), base, head, englishCompare);
    expect(onlyHead).toEqual(["WebSocket (ws package), broadcast"]);
    expect(onlyBase).toContain("WebSocket, broadcast");
    expect(onlyBase).toContain("WebSocket, distance, 50 ms away");
  });
});

describe("the forest", () => {
  const forest = forestOf(compared);

  it("has the worst first, each tested ratio with its interval and the band of its tolerance", () => {
    const { rows } = forest;
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.every(({ compared: { line } }) => line.tier === "time" || line.verdict !== "same")).toBe(true);
    const tail = rows.find(({ compared: { line } }) => line.metric === "responseTimeTailMs");
    expect(tail?.compared.where).toBe("WebSocket, broadcast");
    expect(tail?.interval?.[0]).toBeLessThan(tail?.at ?? 0);
    expect(tail?.band[0]).toBeCloseTo(1 - (tail?.band[1] ?? 0), 9);
  });

  it("has an axis about 1, and says how many counts it leaves out", () => {
    expect(forest.ticks.find(({ text }) => text === "1")?.at).toBe(0.5);
    expect(forest.sameCounts).toBeGreaterThan(100);
    for (const { at, interval } of forest.rows) {
      for (const place of [at, ...(interval ?? [])]) {
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThanOrEqual(1);
      }
    }
  });

  it("opens the page, with its verdicts in words", () => {
    expect(texts.page.indexOf('<section id="forest"')).toBeLessThan(texts.page.indexOf('<section id="changes"'));
    expect(texts.page).toMatch(
      /<circle class="dot"[^>]*><\/svg><\/td><td data-value="2\.69\d*"><span class="told verdict-regression">regression<\/span> 2\.69/,
    );
  });

  it("is told in Chinese as well", () => {
    const [, { compared: chinese }] = toldFixture(fixtureRun, fixtureHead);
    expect(chinese.headline).toBe("4 项变差：444 项比较中判断了 386 项，58 项无从判断");
    expect(chinese.commits).toMatch(/^BASE 出自提交 [0-9a-f]{12}，HEAD 出自提交 fedcba987654。$/);
    const english = /[A-Za-z][a-z]+(?: [a-z]+){3,}/;
    const told = [...chinese.sentences, ...chinese.warnings, chinese.notJudged, chinese.caution];
    expect(told.filter((text) => english.test(text))).toEqual([]);
  });
});

describe("the page", () => {
  it("has two scripts of its own, a policy that lets nothing else in, and names no other file", () => {
    const { page } = texts;
    const hashOf = (source: string): string => `'sha256-${createHash("sha256").update(source).digest("base64")}'`;
    const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map(([, source = ""]) => source);
    expect(scripts).toHaveLength(2);
    expect(page).not.toMatch(/<[^>]+\sstyle="/);
    const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? "";
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)?.[1];
    expect(policy?.replaceAll("&#39;", "'")).toBe(
      `default-src 'none'; script-src ${scripts.map(hashOf).join(" ")}; style-src ${hashOf(style)}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    const links = [...page.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => link);
    expect(links.filter((link) => !link?.startsWith("#"))).toEqual(["data:,"]);
    for (const link of links.filter((link) => link?.startsWith("#"))) expect(page).toContain(`id="${link?.slice(1)}"`);
  });

  it("has the same bytes for the same runs", async () => {
    expect((await renderComparison(...toldFixture(fixtureRun, fixtureHead))).page).toBe(texts.page);
  });

  it("draws both runs over each other, what changed first: BASE dashed, HEAD solid", () => {
    const { charts, changed } = compareCharts(compared, englishCompare);
    expect(changed).toBe(1);
    expect(charts[0]).toMatchObject({ id: "spectra-1", title: "WebSocket, broadcast" });
    const [base, head] = charts[0]?.table.rows ?? [];
    expect([base?.[0], head?.[0]]).toEqual(["BASE", "HEAD"]);
    expect(Number(head?.[1]) / Number(base?.[1])).toBeCloseTo(1.5, 1);
    expect(texts.page).toContain('stroke-dasharray="5,4"');
    expect(texts.page.match(/<figure/g)).toHaveLength(12);
  });

  it("sets both environments side by side where they differ, and folds what is the same", () => {
    const [differing = "", alike = ""] = texts.page.slice(texts.page.indexOf('<section id="runs"')).split("<details>");
    expect(differing).toMatch(/<tr><th scope="row">Node<\/th><td[^>]*>v26\.10\.0<\/td><td[^>]*>v26\.11\.0/);
    expect(differing).not.toContain("Kernel");
    expect(alike).toMatch(/^<summary>\d+ properties are the same<\/summary>/);
    expect(alike).toMatch(/<tr><th scope="row">Kernel<\/th><td[^>]*>6\.8\.0<\/td><\/tr>/);
  });

  it("has the ledger in a sentence where nothing was lost, and as a table where something was", async () => {
    const ledgerOf = (page: string): string =>
      page.slice(page.indexOf('<section id="ledger"'), page.indexOf('<section id="runs"'));
    expect(ledgerOf(texts.page)).toContain("An arrow shows where the runs differ");
    const same = await renderComparison(...toldFixture(fixtureRun, fixtureRun));
    expect(ledgerOf(same.page)).toMatch(
      /(\d+(?:\u202f\d+)*) deliveries were owed in BASE and \1 in HEAD\. None was lost, duplicated, out of order, foreign or altered\.<\/p>\s*<details>/,
    );
  });

  it("names the next step in its head where no response time could be judged", async () => {
    const [told, translation] = toldFixture(fixtureRun, fixtureHead);
    const unchanged = englishCompare.changes.noTime;
    const blind = { ...told, compared: { ...told.compared, noPass: true, unchanged } };
    const { page } = await renderComparison(blind, translation);
    expect(page.slice(0, page.indexOf("</header>"))).toContain(`<p>${unchanged}</p>`);
  });

  it("folds the cells in which nothing changed", () => {
    const all = texts.page.slice(texts.page.indexOf('<section id="all"'), texts.page.indexOf('<section id="ledger"'));
    const [open = "", folded = ""] = all.split(/<summary>\d+ cells in which no change was detected<\/summary>/);
    const cell = /<details class="cell"><summary>.*?<\/summary>/g;
    expect(open.match(cell)?.every((summary) => /regression|improvement|changed/.test(summary))).toBe(true);
    expect(folded.match(cell)?.some((summary) => /regression|improvement|changed/.test(summary))).toBe(false);
  });
});

describe("other outputs", () => {
  it("the terminal lists what is not the same, worst first, and counts the rest", () => {
    const lines = formatComparison(compared, englishCompare, { ...plainTerminal, verbose: true }).split("\n");
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
    expect(formatComparison(compareFixture(fixtureRun, fixtureRun), englishCompare)).toContain(
      "No change was detected.",
    );
  });

  it("the terminal has by default what can be told, and where; the reasons and the rest are for who asks", () => {
    const text = formatComparison(compared, englishCompare);
    expect(text.match(/^(regression|changed|improvement) /gm)).toHaveLength(9);
    expect(text).not.toMatch(/^cannot tell /m);
    expect(text).not.toContain("Not judged");
    expect(text).toContain("\n    WebSocket (ws package), broadcast\n");
    expect(text).toMatch(/The runs were made one after the other/);
  });

  it.each([60, 80, 100, 140])("the terminal fits a window of %d columns", (columns) => {
    const text = formatComparison(compared, englishCompare, { ...plainTerminal, columns, verbose: true });
    expect(text.split("\n").filter((line) => line.length > columns)).toEqual([]);
    expect(text).toMatch(/^regression .*Lost deliveries /m);
  });

  it("the terminal is green for what was judged and is no worse alone", () => {
    const style = (format: string, text: string): string => `<${format}>${text}`;
    const first = (of: Compared): string =>
      formatComparison(of, englishCompare, { ...plainTerminal, style }).slice(0, 8);
    const same = compareFixture(fixtureRun, fixtureRun);
    expect([first(compared), first(same), first({ ...same, noPass: true })]).toEqual([
      "<red>4 r",
      "<green>N",
      "<yellow>",
    ]);
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
    expect(junit).toMatch(
      /<testsuites name="push transports" tests="445" failures="4" errors="0" skipped="58" time="\d+\.\d{3}">/,
    );
    expect(junit.match(/<testcase /g)).toHaveLength(445);
    expect(junit.match(/<failure /g)).toHaveLength(4);
    expect(junit.match(/<skipped /g)).toHaveLength(58);
    expect(junit.match(/<testsuite /g)).toHaveLength(junit.match(/<\/testsuite>/g)?.length ?? 0);
  });

  it("the JUnit file has the time of HEAD's trials, and both runs' facts", () => {
    const { junit } = texts;
    const timeOf = (text: string | undefined): number => Number(/ time="([\d.]+)"/.exec(text ?? "")?.[1]);
    const suites = [...junit.matchAll(/<testsuite [^>]*>/g)].map(([tag]) => timeOf(tag));
    expect(suites.reduce((sum, time) => sum + time, 0)).toBeCloseTo(timeOf(/<testsuites [^>]*>/.exec(junit)?.[0]), 1);
    expect(suites.slice(1).every((time) => time > 0)).toBe(true);
    expect(junit).toContain(`<property name="base.commit" value="${fixtureRun.environment.commit}"/>`);
    expect(junit).toContain('<property name="head.commit" value="fedcba9876543210fedcba9876543210fedcba98"/>');
    expect(junit).toContain(`<property name="head.seed" value="${fixtureHead.seed}"/>`);
  });

  it("the JUnit file fails where no response time could be judged", () => {
    const junit = formatJUnit({ ...compared, noPass: true }, englishCompare);
    expect(junit).toContain('failures="5"');
    expect(junit).toContain('name="response times could be judged" time="0.000"><failure type="no pass"');
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
    expect(formatAnnotations(compared, englishCompare, {})).toEqual([]);
    const inWorkflow = { GITHUB_ACTIONS: "true" };
    const few = formatAnnotations(compared, englishCompare, inWorkflow);
    expect(few.filter((line) => line.startsWith("::error title="))).toHaveLength(4);
    expect(few[0]).toMatch(
      /^::error title=Regression%3A Lost deliveries::WebSocket \(ws package\), broadcast \(count\): 0 → 1: 1 of/,
    );
    expect(few[4]).toMatch(/^::warning title=About the two runs::the version of Node differs/);
    const regressions = [1, 2, 3, 4].flatMap(() => compared.regressions);
    const lines = formatAnnotations({ ...compared, regressions }, englishCompare, inWorkflow);
    expect(lines.filter((line) => line.startsWith("::error title="))).toHaveLength(10);
    expect(lines[9]).toBe("::error title=More regressions::7 more regressions; the summary has them all.");
    const blind = formatAnnotations({ ...compared, regressions, noPass: true }, englishCompare, inWorkflow);
    expect(blind.filter((line) => line.startsWith("::error title="))).toHaveLength(10);
    expect(blind[0]).toMatch(/^::error title=No pass::4 regressions: /);
  });
});
