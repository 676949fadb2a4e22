import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { findFaults, keepTwoOfEachKind } from "../fixtures/axe.ts";
import { findChromium, launchChromium } from "../fixtures/chromium.ts";
import { fixtureHead, toldFixture } from "../fixtures/compare.ts";
import { watchPage } from "../fixtures/complaints.ts";
import { findCut, widths } from "../fixtures/geometry.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { renderComparison, writeComparison } from "./write.ts";

const executable = findChromium(process.env);
const reason =
  executable === null ? " (skipped: no Chromium; run scripts/install-chromium.sh, or set CHROMIUM_PATH)" : "";

describe.skipIf(executable === null)(`the page of two runs in Chromium${reason}`, () => {
  let browser: Browser;
  let folder = "";
  let url = "";

  beforeAll(async () => {
    if (executable === null) return;
    folder = await mkdtemp(join(tmpdir(), "compare-"));
    const texts = await renderComparison(...toldFixture(fixtureRun, fixtureHead));
    url = pathToFileURL(await writeComparison(folder, texts)).href;
    browser = await launchChromium(executable);
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  interface Opened {
    readonly page: Page;
    /** Every message, error and request that leaves the page. */
    readonly complaints: readonly string[];
  }

  const open = async (options: BrowserContextOptions): Promise<Opened> => {
    const context = await browser.newContext({ locale: "en-GB", ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints = watchPage(page, (address) => address === url);
    await page.goto(url);
    return { page, complaints };
  };

  const unfold = (page: Page): Promise<void> =>
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");

  const expectWhole = async (page: Page, width: number): Promise<void> => {
    await page.setViewportSize({ width, height: 900 });
    expect(await findCut(page), `${width} px`).toEqual([]);
    const scrolling =
      "[...document.querySelectorAll('.plot')].filter((plot) => plot.scrollWidth > plot.clientWidth + 1).length";
    expect(await page.evaluate(scrolling), `${width} px`).toBe(0);
  };

  it.each([
    ["en-GB", "light"],
    ["zh-CN", "dark"],
  ] as const)("cuts nothing at any width, folded and unfolded, in %s", async (locale, colorScheme) => {
    const { page, complaints } = await open({ locale, colorScheme });
    await expect.poll(() => page.locator(`html[lang^=${locale.slice(0, 2)}]`).count()).toBe(1);
    for (const width of widths) await expectWhole(page, width);
    await unfold(page);
    for (const width of [1280, 390]) await expectWhole(page, width);
    expect(await page.locator(".plot svg .lines_marks path, .plot svg .lines path").count()).toBeGreaterThan(20);
    expect(complaints).toEqual([]);
  });

  it("draws each ratio inside its cell, whatever the width, with the band about 1", async () => {
    const { page } = await open({ viewport: { width: 390, height: 900 } });
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const outside =
        await page.evaluate(`[...document.querySelectorAll("#forest-table + .scroll td.drawn")].filter((cell) => {
        const edge = cell.getBoundingClientRect();
        return [...cell.querySelectorAll(".dot, .interval, .band, .arrow")].some((mark) => {
          const { left, right } = mark.getBoundingClientRect();
          return left < edge.left || right > edge.right;
        });
      }).length`);
      expect(outside).toBe(0);
    }
    const [one, from, to] = await page.evaluate<readonly number[]>(`(() => {
      const row = [...document.querySelectorAll("#forest svg.forest")].find((svg) => svg.querySelector(".interval") !== null);
      const box = (name) => row.querySelector(name).getBoundingClientRect();
      return [box(".one").left, box(".band").left, box(".band").right];
    })()`);
    if (one === undefined || from === undefined || to === undefined) throw new Error("the forest has no band");
    expect(Math.abs(one - (from + to) / 2)).toBeLessThan(2);
  });

  it("is Chinese in a browser of zh-CN, and English again where the reader asks for it", async () => {
    const { page, complaints } = await open({ viewport: { width: 390, height: 900 }, locale: "zh-CN" });
    await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(await page.locator("h1").textContent()).toMatch(/^4 项变差：/);
    expect(await page.locator("#forest svg.forest .dot").count()).toBeGreaterThan(10);
    await page.getByRole("button", { name: "English" }).press("Enter");
    await expect.poll(() => page.locator("h1").textContent()).toMatch(/^4 regressions: /);
    expect(complaints).toEqual([]);
  });

  it("has all of its tables without scripts", async () => {
    const { page } = await open({ viewport: { width: 390, height: 900 }, javaScriptEnabled: false });
    expect(await page.locator("h1").textContent()).toMatch(/^4 regressions: /);
    expect(await page.locator("#forest .told").first().textContent()).toBe("regression");
    for (const hidden of [".languages", ".themes"]) expect(await page.locator(hidden).isVisible()).toBe(false);
  });

  it("is accessible, as far as axe tells", async () => {
    const { page, complaints } = await open({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
    await unfold(page);
    expect(await findFaults(page, "places")).toEqual([]);
    await keepTwoOfEachKind(page);
    expect(await findFaults(page, "all"), "light").toEqual([]);
    // In other colours only the rules on colour can find anything else, and in another width only those on places.
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await findFaults(page, "colours"), "dark").toEqual([]);
    await page.setViewportSize({ width: 390, height: 900 });
    expect(await findFaults(page, "places"), "390 px").toEqual([]);
    expect(complaints).toEqual([]);
  });
});
