import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Run } from "../../bench/record/run.ts";
import { chartReport } from "../charts/charts.ts";
import { compileCharts } from "../charts/drawing.ts";
import { hostileRun, payload } from "../fixtures/hostile.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { chinese } from "../words/chinese/chinese.ts";
import type { PackedEdition } from "./editions.ts";
import { renderPage } from "./page.ts";
import { translate } from "./translation.ts";

/** The Chinese edition as a page of the run has it, and what its own charts are. */
const editionOf = (run: Run) => {
  const [own, report] = [buildReport(run), buildReport(run, chinese)];
  const charts = compileCharts(chartReport(report, chinese));
  const ownCharts = compileCharts(chartReport(own));
  const page = renderPage({
    run,
    report: own,
    charts: ownCharts,
    translation: { words: chinese, report, charts },
    assets: { style: "", scripts: [] },
  });
  const packed = /id="edition-zh-CN">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
  const edition: PackedEdition = JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());
  return { edition, own: [...ownCharts.values()].flat(), charts: [...charts.values()].flat(), page };
};

const plain = (value: unknown): ReturnType<typeof translate> => JSON.parse(JSON.stringify(value));

/** What is read: text, and what is told to those who do not see it. */
const textsOf = (sheet: string): readonly string[] => {
  const markup = sheet.replace(/<script.*?<\/script>/gs, "");
  return [...markup.matchAll(/>([^<]+)<|\s(?:aria-label|title)="([^"]*)"/g)]
    .map(([, text, told]) => text ?? told ?? "")
    .map((text) => text.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
};

/** A run's own texts stay as they were written. */
const recordedBy = (run: Run): readonly string[] => [
  run.command,
  run.environment.cpu,
  ...run.trials.flatMap(({ reasons }) => reasons.flatMap((reason) => (reason.code === "failure" ? [reason.why] : []))),
];

const english = /[A-Za-z][A-Za-z'’-]*(?:[ ,:;]+[A-Za-z][A-Za-z'’-]*){3,}/;

describe("the Chinese edition", () => {
  const { edition, own, charts, page } = editionOf(fixtureRun);

  it("leaves no English but a run's own records", () => {
    const left = textsOf(edition.sheet)
      .map((text) => recordedBy(fixtureRun).reduce((rest, recorded) => rest.replaceAll(recorded, ""), text))
      .filter((text) => english.test(text));
    expect(left).toEqual([]);
    expect(textsOf(edition.sheet).filter((text) => /\p{Script=Han}/u.test(text)).length).toBeGreaterThan(500);
  });

  it("leaves none in its charts", () => {
    const texts: string[] = [];
    JSON.stringify(
      charts.map(({ spec, title, table }) => [spec, title, table]),
      (_, value: unknown) => {
        if (typeof value === "string") texts.push(value);
        return value;
      },
    );
    expect(
      texts.filter((text) => /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(text) && !/^system-ui|isValid/.test(text)),
    ).toEqual([]);
  });

  it("has every id of the page's own sheet, in the same order", () => {
    const ids = (html: string): readonly string[] => [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id ?? "");
    const ownSheet = page.slice(
      page.indexOf('<div class="sheet">'),
      page.indexOf('<script type="application/gzip" id="results"'),
    );
    expect(ids(edition.sheet)).toEqual(ids(ownSheet));
  });

  it("draws its charts from the page's own specs and other texts", () => {
    expect(Object.keys(edition.specs)).toEqual(charts.map(({ id }) => id));
    for (const [i, { id, vega }] of charts.entries()) {
      const translation = edition.specs[id];
      if (translation === undefined) throw new Error(`${id} has no translation`);
      expect(translate(plain(own[i]?.vega), translation)).toEqual(plain(vega));
      expect(translation).toHaveProperty("texts");
    }
  });

  it("costs the page less than 80 kB", () => {
    const packed = /id="edition-zh-CN">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
    expect(packed.length).toBeLessThan(80_000);
  });
});

it("a run's texts cannot become markup in Chinese either", () => {
  const { edition } = editionOf(hostileRun);
  expect(edition.sheet).not.toContain(payload);
  expect(edition.sheet).toContain("&lt;img src=x onerror=&quot;globalThis.injected=1&quot;&gt;");
  expect(edition.sheet).not.toMatch(/<(img|iframe|base|svg onload)/);
  // The one is the panel's inputs, which are data.
  expect(edition.sheet.match(/<script/g)).toEqual(["<script"]);
  expect(edition.sheet.match(/<\/script/g)).toEqual(["</script"]);
});
