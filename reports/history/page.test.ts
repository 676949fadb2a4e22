import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { schema } from "../../bench/record/run.ts";
import { comparedMetrics } from "../../bench/record/summary.ts";
import { seededRandom } from "../../bench/statistics/random.ts";
import { drawChart } from "../charts/drawing.ts";
import { manyRuns, runOfDay } from "../fixtures/history.ts";
import { hostileRun, payload } from "../fixtures/hostile.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";
import { shellWord } from "./comparing.ts";
import { buildHistory, type History } from "./history.ts";
import { renderIndex, type Translation } from "./page.ts";
import { trendChart } from "./trend-chart.ts";
import type { HistoryRun } from "./trends.ts";

const assets = { style: "body{}", scripts: ["language()"] };
const stored = {
  folder: "reports/out",
  comparisons: [{ base: "run-22", head: "run-23", href: "./run-23/compare.html" }],
};

const tell = async (runs: readonly HistoryRun[], unread: History["unread"], words: Words): Promise<Translation> => {
  const history = buildHistory({ runs, unread }, seededRandom(1), words);
  const charts = await Promise.all(
    history.trends.map((trend) =>
      Promise.all(
        comparedMetrics.flatMap((metric) => trendChart(trend, metric, history.changes, words) ?? []).map(drawChart),
      ),
    ),
  );
  return { words, history, charts };
};

const render = async (runs: readonly HistoryRun[], unread: History["unread"] = []): Promise<string> =>
  renderIndex({
    own: await tell(runs, unread, english),
    translation: await tell(runs, unread, chinese),
    stored,
    assets,
  });

const changed = await render(manyRuns(24, 14, 1.1));

it("lists changes at the top, then each run with a link to its own page, then charts", () => {
  expect(changed).toMatch(
    /<h1>[^<]+\.<\/h1>\n<p class="newest"><a href="\.\/run-23\/index\.html">The newest run, of 2026-01-24 09:30:00 UTC<\/a>/,
  );
  expect(changed).toContain('<p class="standing">24 runs: 1 change was detected.</p>');
  expect(changed).toMatch(/<li id="change-1">WebSocket, response time, p50: [^<]*<a href="\.\/run-14\/index\.html">/);
  const links = [...changed.matchAll(/<th scope="row"><a href="([^"]*)">/g)].map(([, href]) => href);
  expect(links).toEqual(Array.from({ length: 24 }, (_, i) => `./run-${23 - i}/index.html`));
  expect(changed).toContain("<details><summary>4 older</summary>");
  expect(changed.match(/<figure/g)).toHaveLength(5);
  expect(["changes", "runs", "trend-1"].map((id) => changed.indexOf(`<section id="${id}"`))).toEqual(
    ["changes", "runs", "trend-1"].map((id) => changed.indexOf(`<section id="${id}"`)).toSorted((x, y) => x - y),
  );
});

it("says where nothing changed, and where there is no run", async () => {
  expect(await render(manyRuns(24))).toContain("<p>No change was detected.</p>");
  const empty = await render([]);
  expect(empty).toContain("<h1>No run yet</h1>");
  expect(empty).not.toContain("<table");
});

it("names folders that could not be read, and why", async () => {
  const page = await render([], [{ id: "old run", reason: { code: "other schema", detail: "0" } }]);
  expect(page).toContain(
    `<th scope="row"><a href="./old%20run/index.html">old run</a></th><td class="words long">its schema is 0, and this version reads ${schema}</td>`,
  );
});

