// A run's texts in every output of a comparison: names, labels, commands, machines.
import { beforeAll, describe, expect, it } from "vitest";
import type { Run } from "../../bench/record/run.ts";
import type { TrialRecord } from "../../bench/record/trial.ts";
import { compareFixture, fixtureHead, toldFixture } from "../fixtures/compare.ts";
import { hostileRun, payload as htmlPayload } from "../fixtures/hostile.ts";
import { englishCompare } from "../words/english/compare.ts";
import { annotationProperty, annotationText, escapeMarkdown, terminalText, xmlText } from "../writing/escapes.ts";
import { plainTerminal } from "../writing/terminal.ts";
import { formatAnnotations } from "./annotations.ts";
import { formatComparisonMarkdown } from "./markdown.ts";
import { formatComparison } from "./text.ts";
import { renderComparison } from "./write.ts";

const payload = `${htmlPayload} |a|\`b\`*c* [d](javascript:e) @everyone #1 https://example.com\n::error::f\r\n##[group]g,h%0A]]>\u0000\u001b[31m\ufffe`;
const taint = (text: string): string => `${text} ${payload}`;

const taintTrial = (trial: TrialRecord): TrialRecord => ({
  ...trial,
  transport: taint(trial.transport),
  scenario: taint(trial.scenario),
});

const hostile = (run: Run, id: string): Run => ({
  ...run,
  id: taint(id),
  command: payload,
  environment: { ...hostileRun.environment, node: taint(id), cpu: taint(run.environment.cpu), kernel: payload },
  transports: run.transports.map((facts) => ({
    ...facts,
    name: taint(facts.name),
    label: taint(facts.label),
  })),
  scenarios: run.scenarios.map((facts) => ({ ...facts, name: taint(facts.name) })),
  trials: run.trials.map(taintTrial),
  summaries: run.summaries.map((summary) => ({
    ...summary,
    transport: taint(summary.transport),
    scenario: taint(summary.scenario),
  })),
});

const base = hostile(fixtureHead, "base");
const lossy: Run = {
  ...base,
  trials: base.trials.map((trial, i) =>
    trial.status === "measured" && i % 3 === 0
      ? { ...trial, status: "failed", deliveries: { ...trial.deliveries, lost: 3 } }
      : trial,
  ),
};
const head: Run = {
  ...lossy,
  id: taint("head"),
  environment: { ...lossy.environment, node: taint("26") },
};
const worse = compareFixture(base, head);
let texts: Awaited<ReturnType<typeof renderComparison>>;
beforeAll(async () => {
  texts = await renderComparison(...toldFixture(base, head));
});

describe("hostile texts", () => {
  it("are in what is rendered, and there are regressions that carry them", () => {
    expect(worse.warnings.join()).toContain(payload);
    expect(worse.regressions.length).toBeGreaterThan(3);
    expect(worse.regressions[0]?.where).toContain(payload);
  });

  it("cannot become markup of the page", () => {
    // The scripts are ours; the other language is packed.
    const page = texts.page.replace(/<script[^>]*>[\s\S]*?<\/script>/g, "");
    expect(page).not.toContain(htmlPayload);
    expect(page).toContain("&lt;img src=x onerror=&quot;globalThis.injected=1&quot;&gt;");
    expect(page).not.toMatch(/<(script|img|iframe|base|object|embed)/i);
    expect(page).not.toMatch(/<[^>"]*(?:"[^"]*"[^>"]*)*\son\w+=/i);
    expect(page.match(/<style/g)).toHaveLength(1);
  });

  it("cannot become Markdown: no tag, link, mention, heading or column", () => {
    const { markdown } = texts;
    const tags = new Set([...markdown.matchAll(/<[^>]*>/g)].map(([tag]) => tag));
    expect([...tags].toSorted()).toEqual(["</details>", "</summary>", "<details>", "<summary>"]);
    for (const row of markdown.split("\n").filter((line) => line.startsWith("| "))) {
      expect(row.replaceAll(/\\./g, "").split("|")).toHaveLength(10);
    }
    expect(markdown).not.toMatch(/[@#]\w/);
    expect(markdown).not.toMatch(/(?<!\\)[`[\]]/);
    expect(markdown).not.toContain("://");
    const lines = markdown.split("\n").filter((line) => line !== "");
    for (const line of lines) expect(line).toMatch(/^(## |> |\||- |<|…|\d|BASE|Not judged|The runs were made)/);
  });

  it("do not make more Markdown than a comment on GitHub holds: 65 536 characters", () => {
    const [first] = worse.regressions;
    if (first === undefined) return expect.fail("there is one");
    const long = "x".repeat(1000);
    const changed = Array.from({ length: 40 }, () => ({
      ...first,
      where: long,
      metric: long,
      verdict: long,
      why: long,
    }));
    const text = formatComparisonMarkdown(
      { ...worse, regressions: changed, changed: [...changed, ...changed] },
      englishCompare,
    );
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/^…and \d\d more; the page has them all\.$/m);
  });

  it("cannot become XML", () => {
    const { junit } = texts;
    const tags = new Set([...junit.matchAll(/<([/?]?\w+)/g)].map(([, tag]) => tag));
    expect([...tags].toSorted()).toEqual([
      "/failure",
      "/properties",
      "/testcase",
      "/testsuite",
      "/testsuites",
      "?xml",
      "failure",
      "properties",
      "property",
      "skipped",
      "testcase",
      "testsuite",
      "testsuites",
    ]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for them
    expect(junit).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
    expect(junit).not.toContain("]]>");
  });

  it("cannot become a command of a build server, in annotations or in the table", () => {
    const lines = formatAnnotations(worse, englishCompare, { GITHUB_ACTIONS: "true" });
    for (const line of lines) expect(line).toMatch(/^::(error|warning) title=[^:,\r\n]*::[^\r\n]*$/);
    const table = formatComparison(worse, englishCompare, { ...plainTerminal, verbose: true });
    expect(table).not.toContain("::");
    expect(table).not.toContain("##[");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(table).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it("stay strings in JSON", () => {
    expect(Object.keys(JSON.parse(texts.bencher)).every((name) => name.length <= 1024)).toBe(true);
    expect(JSON.parse(texts.actionBenchmark).length).toBeGreaterThan(100);
  });
});

describe("escapes", () => {
  it.each([
    [escapeMarkdown, "a|b `c` <d> @e #f\n\\|", "a\\|b \\`c\\` &lt;d&gt; @\u200be #\u200bf \\\\\\|"],
    [escapeMarkdown, "https://a www.b", "https&#58;//a www&#46;b"],
    [xmlText, `<a b="c" d='e'>\u0001&\ufffe]]>`, "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt; &amp; ]]&gt;"],
    [xmlText, "\ud800", "\ufffd"],
    [annotationText, "a%b\r\n::c", "a%25b ::c"],
    [annotationProperty, "a%b\n::c,d", "a%25b %3A%3Ac%2Cd"],
    [terminalText, "\u001b[2J::a ##[b]\u202e", " [2J: :a # #[b] "],
  ])("%o of %j", (makeSafe, text, safe) => expect(makeSafe(text)).toBe(safe));
});
