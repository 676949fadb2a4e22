import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Run } from "../../bench/record/run.ts";
import { choosingPage } from "../fixtures/choosing.ts";
import { findChromium, launchChromium } from "../fixtures/chromium.ts";
import { hostileRun } from "../fixtures/hostile.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { plainTransports } from "../legend/transports.ts";
import { englishChoosing } from "../words/english/choosing.ts";
import { type Answer, answer } from "./answers.ts";
import type { Setting } from "./bare.ts";
import { predictAll } from "./choices.ts";
import { choosingInputs } from "./inputs.ts";
import { rowsOf } from "./rows.ts";
import { listPrices } from "./tariffs.ts";

const executable = findChromium(process.env);
const reason =
  executable === null ? " (skipped: no Chromium; run scripts/install-chromium.sh, or set CHROMIUM_PATH)" : "";

/** The sentence and the figures that the page has to show at a setting. */
const expected = (setting: Setting, prices = listPrices): Answer & { readonly figures: readonly string[] } => {
  const inputs = choosingInputs(fixtureRun, plainTransports(fixtureRun));
  if (inputs === null) throw new Error("the fixed run gives the model nothing");
  const predictions = predictAll(inputs, setting);
  return {
    ...answer(predictions, setting, englishChoosing),
    figures: rowsOf(predictions, { setting, prices }, englishChoosing).flatMap(({ figures, month }) =>
      [...figures, ...month].map(({ text }) => text),
    ),
  };
};

const shown = async (page: Page): Promise<Answer & { readonly figures: readonly string[] }> => ({
  lead: (await page.locator("#choosing-answer .lead").textContent()) ?? "",
  more: (await page.locator("#choosing-answer .more").textContent()) ?? "",
  figures: await page.locator("#choosing-live td .value").allTextContents(),
});

const own: Setting = {
  ratePerSec: 10,
  subscribers: 100,
  bodyBytes: 256,
  oneWayMs: 0,
  staleMs: 1000,
  sendsPerMin: 0,
  between: "nothing",
};