it("has the same bytes for the same runs, the scripts that it is given, and a policy that lets nothing in", async () => {
  expect(await render(manyRuns(24, 14, 1.1))).toBe(changed);
  expect([...changed.matchAll(/<script>(.*?)<\/script>/gs)].map(([, source]) => source)).toEqual(assets.scripts);
  expect(changed).not.toMatch(/<[^>]+\sstyle="/);
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(changed)?.[1];
  expect(policy?.replaceAll("&#39;", "'")).toBe(
    `default-src 'none'; script-src 'sha256-${createHash("sha256").update("language()").digest("base64")}'; style-src 'sha256-${createHash("sha256").update(assets.style).digest("base64")}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
});

it("a run's texts cannot become markup, wherever they stand", async () => {
  const hostile = [3, 2, 1, 0].map((day) => ({
    ...runOfDay(day, 1, { environment: { node: `${day} ${payload}` } }, hostileRun),
    id: `${payload} ${day}`,
    command: payload,
  }));
  const whole = await render(hostile, [{ id: payload, reason: { code: "damaged", detail: payload } }]);
  const page = whole.replace(/<script[^>]*>[\s\S]*?<\/script>/g, "");
  expect(page).toContain("&lt;img src=x onerror=&quot;globalThis.injected=1&quot;&gt;");
  expect(page).toContain('<figure class="chart half">');
  expect(page).not.toContain(payload);
  expect(page).not.toMatch(/<(script|img|iframe|base|object|embed)/i);
  expect(page).not.toMatch(/<[^>"]*(?:"[^"]*"[^>"]*)*\son\w+=/i);
  expect(page.match(/<style/g)).toHaveLength(1);
  for (const [, href] of page.matchAll(/\shref="([^"]*)"/g))
    expect(href).toMatch(/^(data:,$|#|\.\/(?:[\w%.()!~*-]|&#39;)+\/index\.html$)/);
});

/** The packed sheet of the page's other language. */
const sheetOf = (page: string): string => {
  const packed = /id="edition-zh-CN">([^<]*)</.exec(page)?.[1] ?? "";
  const edition: { readonly sheet: string } = JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString("utf8"));
  return edition.sheet;
};

describe("comparing two runs", () => {
  it("begins with the last two, names each by its folder, and links to what was compared already", () => {
    expect(changed).toContain(
      '<code id="compare-command">npm run compare -- reports/out/run-22 reports/out/run-23</code>',
    );
    expect(changed).toContain('<a id="compare-link" href="./run-23/compare.html">');
    expect(changed).toContain(
      '<option value="reports/out/run-23" data-run="run-23" data-base="run-22" data-href="./run-23/compare.html" selected>',
    );
  });

  it("is not offered for a run alone", async () => expect(await render(manyRuns(1))).not.toContain('id="comparing"'));

  it.each([
    ["reports/out/run-1", "reports/out/run-1"],
    ["out/a b; rm", "'out/a b; rm'"],
    ["out/it's", "'out/it'\\''s'"],
  ])("a shell reads %s as one word: %s", (path, word) => expect(shellWord(path)).toBe(word));
});

describe("in Chinese", () => {
  it("the page is packed beside its own, with a switch that a script shows", () => {
    expect(sheetOf(changed)).toContain('<p class="standing">24 次运行：检出 1 处变化。</p>');
    expect(sheetOf(changed)).toMatch(
      /<li id="change-1">WebSocket，响应时间 p50：[^<]*<a href="\.\/run-14\/index\.html">/,
    );
    expect(changed).toContain('data-language="zh-CN" aria-pressed="false">中文</button>');
  });

  it("no English is left in it", () => {
    const page = sheetOf(changed);
    const texts = [...page.matchAll(/>([^<]+)<|\s(?:aria-label|title)="([^"]*)"/g)].map(
      ([, text, told]) => text ?? told ?? "",
    );
    const english = /[A-Za-z][A-Za-z'’-]*(?:[ ,:;]+[A-Za-z][A-Za-z'’-]*){3,}/;
    expect(texts.filter((text) => english.test(text) && !text.startsWith("npm run "))).toEqual([]);
  });

  it("a run's texts cannot become markup", async () => {
    const hostile = [1, 0].map((day) => ({
      ...runOfDay(day, 1, {}, hostileRun),
      id: `${payload} ${day}`,
      command: payload,
    }));
    const page = sheetOf(await render(hostile, [{ id: payload, reason: { code: "damaged", detail: payload } }]));
    expect(page).toContain("&lt;img src=x onerror=&quot;globalThis.injected=1&quot;&gt;");
    expect(page).not.toContain(payload);
    expect(page).not.toMatch(/<(script|img|iframe|base|object|embed)/i);
  });
});
