import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Run } from "../../bench/record/run.ts";
import { chartReport } from "../charts/charts.ts";
import { findFaults, keepTwoOfEachKind } from "../fixtures/axe.ts";
import { findChromium, launchChromium } from "../fixtures/chromium.ts";
import { watchPage } from "../fixtures/complaints.ts";
import { hostileRun } from "../fixtures/hostile.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { writeReport } from "../write.ts";
import { toCsv } from "../writing/csv.ts";
import { withoutSamples } from "./page.ts";

const charts = [...chartReport(buildReport(fixtureRun)).values()].flat();
const executable = findChromium(process.env);
const reason =
  executable === null ? " (skipped: no Chromium; run scripts/install-chromium.sh, or set CHROMIUM_PATH)" : "";

/** A panel is named by its scenario, here by the beginning of one that holds a payload. */
const hostileBytes = "#broadcast-script-style-title-svg-bytes";

/** A page that is open, and what it complained of since that was last asked. */
interface Opened {
  readonly page: Page;
  readonly complaints: () => readonly string[];
}

describe.skipIf(executable === null)(`in Chromium${reason}`, () => {
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
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens a run's page; every message on the console, error, dialog and request that leaves the page is a complaint. */
  const open = async (run: Run, options: BrowserContextOptions = {}): Promise<Opened> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const url = urls.get(run) ?? "about:blank";
    const complaints = watchPage(page, (address) => address === url);
    await page.goto(url);
    if (options.javaScriptEnabled !== false)
      await page.waitForSelector("html[data-charts=live]", { state: "attached" });
    return { page, complaints: () => complaints.splice(0) };
  };

  /** For one test. */
  const openHere = async (run: Run, options: BrowserContextOptions = {}): Promise<Opened> => {
    const opened = await open(run, options);
    onTestFinished(() => opened.page.context().close());
    return opened;
  };

  /** For all tests of a group: to open a page and to draw its charts is most of what a test would cost. */
  const openOnce = (options: BrowserContextOptions, prepare: (page: Page) => Promise<void>): (() => Opened) => {
    let opened: Opened | null = null;
    beforeAll(async () => {
      opened = await open(fixtureRun, options);
      await prepare(opened.page);
    });
    afterAll(() => opened?.page.context().close());
    return () => opened ?? expect.fail("the page is not open");
  };

  /** Charts are drawn as they come into view: brings each of them there. */
  const drawAll = (page: Page): Promise<void> =>
    page.evaluate(`(async () => {
      for (const plot of document.querySelectorAll(".plot")) {
        const aside = plot.closest(".aside");
        if (aside !== null) aside.open = true;
        plot.scrollIntoView({ block: "nearest", behavior: "instant" });
        while (!plot.classList.contains("live")) await new Promise((goOn) => setTimeout(goOn, 20));
      }
    })()`);

  const unfold = (page: Page): Promise<void> =>
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");

  const countMarks = (page: Page): Promise<readonly (readonly [string, number])[]> =>
    page.evaluate(`[...document.querySelectorAll(".plot")].map((plot) => [
      plot.id,
      [...plot.querySelectorAll(".role-mark path")].filter((path) => path.getAttribute("d") && path.getBBox().width > 0).length,
    ])`);

  const expectAllDrawn = async ({ page, complaints }: Opened): Promise<void> => {
    const marks = await countMarks(page);
    expect(marks).toHaveLength(charts.length);
    for (const [id, number] of marks) expect(number, id).toBeGreaterThan(1);
    expect(complaints()).toEqual([]);
  };

  const expectNothingSideways = async (page: Page, width: number): Promise<void> => {
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    const widest =
      "Math.max(...[...document.querySelectorAll('.plot svg')].map((svg) => svg.getBoundingClientRect().right))";
    expect(await page.evaluate(widest)).toBeLessThanOrEqual(width);
  };

  /** Texts of a live chart that stick out of its drawing. */
  const cutTexts = (page: Page): Promise<readonly string[]> =>
    page.evaluate(`[...document.querySelectorAll(".live svg")].flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      return [...svg.querySelectorAll("text")]
        .filter((text) => text.textContent !== "")
        .filter((text) => {
          const box = text.getBoundingClientRect();
          return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
        })
        .map((text) => svg.closest(".plot").id + ": " + text.textContent);
    })`);

  const expectNothingCutAt = async (page: Page, width: number): Promise<void> => {
    await page.setViewportSize({ width, height: 900 });
    // Charts follow the window before the next frame is shown.
    await page.evaluate("new Promise((goOn) => requestAnimationFrame(() => requestAnimationFrame(goOn)))");
    expect(await cutTexts(page)).toEqual([]);
  };

  /** Dots of trials, of which WebSocket has 8 of 30: [faint, not faint]. */
  const dots = (page: Page): Promise<readonly [number, number]> =>
    page.evaluate(`(() => {
      const dots = [...document.querySelectorAll("#broadcast-cpu .trials_marks path")];
      const faint = dots.filter((dot) => Number(dot.getAttribute("opacity")) < 0.2).length;
      return [faint, dots.length - faint];
    })()`);

  describe("with every chart drawn, where light is preferred", () => {
    // Without motion a transport is set off at once, and not in so many frames of the whole page.
    const shown = openOnce({ colorScheme: "light", reducedMotion: "reduce" }, drawAll);

    it("draws every chart, complains of nothing and asks for nothing", () => expectAllDrawn(shown()));

    it.each([390, 480, 600, 768, 1280])("cuts no text of a chart at %d px", (width) =>
      expectNothingCutAt(shown().page, width),
    );

    it("shows a mark's figures with their unit under the pointer", async () => {
      const { page, complaints } = shown();
      await page.locator("#broadcast-bytes .bars_marks path").first().hover();
      await expect.poll(() => page.locator("#vg-tooltip-element").textContent()).toMatch(/Per delivery\s*256.B/);
      expect(complaints()).toEqual([]);
    });

    it("tells of all lines at the pointer's place, and names them at their ends", async () => {
      const { page, complaints } = shown();
      const columns = page.locator("#broadcast-timeline .crosshair_marks path");
      await page.locator("#broadcast-timeline").scrollIntoViewIfNeeded();
      const box = await columns.nth(2).boundingBox();
      if (box === null) throw new Error("the column is not drawn");
      // The pointer goes to the top of the plot, where no line is.
      await page.mouse.move(box.x + box.width / 2, box.y + 3);
      const told = page.locator("#vg-tooltip-element td.key");
      await expect
        .poll(() => told.allTextContents())
        .toEqual(["Due from", "Short polling", "Long polling", "WebSocket", "WebSocket (ws package)"]);
      expect(await page.locator("#broadcast-timeline .ends_marks text").allTextContents()).toEqual([
        "Short polling",
        "Long polling",
        "WebSocket",
        "WebSocket (ws package)",
      ]);
      expect(await page.locator("#broadcast-timeline + .key").isVisible()).toBe(false);
      await page.mouse.move(0, 0);
      expect(complaints()).toEqual([]);
    });

    const rows = (page: Page): Promise<readonly string[]> =>
      page.locator("#broadcast-summary + .scroll th.highlighted").allTextContents();

    it("sets a transport off in every chart and table under the pointer, and nothing stays behind", async () => {
      const { page, complaints } = shown();
      await page.setViewportSize({ width: 1280, height: 4000 });
      await page.locator("h1").hover();
      await expect.poll(() => dots(page)).toEqual([0, 30]);
      for (const place of [
        "#broadcast-memory .trials_marks path >> nth=20",
        "#broadcast-timeline .ends_marks text >> text=/^WebSocket$/",
        "#broadcast-requests .role-axis-label text >> text=/^WebSocket$/",
        "#broadcast-summary + .scroll tr:has([data-transport=websocket]) td >> nth=2",
        "#decision-matrix + .scroll tr:has([data-transport=websocket]) td >> nth=0",
        ".legend [data-transport=websocket] >> nth=0",
      ]) {
        expect(await dots(page), place).toEqual([0, 30]);
        await page.locator(place).hover({ force: true });
        await expect.poll(() => dots(page), { message: place }).toEqual([22, 8]);
        expect(await rows(page), place).toEqual([expect.stringMatching(/^WebSocket(?! \()/)]);
        await page.locator("h1").hover();
        await expect.poll(() => dots(page), { message: place }).toEqual([0, 30]);
        expect(await page.locator(".highlighted").count(), place).toBe(0);
      }
      await page.setViewportSize({ width: 1280, height: 900 });
      expect(complaints()).toEqual([]);
    });

    it("sets a transport off in every chart and table by the keyboard, and nothing stays behind", async () => {
      const { page, complaints } = shown();
      const button = page.getByRole("button", { name: "WebSocket", exact: true }).first();
      // The focus scrolls: what comes to lie below the mouse would be set off in its place.
      await page.mouse.move(0, 0);
      await button.focus();
      await expect.poll(() => dots(page)).toEqual([22, 8]);
      expect(await rows(page)).toHaveLength(1);
      await page.keyboard.press("Tab");
      await expect.poll(() => dots(page)).toEqual([23, 7]);
      await button.press("Escape");
      await button.blur();
      await expect.poll(() => dots(page)).toEqual([0, 30]);
      expect(await page.locator(".highlighted").count()).toBe(0);
      expect(complaints()).toEqual([]);
    });

    it("saves a chart as SVG and PNG, its data as CSV, and the run as JSON", async () => {
      const { page, complaints } = shown();
      const save = async (selector: string): Promise<{ name: string; content: Buffer }> => {
        const [download] = await Promise.all([page.waitForEvent("download"), page.locator(selector).press("Enter")]);
        return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
      };
      const svg = await save("[data-save=svg][data-chart=broadcast-bytes]");
      expect(svg.name).toBe(`broadcast-bytes-${fixtureRun.id}.svg`);
      expect(svg.content.toString()).toMatch(/^<svg [\s\S]*fill="#ffffff"[\s\S]*Long polling/);
      expect(svg.content.toString()).toContain(`Bytes per delivery (B) · ${fixtureRun.id}<`);
      const png = await save("[data-save=png][data-chart=broadcast-bytes]");
      expect(png.content.subarray(1, 4).toString()).toBe("PNG");
      const { headings = [], rows = [] } = charts.find(({ id }) => id === "broadcast-bytes")?.table ?? {};
      const csv = await save("[data-save=csv][data-chart=broadcast-bytes]");
      expect(csv.name).toBe(`broadcast-bytes-${fixtureRun.id}.csv`);
      const cells = rows.map((row) =>
        row.map((cell) => (typeof cell === "number" ? String(Number(cell.toPrecision(6))) : (cell ?? ""))),
      );
      expect(csv.content.toString()).toBe(toCsv([headings, ...cells]));
      const results = await save("#save-results");
      expect(JSON.parse(results.content.toString())).toEqual(withoutSamples(fixtureRun));
      // What is saved is made in the page: its links are data or blobs of its own.
      expect(complaints().filter((complaint) => !/^request: (data|blob):/.test(complaint))).toEqual([]);
    });

    it("at 1280 px nothing scrolls sideways and axe finds nothing, with everything unfolded", async () => {
      const { page, complaints } = shown();
      await unfold(page);
      await expectNothingSideways(page, 1280);
      await keepTwoOfEachKind(page);
      expect(await findFaults(page, "all"), "light").toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await findFaults(page, "colours"), "dark").toEqual([]);
      expect(complaints()).toEqual([]);
    });
  });

  describe("with every chart drawn, at 390 px with 2 device pixels each, where dark is preferred", () => {
    const narrow = { width: 390, height: 900 };
    const shown = openOnce({ viewport: narrow, deviceScaleFactor: 2, colorScheme: "dark" }, drawAll);

    it("draws every chart, complains of nothing and asks for nothing", () => expectAllDrawn(shown()));

    // 640 px of these are what a zoom of 200 % makes of 1280 px.
    it.each([640, 390])("cuts no text of a chart at %d px", (width) => expectNothingCutAt(shown().page, width));

    it("is dark where dark is preferred, with text that stands out from the ground", async () => {
      const { page } = shown();
      const colour = (selector: string, property: string): Promise<string> =>
        page.evaluate(`getComputedStyle(document.querySelector("${selector}")).${property}`);
      expect(await colour("body", "backgroundColor")).toBe("rgb(20, 24, 31)");
      expect(await colour("#broadcast-bytes .role-axis-label text", "fill")).toBe("rgb(163, 173, 188)");
      expect(await colour("#broadcast-bytes .totals_marks text", "fill")).toBe("rgb(231, 235, 241)");
    });

    it("has no names at the ends of lines and a legend below the plot instead", async () => {
      const { page } = shown();
      expect((await page.locator("#broadcast-timeline .ends_marks text").allTextContents()).join("")).toBe("");
      expect(await page.locator("#broadcast-timeline + .key").isVisible()).toBe(true);
      expect(await page.locator("#broadcast-spectrum + .key").textContent()).toContain("noise floor");
    });

    it("stays readable on paper", async () => {
      const { page } = shown();
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
      expect(await page.locator("[data-save]").first().isVisible()).toBe(false);
      expect(await page.locator(".legend").first().isVisible()).toBe(false);
      const folded = `[...document.querySelectorAll("details:not([open]) table")]`;
      expect(await page.evaluate(`${folded}.length`)).toBeGreaterThan(20);
      expect(await page.evaluate(`${folded}.filter((table) => !table.checkVisibility()).length`)).toBe(0);
      await page.emulateMedia({ media: "screen" });
      expect(await page.evaluate(`${folded}.filter((table) => table.checkVisibility()).length`)).toBe(0);
    });

    it("nothing scrolls sideways and axe finds nothing, with everything unfolded", async () => {
      const { page, complaints } = shown();
      await unfold(page);
      await expectNothingSideways(page, 390);
      // The same elements in the same colours stood at 1280 px: what a narrow page adds is where they are.
      expect(await findFaults(page, "places")).toEqual([]);
      expect(complaints()).toEqual([]);
    });
  });

  describe("with charts drawn as they are needed", () => {
    const shown = openOnce({ reducedMotion: "reduce" }, async () => {});

    it("draws a chart when it comes into view, and not before", async () => {
      const { page, complaints } = shown();
      const last = `#${charts.at(-1)?.id}`;
      await page.locator("#broadcast-spectrum").scrollIntoViewIfNeeded();
      await page.locator("#broadcast-spectrum.live").waitFor();
      expect(await page.locator(`${last}.live`).count()).toBe(0);
      expect(await page.locator(`${last} svg`).count()).toBe(1);
      await page.locator(last).scrollIntoViewIfNeeded();
      await page.locator(`${last}.live`).waitFor();
      expect(complaints()).toEqual([]);
    });

    it("sets a transport off in a chart that is drawn only then", async () => {
      const { page } = shown();
      expect(await page.locator("#sparse-bytes.live").count()).toBe(0);
      await page.locator(".legend [data-transport=websocket]").first().focus();
      await page.evaluate("document.querySelector('#sparse-bytes').scrollIntoView()");
      await page.locator("#sparse-bytes.live").waitFor();
      await expect.poll(() => dots(page)).toEqual([22, 8]);
      await page.evaluate("document.activeElement.blur()");
    });

    it("sets a transport off without motion where less of it is preferred", async () => {
      const { page } = shown();
      await page.locator("#broadcast-cpu").scrollIntoViewIfNeeded();
      await page.locator("#broadcast-cpu.live").waitFor();
      const duration = "getComputedStyle(document.querySelector('#broadcast-cpu path')).transitionDuration";
      expect(await page.evaluate(duration)).toBe("0s");
      await page.emulateMedia({ reducedMotion: "no-preference" });
      expect(await page.evaluate(duration)).toBe("0.12s");
    });

    it("charts follow the width of the window", async () => {
      const { page } = shown();
      await page.locator("#broadcast-spectrum").scrollIntoViewIfNeeded();
      await page.locator("#broadcast-spectrum.live").waitFor();
      const width = (): Promise<number> =>
        page.evaluate("Math.round(document.querySelector('#broadcast-spectrum svg').getBoundingClientRect().width)");
      const before = await width();
      await page.setViewportSize({ width: 390, height: 844 });
      await expect.poll(width).toBeLessThan(340);
      await page.setViewportSize({ width: 1280, height: 900 });
      await expect.poll(width).toBe(before);
    });

    it("begins afresh with other specs, as a page in another language does", async () => {
      const { page, complaints } = shown();
      await page.locator("#broadcast-cpu").scrollIntoViewIfNeeded();
      await page.locator("#broadcast-cpu.live").waitFor();
      await page.evaluate(`(async () => {
        const packed = Uint8Array.from(atob(document.getElementById("specs").textContent), (letter) => letter.charCodeAt(0));
        const specs = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
        for (const plot of document.querySelectorAll(".plot")) {
          plot.classList.remove("live");
          plot.innerHTML = '<div role="img" aria-label="a chart"></div>';
        }
        for (const styled of document.querySelectorAll(".sheet [style]")) styled.removeAttribute("style");
        const sheet = document.querySelector(".sheet");
        sheet.innerHTML = sheet.innerHTML;
        specs["broadcast-cpu"].usermeta.series.names = [];
        document.documentElement.dataset.charts = "";
        await reportCharts.draw(specs);
      })()`);
      expect(await page.evaluate("document.documentElement.dataset.charts")).toBe("live");
      await drawAll(page);
      expect(await page.locator(".plot svg").count()).toBe(charts.length);
      expect(await page.locator("#broadcast-cpu > div").getAttribute("aria-label")).toBe("a chart");
      expect(complaints()).toEqual([]);
    });
  });

  it("reads without scripts: verdict, tables and still charts", async () => {
    const { page, complaints } = await openHere(fixtureRun, { javaScriptEnabled: false });
    expect(await page.locator("h1").textContent()).toMatch(/^One way and both: WebSocket/);
    expect(await page.locator(".plot svg").count()).toBe(charts.length);
    expect(await page.locator("[data-save]").first().isVisible()).toBe(false);
    expect(await page.locator(".legend").first().isVisible()).toBe(false);
    expect(await page.locator("#broadcast table").first().isVisible()).toBe(true);
    const plot = await page.locator("#decision").boundingBox();
    const still = await page.locator("#decision svg").boundingBox();
    if (plot === null || still === null) throw new Error("the first screen's chart is not drawn");
    expect(still.width, "the first screen's chart is seen whole").toBeLessThanOrEqual(plot.width);
    expect(complaints()).toEqual([]);
  });

  it("runs nothing that a run's texts carry", async () => {
    const { page, complaints } = await openHere(hostileRun);
    await unfold(page);
    await drawAll(page);
    await page.locator(`${hostileBytes} .bars_marks path`).first().hover();
    await expect.poll(() => page.locator("#vg-tooltip-element").textContent()).toContain("<img src=x onerror=");
    expect(await page.evaluate("globalThis.injected")).toBeUndefined();
    expect(await page.locator("img, iframe, object, embed, base, [onload], [onerror], [onmouseover]").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(9);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(1280);
    expect(complaints()).toEqual([]);
  });
});
