import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { seededRandom } from "../../bench/statistics/random.ts";
import { findFaults } from "../fixtures/axe.ts";
import { findChromium, launchChromium } from "../fixtures/chromium.ts";
import { watchPage } from "../fixtures/complaints.ts";
import { findCut, widths } from "../fixtures/geometry.ts";
import { manyRuns } from "../fixtures/history.ts";
import { writeIndex } from "./write.ts";

const executable = findChromium(process.env);
const reason =
  executable === null ? " (skipped: no Chromium; run scripts/install-chromium.sh, or set CHROMIUM_PATH)" : "";

describe.skipIf(executable === null)(`the page of many runs in Chromium${reason}`, () => {
  let browser: Browser;
  let folder = "";
  let url = "";

  beforeAll(async () => {
    if (executable === null) return;
    folder = await mkdtemp(join(tmpdir(), "index-"));
    const path = await writeIndex(folder, { runs: manyRuns(5), unread: [] }, seededRandom(1));
    url = pathToFileURL(path ?? "").href;
    browser = await launchChromium(executable);
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const open = async (options: BrowserContextOptions): Promise<{ page: Page; complaints: readonly string[] }> => {
    const context = await browser.newContext({ viewport: { width: 390, height: 900 }, ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints = watchPage(page, (address) => address.startsWith(url));
    await page.goto(url);
    return { page, complaints };
  };

  it("names the command that compares the two that are chosen, and is accessible, as far as axe tells", async () => {
    const { page, complaints } = await open({ locale: "en-GB" });
    await page.selectOption("#compare-base", { index: 4 });
    await page.selectOption("#compare-head", { index: 2 });
    expect(await page.textContent("#compare-command")).toMatch(/^npm run compare -- \S+\/run-0 \S+\/run-2$/);
    expect(await page.locator("#compare-link").isVisible()).toBe(false);
    expect(await findFaults(page, "all")).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await findFaults(page, "colours"), "dark").toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each(["en-GB", "zh-CN"])("cuts nothing at any width, in %s", async (locale) => {
    const { page, complaints } = await open({ locale });
    await expect.poll(() => page.locator(`html[lang^=${locale.slice(0, 2)}]`).count()).toBe(1);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      expect(await findCut(page), `${width} px`).toEqual([]);
      const scrolling =
        "[...document.querySelectorAll('.plot')].filter((plot) => plot.scrollWidth > plot.clientWidth + 1).length";
      expect(await page.evaluate(scrolling), `${width} px`).toBe(0);
    }
    expect(await page.locator("#runs-table + .scroll > table.cards").count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it("is Chinese in a browser of zh-CN, with choices that work there too", async () => {
    const { page, complaints } = await open({ locale: "zh-CN" });
    await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(await page.getByRole("heading", { name: "比较这两次" }).count()).toBe(1);
    await page.selectOption("#compare-base", { index: 4 });
    expect(await page.textContent("#compare-command")).toMatch(/^npm run compare -- \S+\/run-0 \S+\/run-4$/);
    expect(complaints).toEqual([]);
  });

  it("names the last two where no script runs", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    expect(await page.textContent("#compare-command")).toMatch(/^npm run compare -- \S+\/run-3 \S+\/run-4$/);
    expect(await page.locator("#compare-choices").isVisible()).toBe(false);
  });
});
