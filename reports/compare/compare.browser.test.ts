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

  /** With everything unfolded; every message, error and request that leaves the page is a complaint. */
  const open = async (options: BrowserContextOptions): Promise<{ page: Page; complaints: readonly string[] }> => {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints = watchPage(page, (address) => address === url);
    await page.goto(url);
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    return { page, complaints };
  };

  const expectWhole = async (page: Page, width: number): Promise<void> => {
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(await page.locator(".plot svg .lines_marks path, .plot svg .lines path").count()).toBeGreaterThan(20);
  };

  it("neither complains nor scrolls sideways at 390 px (dark)", async () => {
    const { page, complaints } = await open({ viewport: { width: 390, height: 900 }, colorScheme: "dark" });
    await expectWhole(page, 390);
    expect(complaints).toEqual([]);
  });

  it("is Chinese in a browser of zh-CN, and English again where the reader asks for it", async () => {
    const { page, complaints } = await open({ viewport: { width: 390, height: 900 }, locale: "zh-CN" });
    await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(await page.locator("h1").textContent()).toMatch(/^4 项变差：/);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(await page.locator("#forest svg.forest .dot").count()).toBeGreaterThan(10);
    await page.getByRole("button", { name: "English" }).press("Enter");
    await expect.poll(() => page.locator("h1").textContent()).toMatch(/^4 regressions: /);
    expect(complaints).toEqual([]);
  });

  it("neither complains nor scrolls sideways at 1280 px, and is accessible, as far as axe tells", async () => {
    const { page, complaints } = await open({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
    await expectWhole(page, 1280);
    expect(complaints).toEqual([]);
    expect(await findFaults(page, "places")).toEqual([]);
    await keepTwoOfEachKind(page);
    expect(await findFaults(page, "all"), "light").toEqual([]);
    // In other colours only the rules on colour can find anything else.
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await findFaults(page, "colours"), "dark").toEqual([]);
  });
});
