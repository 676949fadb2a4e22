// The page's frame and tables in a browser, by geometry: nothing is cut at any width, and what scripts and style sheets offer
// does what it says.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { findChromium, launchChromium } from "../fixtures/chromium.ts";
import { watchPage } from "../fixtures/complaints.ts";
import { findCut, widths } from "../fixtures/geometry.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { writeReport } from "../write.ts";

const executable = findChromium(process.env);
const reason =
  executable === null ? " (skipped: no Chromium; run scripts/install-chromium.sh, or set CHROMIUM_PATH)" : "";

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

describe.skipIf(executable === null)(`the page's frame in Chromium${reason}`, () => {
  let browser: Browser;
  let folder = "";
  let url = "";

  beforeAll(async () => {
    if (executable === null) return;
    folder = await mkdtemp(join(tmpdir(), "frame-"));
    url = pathToFileURL((await writeReport(folder, fixtureRun)).page).href;
    browser = await launchChromium(executable);
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  interface Opened {
    readonly page: Page;
    readonly complaints: readonly string[];
  }

  const open = async (options: BrowserContextOptions = {}): Promise<Opened> => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: "en-GB",
      reducedMotion: "reduce",
      ...options,
    });
    const page = await context.newPage();
    const complaints = watchPage(page, (address) => address.startsWith(url) || /^(?:data|blob):/.test(address));
    await page.goto(url);
    if (options.javaScriptEnabled !== false)
      await page.waitForSelector("html[data-charts=live]", { state: "attached" });
    return { page, complaints };
  };

  /** For one test. */
  const openHere = async (options: BrowserContextOptions): Promise<Page> => {
    const { page } = await open(options);
    onTestFinished(() => page.context().close());
    return page;
  };

  /** For all tests of a group: to open a page is most of what a test would cost. */
  const openOnce = (options: BrowserContextOptions = {}): (() => Opened) => {
    let opened: Opened | null = null;
    beforeAll(async () => {
      opened = await open(options);
    });
    afterAll(() => opened?.page.context().close());
    return () => opened ?? expect.fail("the page is not open");
  };

  const boxOf = (page: Page, selector: string): Promise<Box> =>
    page.evaluate(`(() => {
      const { left, right, top, bottom } = document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect();
      return { left, right, top, bottom };
    })()`);

  /** Charts follow the window before the next frame is shown. */
  const resize = async (page: Page, width: number): Promise<void> => {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate("new Promise((goOn) => requestAnimationFrame(() => requestAnimationFrame(goOn)))");
  };

  const fold = (page: Page, open: boolean): Promise<void> =>
    page.evaluate(`for (const part of document.querySelectorAll("details")) part.open = ${open}`);

  describe.each(["en-GB", "zh-CN"])("in a browser of %s", (locale) => {
    const shown = openOnce({ locale });

    it.each(widths)("cuts no text at %d px, folded and unfolded", async (width) => {
      const { page, complaints } = shown();
      await resize(page, width);
      for (const unfolded of [false, true]) {
        await fold(page, unfolded);
        expect(await findCut(page)).toEqual([]);
      }
      expect(complaints).toEqual([]);
    });
  });

  describe("in one page", () => {
    const shown = openOnce();
    beforeEach(async () => {
      const { page } = shown();
      await fold(page, false);
      await page.evaluate("scrollTo({ top: 0, behavior: 'instant' })");
      await resize(page, 1280);
    });

    it("has its contents beside it where there is room, in sight wherever it is scrolled to, and above it elsewhere", async () => {
      const { page } = shown();
      await resize(page, 1920);
      expect((await boxOf(page, ".contents")).right).toBeLessThan((await boxOf(page, "main")).left);
      await page.evaluate("document.getElementById('broadcast').scrollIntoView({ behavior: 'instant' })");
      const { top, bottom } = await boxOf(page, ".contents");
      expect(top).toBeGreaterThanOrEqual(0);
      expect(bottom).toBeLessThanOrEqual(900);
      await expect.poll(() => page.locator(".contents [aria-current]").getAttribute("href")).toBe("#broadcast");
      await resize(page, 1280);
      expect((await boxOf(page, ".contents")).bottom).toBeLessThanOrEqual((await boxOf(page, "main")).top);
    });

    it("shows each row as a card where the screen is narrow, with nothing to scroll to", async () => {
      const { page } = shown();
      await resize(page, 390);
      const table = page.locator("#broadcast-summary + .scroll > table");
      expect(await table.locator("thead").isVisible()).toBe(false);
      expect(await table.locator("td").first().getAttribute("data-head")).toBe("Response time, p50 ms");
      const [seen, whole] = await page.evaluate<readonly [number, number]>(`(() => {
        const { clientWidth, scrollWidth } = document.querySelector("#broadcast-summary + .scroll");
        return [clientWidth, scrollWidth];
      })()`);
      expect(whole).toBeLessThanOrEqual(seen);
      await resize(page, 768);
      expect(await table.locator("thead").isVisible()).toBe(true);
    });

    it("keeps the first column of a table that scrolls, with its lines", async () => {
      const { page } = shown();
      await resize(page, 768);
      await page.evaluate("document.querySelector('#trials details').open = true");
      const scroll = "#trials-table + .scroll";
      await page.evaluate(`document.querySelector("${scroll}").scrollLeft = 300`);
      expect((await boxOf(page, `${scroll} tbody th`)).left).toBeCloseTo((await boxOf(page, scroll)).left, 0);
      expect(await page.evaluate(`getComputedStyle(document.querySelector("${scroll} table")).borderCollapse`)).toBe(
        "separate",
      );
    });

    it("sorts a table by the keyboard: from the least on, from the most on, and as it stood", async () => {
      const { page } = shown();
      const names = (): Promise<readonly string[]> =>
        page.evaluate(
          "[...document.querySelectorAll('#broadcast-summary + .scroll tbody th')].map((head) => head.dataset.transport)",
        );
      const asStood = ["short-polling", "long-polling", "websocket", "ws-library"];
      const bySoonest = ["websocket", "ws-library", "long-polling", "short-polling"];
      const head = page.locator("#broadcast-p50");
      expect(await names()).toEqual(asStood);
      for (const [direction, order] of [
        ["ascending", bySoonest],
        ["descending", bySoonest.toReversed()],
        [null, asStood],
      ] as const) {
        await head.getByRole("button").press("Enter");
        expect(await head.getAttribute("aria-sort")).toBe(direction);
        expect(await names()).toEqual(order);
      }
    });

    it("filters a long table, and says how many rows are left", async () => {
      const { page } = shown();
      await page.evaluate("document.querySelector('#trials details').open = true");
      const rows = page.locator("#trials-table + .scroll tbody tr");
      const all = await rows.count();
      await page.locator("#trials .filter input").fill("ws package");
      expect(await rows.filter({ visible: true }).count()).toBe(8);
      expect(await page.locator("#trials .filter [role=status]").textContent()).toBe(`8 of ${all} rows`);
      await page.locator("#trials .filter input").fill("");
      expect(await rows.filter({ visible: true }).count()).toBe(all);
    });

    it("copies links and Markdown, and saves a table as CSV", async () => {
      const { page, complaints } = shown();
      const tools = page.locator(".tools:has(+ #broadcast-summary)");
      for (const kind of ["link", "markdown"]) {
        await tools.locator(`[data-share=${kind}]`).press("Enter");
        await expect.poll(() => tools.locator("[role=status]").textContent()).toBe("Copied");
      }
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        tools.locator("[data-share=csv]").press("Enter"),
      ]);
      expect(download.suggestedFilename()).toBe("broadcast-summary.csv");
      const [heads, first] = (await readFile(await download.path(), "utf8")).split("\r\n");
      expect(heads).toMatch(/^Transport,"Response time, p50 ms",/);
      expect(first).toMatch(/^Short polling \(every 1.s\),50[45]\.?\d*,/);
      expect(await page.locator("figure .save [data-share=link]").count()).toBe(
        await page.locator("figure .save").count(),
      );
      expect(complaints).toEqual([]);
    });

    it("leads from a cell of the first screen to the cell that proves it", async () => {
      const { page } = shown();
      await page.locator("#decision-matrix + .scroll a").first().press("Enter");
      await expect
        .poll(() => page.evaluate("document.querySelector(':target')?.id"))
        .toBe("broadcast-p50-short-polling");
      const target = await boxOf(page, ":target");
      expect(target.top).toBeGreaterThan(0);
      expect(target.bottom).toBeLessThan(900);
    });

    it("has its heads, and none of its tools, on paper", async () => {
      const { page } = shown();
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("#broadcast-p50 .sort").isVisible()).toBe(true);
      for (const tool of [".tools", ".filter", ".show-ratios", ".themes", ".contents"])
        expect(await page.locator(tool).first().isVisible(), tool).toBe(false);
      expect(await page.locator("#broadcast .ratio").first().isVisible()).toBe(true);
    });
  });

  it("shows ratios where the reader asks for them, without a script", async () => {
    const page = await openHere({ javaScriptEnabled: false });
    const ratio = page.locator("#broadcast .ratio").first();
    expect(await ratio.isVisible()).toBe(false);
    expect(await page.locator("#broadcast .explains").isVisible()).toBe(false);
    await page
      .getByRole("checkbox", { name: /^Ratios to WebSocket/ })
      .first()
      .check();
    expect(await ratio.isVisible()).toBe(true);
    expect(await page.locator("#broadcast .explains").isVisible()).toBe(true);
    expect(await page.locator(".themes").isVisible()).toBe(false);
  });

  it("is in the colours that the reader chooses, and stays so", async () => {
    const page = await openHere({ colorScheme: "light" });
    const ground = (): Promise<string> => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const [light, dark] = ["rgb(255, 255, 255)", "rgb(20, 24, 31)"];
    const choose = (name: string): Promise<void> => page.getByRole("button", { name, exact: true }).press("Enter");
    expect(await ground()).toBe(light);
    await choose("Dark");
    expect(await ground()).toBe(dark);
    await page.reload();
    expect(await ground()).toBe(dark);
    await expect.poll(() => page.locator("[data-choose-theme=dark]").getAttribute("aria-pressed")).toBe("true");
    await page.emulateMedia({ media: "print" });
    expect(await ground()).toBe(light);
    await page.emulateMedia({ media: "screen", colorScheme: "dark" });
    await choose("Light");
    expect(await ground()).toBe(light);
    await choose("Auto");
    expect(await ground()).toBe(dark);
  });
});