describe.skipIf(executable === null)(`choosing in Chromium${reason}`, () => {
  let browser: Browser;
  let shared: Page;
  let complaints: string[] = [];
  let folder = "";
  const urls = new Map<Run, string>();

  beforeAll(async () => {
    if (executable === null) return;
    folder = await mkdtemp(join(tmpdir(), "choosing-"));
    for (const [i, run] of [fixtureRun, hostileRun].entries()) {
      const path = join(folder, `${i}.html`);
      await writeFile(path, await choosingPage(run));
      urls.set(run, pathToFileURL(path).href);
    }
    browser = await launchChromium(executable);
    shared = await newPage(true);
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Every message on the console, error, dialog and request that leaves the page is a complaint. */
  const newPage = async (javaScriptEnabled: boolean): Promise<Page> => {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage();
    const own = [...urls.values()];
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    page.on("request", (request) => {
      if (!own.some((url) => request.url().startsWith(url)) && request.url() !== "data:,")
        complaints.push(`request: ${request.url()}`);
    });
    return page;
  };

  /** The page is loaded anew, though another address of it may have been open. */
  const open = async (run: Run, hash = "", { width = 1280, page = shared } = {}): Promise<Page> => {
    complaints = [];
    await page.goto("about:blank");
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${urls.get(run) ?? "about:blank"}${hash}`);
    return page;
  };

  const hashOf = (page: Page): string => new URL(page.url()).hash;

  it("begins with the run's own setting, all controls labelled and the examples folded", async () => {
    const page = await open(fixtureRun);
    expect(await shown(page)).toEqual(expected(own));
    expect(await page.getByRole("slider").count()).toBe(6);
    expect(await page.getByRole("slider", { name: "One-way delay" }).getAttribute("aria-valuetext")).toBe("0 ms");
    expect(await page.getByRole("spinbutton", { name: "Subscribers, exactly" }).inputValue()).toBe("100");
    expect(await page.locator("#choosing-examples").isVisible()).toBe(false);
    expect(hashOf(page)).toBe("");
    expect(complaints).toEqual([]);
  });

  it("follows the keyboard, and keeps the setting in the address", async () => {
    const page = await open(fixtureRun);
    const delay = page.getByRole("slider", { name: "One-way delay" });
    await delay.focus();
    for (let i = 0; i < 11; i++) await delay.press("ArrowRight");
    expect(await shown(page)).toEqual(expected({ ...own, oneWayMs: 10 }));
    await page.getByRole("spinbutton", { name: "Too stale after, exactly, in ms" }).fill("25");
    await page.keyboard.press("Tab");
    const after = { ...own, oneWayMs: 10, staleMs: 25 };
    expect(await shown(page)).toEqual(expected(after));
    expect(hashOf(page)).toBe("#choosing:rate=10,subscribers=100,body=256,delay=10,stale=25");
    expect(complaints).toEqual([]);
  });

  it("takes a setting from the address, and goes back to the run's own", async () => {
    const page = await open(fixtureRun, "#choosing:rate=20,subscribers=50,delay=200");
    expect(await shown(page)).toEqual(expected({ ...own, ratePerSec: 20, subscribers: 50, oneWayMs: 200 }));
    expect(await page.locator("#choosing-live .source").allTextContents()).toEqual(Array(3).fill("extrapolated"));
    expect(await page.locator("#choosing-live .is-extrapolated").count()).toBe(3);
    await page.getByRole("button", { name: "Reset to this run" }).press("Enter");
    expect(await shown(page)).toEqual(expected(own));
    expect(await page.locator("#choosing-live .source").allTextContents()).toEqual(Array(3).fill("measured"));
    expect(await page.locator("#choosing-live .is-extrapolated, #choosing-live td.extrapolated").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("says which number of an address was moved into its range, until the next is set", async () => {
    const page = await open(fixtureRun, "#choosing:rate=1e9,subscribers=50");
    const note = page.locator("#choosing-clamped");
    expect(await note.textContent()).toBe('"Message rate" was out of its range, and is set to 1000.');
    await page.getByRole("slider", { name: "One-way delay" }).press("ArrowRight");
    expect(await note.isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it("asks what clients send and what stands between", async () => {
    const page = await open(fixtureRun);
    await page.getByRole("spinbutton", { name: "A client sends, exactly, in /min" }).fill("6");
    await page.keyboard.press("Tab");
    await page.getByRole("combobox", { name: "Between clients and server" }).selectOption("cuts");
    expect(await shown(page)).toEqual(expected({ ...own, sendsPerMin: 6, between: "cuts" }));
    expect(await page.locator("#choosing-answer").textContent()).toContain("Long polling cannot pass: ");
    expect(hashOf(page)).toMatch(/,sends=6,between=cuts$/);
    expect(complaints).toEqual([]);
  });

  it("counts a month by the reader's own prices", async () => {
    const page = await open(fixtureRun);
    await page.locator(".prices > summary").press("Enter");
    await page.getByRole("spinbutton", { name: "A GB sent out" }).fill("0.5");
    await page.keyboard.press("Tab");
    expect(await shown(page)).toEqual(expected(own, { ...listPrices, egress: 0.5 }));
    expect(hashOf(page)).toMatch(/,egress=0\.5$/);
    await page.getByRole("button", { name: "Reset to this run" }).press("Enter");
    expect(await shown(page)).toEqual(expected(own));
    expect(complaints).toEqual([]);
  });

  it("sets an example", async () => {
    const page = await open(fixtureRun);
    await page.locator("#choosing-stills > summary").press("Enter");
    await page.locator(".take").nth(1).press("Enter");
    const dashboard = { ...own, ratePerSec: 1, subscribers: 100, bodyBytes: 1000, oneWayMs: 25, staleMs: 2000 };
    await expect.poll(() => shown(page)).toEqual(expected(dashboard));
    expect(complaints).toEqual([]);
  });

  it("takes no number out of its range", async () => {
    const page = await open(fixtureRun);
    const exact = page.getByRole("spinbutton", { name: "Subscribers, exactly" });
    await exact.fill("5000000");
    expect(await shown(page)).toEqual(expected(own));
    await page.keyboard.press("Tab");
    expect(await exact.inputValue()).toBe("100000");
    expect(await page.getByRole("status").textContent()).toBe(
      '"Subscribers" was out of its range, and is set to 100\u202f000.',
    );
    expect(await shown(page)).toEqual(expected({ ...own, subscribers: 100_000 }));
    await exact.fill("");
    await page.keyboard.press("Tab");
    expect(await exact.inputValue()).toBe("100000");
    expect(complaints).toEqual([]);
  });

  it("reads without scripts", async () => {
    const page = await open(fixtureRun, "", { page: await newPage(false) });
    expect(await page.locator("#choosing-live").isVisible()).toBe(false);
    expect(await page.locator("#choosing-examples").isVisible()).toBe(true);
    expect(await page.locator(".take").first().isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  const saturated = "#choosing:subscribers=100000,rate=1000";

  it.each([390, 768, 1280])("does not scroll sideways at %d px, with everything unfolded", async (width) => {
    const page = await open(fixtureRun, saturated, { width });
    for (const summary of await page.locator("summary").all()) await summary.click();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
  });

  it.each(["", saturated])("fits into a screen of 1280 by 900 px, its table into the sheet, at %j", async (hash) => {
    const page = await open(fixtureRun, hash);
    const size = await page.evaluate<{ height: number; box: number; table: number }>(`(() => {
      const { clientWidth, scrollWidth } = document.querySelector("#choosing-live .scroll");
      const { height } = document.getElementById("choosing").getBoundingClientRect();
      return { height, box: clientWidth, table: scrollWidth };
    })()`);
    expect(size.height).toBeLessThanOrEqual(900);
    expect(size.table).toBe(size.box);
  });

  it("has names, intervals and badges on a line each, and four controls in a row at 1280 px, two at 390", async () => {
    const page = await open(fixtureRun);
    const tallest = (selector: string): Promise<number> =>
      page.evaluate(`Math.max(...[...document.querySelectorAll("#choosing-live ${selector}")].map(
        (element) => element.offsetHeight / Number.parseFloat(getComputedStyle(element).lineHeight)))`);
    for (const part of [".interval", ".against small"]) expect(await tallest(part)).toBeLessThan(1.9);
    const inARow = (): Promise<number> =>
      page.evaluate(`(() => {
        const tops = [...document.querySelectorAll(".controls > .control")].map(({ offsetTop }) => offsetTop);
        return tops.filter((top) => top === tops[0]).length;
      })()`);
    expect(await inARow()).toBe(4);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await inARow()).toBe(2);
  });

  it("marks the measured region under the slider", async () => {
    const page = await open(fixtureRun);
    const edge = (name: string): Promise<string> =>
      page.evaluate(`document.getElementById("choosing-delay").parentElement.style.getPropertyValue("--${name}")`);
    // 0 to 140 ms, to which 125 is the nearest step: the 22nd of the 28 that follow 0.
    expect([await edge("from"), await edge("to")]).toEqual(["0", String(22 / 28)]);
  });

  it("runs nothing that a run's texts carry", async () => {
    const page = await open(hostileRun, "#choosing:rate=<img src=x onerror=globalThis.injected=1>,delay=20");
    expect(await page.locator("#choosing-answer").textContent()).toContain("<img src=x onerror=");
    expect(await page.evaluate("globalThis.injected")).toBeUndefined();
    expect(await page.locator("img, iframe, object, embed, base, [onload], [onerror], [onmouseover]").count()).toBe(0);
    expect(await page.locator("script").count()).toBe(2);
    expect(complaints).toEqual([]);
  });
});
