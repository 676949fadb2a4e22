import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Run } from "../bench/record.ts";
import { chartReport } from "./charts.ts";
import { findChromium, launchChromium } from "./chromium.ts";
import { fixtureRun } from "./fixture.ts";
import { hostileRun } from "./fixture-hostile.ts";
import { buildReport } from "./report.ts";
import { writeReport } from "./write.ts";

const charts = [...chartReport(buildReport(fixtureRun)).values()].flat().length;
const executable = findChromium(process.env);
const reason =
  executable === null ? " (skipped: no Chromium; run scripts/install-chromium.sh, or set CHROMIUM_PATH)" : "";

describe.skipIf(executable === null)(`in Chromium${reason}`, { timeout: 30_000 }, () => {
  let browser: Browser;
  let folder = "";
  const urls = new Map<Run, string>();

  beforeAll(async () => {
    if (executable === null) return;
    folder = await mkdtemp(join(tmpdir(), "report-"));
    for (const [i, run] of [fixtureRun, hostileRun].entries()) {
      const inside = await mkdtemp(join(folder, `${i}-`));
      urls.set(run, pathToFileURL((await writeReport(inside, run)).page).href);
    }
    browser = await launchChromium(executable);
  }, 30_000);

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a run's page; every message on the console, error, dialog and request that leaves the page is a complaint. */
  const open = async (run: Run, options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints: string[] = [];
    const url = urls.get(run) ?? "about:blank";
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    page.on("request", (request) => {
      if (request.url() !== url && request.url() !== "data:,") complaints.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    if (options.javaScriptEnabled !== false)
      await page.waitForSelector("html[data-charts=live]", { state: "attached" });
    return { page, complaints };
  };

  const countMarks = (page: Page): Promise<readonly (readonly [string, number])[]> =>
    page.evaluate(`[...document.querySelectorAll(".plot")].map((plot) => [
      plot.id,
      [...plot.querySelectorAll(".role-mark path")].filter((path) => path.getAttribute("d") && path.getBBox().width > 0).length,
    ])`);

  test.each(["light", "dark"] as const)(
    "draws every chart, complains of nothing and asks for nothing (%s)",
    async (colorScheme) => {
      const { page, complaints } = await open(fixtureRun, { colorScheme });
      const marks = await countMarks(page);
      expect(marks).toHaveLength(charts);
      for (const [id, number] of marks) expect(number, id).toBeGreaterThan(1);
      expect(complaints).toEqual([]);
    },
  );

  test("reads without scripts: verdict, tables and still charts", async () => {
    const { page, complaints } = await open(fixtureRun, { javaScriptEnabled: false });
    expect(await page.locator("h1").textContent()).toMatch(/^WebSocket delivered in /);
    expect(await page.locator(".plot svg").count()).toBe(charts);
    expect(await page.locator("[data-save]").first().isVisible()).toBe(false);
    expect(await page.locator("#panel-1 table").first().isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test.each([390, 1280])("does not scroll sideways at %d px, with everything unfolded", async (width) => {
    const { page, complaints } = await open(fixtureRun, { viewport: { width, height: 844 } });
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    const widest =
      "Math.max(...[...document.querySelectorAll('.plot svg')].map((svg) => svg.getBoundingClientRect().right))";
    expect(await page.evaluate(widest)).toBeLessThanOrEqual(width);
    expect(complaints).toEqual([]);
  });

  test("charts follow the width of the window", async () => {
    const { page } = await open(fixtureRun);
    const width = (): Promise<number> =>
      page.evaluate("Math.round(document.querySelector('#panel-1-spectrum svg').getBoundingClientRect().width)");
    const before = await width();
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(width).toBeLessThan(340);
    await page.setViewportSize({ width: 1280, height: 900 });
    await expect.poll(width).toBe(before);
  });

  test("is dark where dark is preferred, with text that stands out from the ground", async () => {
    const { page } = await open(fixtureRun, { colorScheme: "dark" });
    const colour = (selector: string, property: string): Promise<string> =>
      page.evaluate(`getComputedStyle(document.querySelector("${selector}")).${property}`);
    expect(await colour("body", "backgroundColor")).toBe("rgb(20, 24, 31)");
    expect(await colour("#panel-1-bytes .role-axis-label text", "fill")).toBe("rgb(163, 173, 188)");
    expect(await colour("#panel-1-bytes .totals_marks text", "fill")).toBe("rgb(231, 235, 241)");
  });

  test("shows a mark's figures with their unit under the pointer", async () => {
    const { page, complaints } = await open(fixtureRun);
    await page.locator("#panel-1-bytes .bars_marks path").first().hover();
    await expect.poll(() => page.locator("#vg-tooltip-element").textContent()).toMatch(/Per delivery\s*256.B/);
    expect(complaints).toEqual([]);
  });

  test("saves a chart as SVG and PNG, and the run as JSON", async () => {
    const { page, complaints } = await open(fixtureRun);
    const save = async (selector: string): Promise<{ name: string; content: Buffer }> => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator(selector).press("Enter")]);
      return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
    };
    const svg = await save("[data-save=svg][data-chart=panel-1-bytes]");
    expect(svg.name).toBe("panel-1-bytes.svg");
    expect(svg.content.toString()).toMatch(/^<svg [\s\S]*fill="#ffffff"[\s\S]*Long polling/);
    const png = await save("[data-save=png][data-chart=panel-1-bytes]");
    expect(png.content.subarray(1, 4).toString()).toBe("PNG");
    const results = await save("#save-results");
    expect(JSON.parse(results.content.toString())).toEqual(fixtureRun);
    expect(complaints.filter((complaint) => !complaint.startsWith("request: "))).toEqual([]);
    // What is saved is made in the page: its links are data or blobs of its own.
    expect(complaints.filter((complaint) => !/^request: (data|blob):/.test(complaint))).toEqual([]);
  });

  test("stays readable on paper", async () => {
    const { page } = await open(fixtureRun, { colorScheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await page.locator("[data-save]").first().isVisible()).toBe(false);
  });

  test("runs nothing that a run's texts carry", async () => {
    const { page, complaints } = await open(hostileRun);
    for (const summary of await page.locator("summary").all()) await summary.click();
    await page.locator("#panel-1-bytes .bars_marks path").first().hover();
    await expect.poll(() => page.locator("#vg-tooltip-element").textContent()).toContain("<img src=x onerror=");
    expect(await page.evaluate("globalThis.injected")).toBeUndefined();
    expect(await page.locator("img, iframe, object, embed, base, [onload], [onerror], [onmouseover]").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(7);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(1280);
    expect(complaints).toEqual([]);
  });
});
