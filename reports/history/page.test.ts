import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { comparedMetrics } from "../../bench/record/summary.ts";
import { seededRandom } from "../../bench/statistics/random.ts";
import { drawChart } from "../charts/drawing.ts";
import { manyRuns, runOfDay } from "../fixtures/history.ts";
import { hostileRun, payload } from "../fixtures/hostile.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import type { Words } from "../words/words.ts";
import { buildHistory, type History } from "./history.ts";
import { renderIndex } from "./page.ts";
import { trendChart } from "./trend-chart.ts";
import type { HistoryRun } from "./trends.ts";

const style = "body{}";

const render = async (runs: readonly HistoryRun[], unread: History["unread"] = []): Promise<string> => {
  const history = buildHistory({ runs, unread }, seededRandom(1));
  const charts = await Promise.all(
    history.trends.map((trend) =>
      Promise.all(comparedMetrics.flatMap((metric) => trendChart(trend, metric, history.changes) ?? []).map(drawChart)),
    ),
  );
  return renderIndex({ history, charts, style });
};

const changed = await render(manyRuns(24, 14, 1.1));

it("lists changes at the top, then each run with a link to its own page, then charts", () => {
  expect(changed).toContain("<h1>24 runs: 1 change was detected</h1>");
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
  const page = await render([], [{ id: "old run", reason: "its schema is 0" }]);
  expect(page).toContain(
    '<th scope="row"><a href="./old%20run/index.html">old run</a></th><td class="words long">its schema is 0</td>',
  );
});

it("has the same bytes for the same runs, no script, and a policy that lets nothing in", async () => {
  expect(await render(manyRuns(24, 14, 1.1))).toBe(changed);
  expect(changed).not.toContain("<script");
  expect(changed).not.toMatch(/<[^>]+\sstyle="/);
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(changed)?.[1];
  expect(policy?.replaceAll("&#39;", "'")).toBe(
    `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; img-src data:; base-uri 'none'; form-action 'none'`,
  );
});

it("a run's texts cannot become markup, wherever they stand", async () => {
  const hostile = [2, 1, 0].map((day) => ({
    ...runOfDay(day, 1, { environment: { node: `${day} ${payload}` } }, hostileRun),
    id: `${payload} ${day}`,
    command: payload,
  }));
  const page = await render(hostile, [{ id: payload, reason: payload }]);
  expect(page).toContain("&lt;img src=x onerror=&quot;globalThis.injected=1&quot;&gt;");
  expect(page).toContain('<figure class="chart half">');
  expect(page).not.toContain(payload);
  expect(page).not.toMatch(/<(script|img|iframe|base|object|embed)/i);
  expect(page).not.toMatch(/<[^>"]*(?:"[^"]*"[^>"]*)*\son\w+=/i);
  expect(page.match(/<style/g)).toHaveLength(1);
  for (const [, href] of page.matchAll(/\shref="([^"]*)"/g))
    expect(href).toMatch(/^(data:,$|#|\.\/(?:[\w%.()!~*-]|&#39;)+\/index\.html$)/);
});

describe("in Chinese", () => {
  const translate = async (runs: readonly HistoryRun[], unread: History["unread"] = []): Promise<string> => {
    const parts = async (words: Words) => {
      const history = buildHistory({ runs, unread }, seededRandom(1), words);
      const charts = history.trends.map((trend) =>
        Promise.all(
          comparedMetrics.flatMap((metric) => trendChart(trend, metric, history.changes, words) ?? []).map(drawChart),
        ),
      );
      return { words, history, charts: await Promise.all(charts) };
    };
    return renderIndex({ ...(await parts(english)), translation: await parts(chinese), style });
  };
  const sheetOf = (page: string): string =>
    page.slice(page.indexOf('<div class="sheet other"'), page.indexOf('id="en"'));

  it("the page stands behind its own, under ids of its own, with links from one to the other", async () => {
    const page = await translate(manyRuns(24, 14, 1.1));
    expect(sheetOf(page)).toContain("<h1>24 次运行：检出 1 处变化</h1>");
    expect(sheetOf(page)).toMatch(
      /<li id="change-1-zh-CN">WebSocket，响应时间 p50：[^<]*<a href="\.\/run-14\/index\.html">/,
    );
    expect(sheetOf(page)).toContain('<a href="#en" lang="en" hreflang="en">English</a>');
    expect(page).toContain('<a href="#zh-CN" lang="zh-CN" hreflang="zh-CN">中文</a>');
    const ids = [...page.matchAll(/<(?!path|g|svg)[a-z0-9]+[^>]*\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(page).not.toContain("<script");
  });

  it("no English is left in it", async () => {
    const page = sheetOf(await translate(manyRuns(24, 14, 1.1)));
    const texts = [...page.matchAll(/>([^<]+)<|\s(?:aria-label|title)="([^"]*)"/g)].map(
      ([, text, told]) => text ?? told ?? "",
    );
    const english = /[A-Za-z][A-Za-z'’-]*(?:[ ,:;]+[A-Za-z][A-Za-z'’-]*){3,}/;
    expect(texts.filter((text) => english.test(text) && !text.startsWith("npm run bench"))).toEqual([]);
  });

  it("a run's texts cannot become markup", async () => {
    const hostile = [1, 0].map((day) => ({
      ...runOfDay(day, 1, {}, hostileRun),
      id: `${payload} ${day}`,
      command: payload,
    }));
    const page = sheetOf(await translate(hostile, [{ id: payload, reason: payload }]));
    expect(page).toContain("&lt;img src=x onerror=&quot;globalThis.injected=1&quot;&gt;");
    expect(page).not.toContain(payload);
    expect(page).not.toMatch(/<(script|img|iframe|base|object|embed)/i);
  });
});
