import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import type { Run } from "../../bench/record/run.ts";
import { chartReport } from "../charts/charts.ts";
import { compileCharts, drawCharts } from "../charts/drawing.ts";
import { tariffs } from "../choosing/tariffs.ts";
import { hostileRun, payload } from "../fixtures/hostile.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { readAssets } from "./assets.ts";
import type { Assets } from "./document.ts";
import { renderPage, withoutSamples } from "./page.ts";

const render = async (run: Run, assets: Assets): Promise<string> => {
  const report = buildReport(run);
  const charts = await drawCharts(chartReport(report));
  const translated = buildReport(run, chinese);
  const translation = {
    words: chinese,
    report: translated,
    charts: compileCharts(chartReport(translated, chinese)),
  };
  return renderPage({ run, report, charts, translation, assets });
};

const unpack = (page: string, id: string): unknown => {
  const packed = new RegExp(`<script type="application/gzip" id="${id}">(.*?)</script>`).exec(page)?.[1] ?? "";
  return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());
};

const small: Assets = { style: "body{}", scripts: ["1;"] };

/** What a reader reviews: without drawings, embedded data, and with a line break before each row's first cell. */
const withoutBulk = (page: string): string =>
  page
    .replace(/(<script type="application\/(?:json|gzip)" id="[\w-]+">).*?(<\/script>)/gs, "$1…$2")
    .replace(/(<div role="img"[^>]*>).*?(<\/svg>)/gs, "$1…");

describe("the page", () => {
  let page = "";
  let assets = small;
  beforeAll(async () => {
    assets = await readAssets();
    page = await render(fixtureRun, assets);
  });

  it("is the golden one for the fixed run", async () => {
    await expect(withoutBulk(await render(fixtureRun, small))).toMatchFileSnapshot("golden/page.html.golden");
  });

  it("has the same bytes for the same run", async () => expect(await render(fixtureRun, assets)).toBe(page));

  it("is one file of at most 1.5 MB that names no other", () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
    const markup = page.replace(/<script.*?<\/script>/gs, "").replace(/<style.*?<\/style>/gs, "");
    const links = [...markup.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => link);
    const sources: readonly string[] = Object.values(tariffs).map(({ source }) => source);
    expect(links.filter((link = "") => !link.startsWith("#") && !sources.includes(link))).toEqual(["data:,"]);
  });

  it("runs nothing but the sources whose hashes its own policy names", () => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(page)?.[1] ?? "";
    const named = [...policy.replaceAll("&#39;", "'").matchAll(/'sha256-([^']+)'/g)].map(([, hash]) => hash);
    const open = [...page.matchAll(/<(?:script|style)>(.*?)<\/(?:script|style)>/gs)].map(([, source = ""]) => source);
    expect(unpack(page, "scripts")).toEqual(assets.packed);
    const inside = [...open, ...(assets.packed ?? [])].map((source) =>
      createHash("sha256").update(source).digest("base64"),
    );
    expect(inside).toHaveLength(5);
    expect(new Set(named)).toEqual(new Set(inside));
    expect(policy).toMatch(/^default-src &#39;none&#39;; script-src /);
    expect(policy).not.toMatch(/unsafe/);
    expect(page).not.toMatch(/<[^>]+\sstyle="/);
  });

  it("leads with every link to a place that it has, each of which it has once", () => {
    const markup = page.replace(/<script.*?<\/script>/gs, "").replace(/<style.*?<\/style>/gs, "");
    const ids = [...markup.matchAll(/<[^>]*\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const places = [...markup.matchAll(/\shref="#([^":]*)"/g)].map(([, place]) => place);
    expect(places).toContain("broadcast-p50-websocket");
    expect(places.filter((place) => !ids.includes(place))).toEqual([]);
  });

  it("names its columns and cells, so that they can be linked to", () => {
    expect(page).toContain('<th scope="col" id="broadcast-p99"');
    expect(page).toContain('<td id="broadcast-p99-websocket" data-value="');
  });

  it("describes itself to those who link to it", () => {
    expect(page).toMatch(
      /<meta name="description" content="One way and both: WebSocket[^"]* Measured with 100 subscribers/,
    );
    expect(page).toMatch(/<meta property="og:title" content="[^"]+">/);
  });

  it("says of deliveries without a fault one sentence, with the table in a fold", () =>
    expect(page).toMatch(/<section id="ledger"[^>]*>\n<h2[^>]*>[^<]*<\/h2>\n<p class="why">All [^<]*<\/p>\n<details>/));

  it("carries the whole run as it was", () => expect(unpack(page, "results")).toEqual(withoutSamples(fixtureRun)));

  it("says of a partial run without trials what it is", async () => {
    const text = await render({ ...fixtureRun, trials: [], summaries: [], partial: true, endedAt: null }, small);
    expect(text).toContain("<strong>Partial run.</strong>");
    expect(text).toContain("<h1>Nothing was measured</h1>");
    expect(text).not.toContain("<figure");
  });
});

describe("a run's texts", () => {
  it("cannot become markup, wherever they stand", async () => {
    const page = await render(hostileRun, small);
    expect(page).not.toContain(payload);
    expect(page).toContain("&lt;img src=x onerror=&quot;globalThis.injected=1&quot;&gt;");
    // Every tag is one of the page's own.
    const tags = new Set([...page.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag));
    expect([...tags].filter((tag) => tag === "img" || tag === "iframe" || tag === "base")).toEqual([]);
    expect(page.match(/<script/g)).toHaveLength(5);
    expect(page.match(/<style/g)).toHaveLength(1);
  });
});
