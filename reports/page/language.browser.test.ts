import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Run } from "../../bench/record/run.ts";
import { findChromium, launchChromium } from "../fixtures/chromium.ts";
import { watchPage } from "../fixtures/complaints.ts";
import { hostileRun } from "../fixtures/hostile.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { buildReport } from "../view/report.ts";
import { chinese } from "../words/chinese/chinese.ts";
import { english } from "../words/english/english.ts";
import { writeReport } from "../write.ts";

const executable = findChromium(process.env);
const reason =
  executable === null ? " (skipped: no Chromium; run scripts/install-chromium.sh, or set CHROMIUM_PATH)" : "";

const told = (words = english): { readonly head: string; readonly title: string } => {
  const { decision, verdict } = buildReport(fixtureRun, words);
  return { head: words.basics.stop(decision?.advice[0] ?? ""), title: `${verdict.headline} · ${fixtureRun.id}` };
};
const heads = { english: told(), chinese: told(chinese) };

describe.skipIf(executable === null)(`the page's languages in Chromium${reason}`, () => {
  let browser: Browser;
  let folder = "";
  const urls = new Map<Run, string>();

  beforeAll(async () => {
    if (executable === null) return;
    folder = await mkdtemp(join(tmpdir(), "languages-"));
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

  /** Every message on the console, error, dialog and request that leaves the page is a complaint. */
  const open = async (
    options: BrowserContextOptions,
    hash = "",
    run: Run = fixtureRun,
  ): Promise<{ page: Page; complaints: string[] }> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const url = urls.get(run) ?? "about:blank";
    const complaints = watchPage(page, (address) => address.startsWith(url));
    await page.goto(`${url}${hash}`);
    if (options.javaScriptEnabled !== false)
      await page.waitForSelector("html[data-charts=live]", { state: "attached" });
    return { page, complaints };
  };

  const seen = async (
    page: Page,
  ): Promise<readonly [language: string | null, headline: string | null, title: string]> => [
    await page.locator("html").getAttribute("lang"),
    await page.locator("h1").textContent(),
    await page.title(),
  ];
  const { poll } = expect;
  const englishOnes = ["en", heads.english.head, heads.english.title];
  const chineseOnes = ["zh-CN", heads.chinese.head, heads.chinese.title];
  const chart = (page: Page): Promise<string | null> => page.locator("#broadcast-bytes svg").textContent();

  const unfold = (page: Page): Promise<void> =>
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");

  it("a browser of zh-CN gets Chinese, does not scroll sideways, and chooses a transport from the address on", async () => {
    const { page, complaints } = await open({ locale: "zh-CN" }, "#choosing:rate=20,subscribers=50,delay=200");
    expect(await seen(page)).toEqual(chineseOnes);
    expect(await page.getByRole("slider", { name: "单向延迟" }).getAttribute("aria-valuetext")).toBe("200 ms");
    expect(await page.locator("#choosing-live .source").last().textContent()).toBe("外推");
    await page.getByRole("button", { name: "恢复为本次运行的设定" }).press("Enter");
    expect(await page.locator("#choosing-live td.extrapolated").count()).toBe(0);
    expect(await page.locator("#choosing-answer").textContent()).toMatch(/^1\u202fs 之内代价最低：WebSocket（p99 为 /);
    await unfold(page);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(1280);
    expect(complaints).toEqual([]);
  });

  it("a browser of zh-TW gets Chinese, and does not scroll sideways at 390 px with everything unfolded", async () => {
    const { page, complaints } = await open({ locale: "zh-TW", viewport: { width: 390, height: 844 } });
    expect(await seen(page)).toEqual(chineseOnes);
    await unfold(page);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(complaints).toEqual([]);
  });

  it("a browser of en-GB gets English, drawn anew in the language asked for, and again in the first", async () => {
    const { page, complaints } = await open({ locale: "en-GB" });
    expect(await seen(page)).toEqual(englishOnes);
    expect(await chart(page)).toContain("Short polling");
    const buttons = {
      chinese: page.getByRole("button", { name: "中文" }),
      english: page.getByRole("button", { name: "English" }),
    };
    await buttons.chinese.press("Enter");
    await poll(() => chart(page)).toContain("短轮询");
    expect(await chart(page)).not.toContain("polling");
    expect(await seen(page)).toEqual(chineseOnes);
    expect(await buttons.chinese.getAttribute("aria-pressed")).toBe("true");
    expect(await buttons.english.getAttribute("aria-pressed")).toBe("false");
    expect(await page.evaluate("document.activeElement.dataset.language")).toBe("zh-CN");
    expect(await page.locator(".skip").textContent()).toBe("跳到结果");
    await poll(() => page.locator(".plot:not(.live)").count()).toBe(0);
    await buttons.english.press("Enter");
    await poll(() => chart(page)).toContain("Short polling");
    expect(await seen(page)).toEqual(englishOnes);
    expect(complaints).toEqual([]);
  });

  it("a browser of de-DE gets English; a choice keeps what is unfolded and the section that is read, and is kept itself", async () => {
    const { page, complaints } = await open({ locale: "de-DE" });
    expect(await seen(page)).toEqual(englishOnes);
    await page.locator("#trials summary").press("Enter");
    await page.evaluate("document.getElementById('rig').scrollIntoView({ behavior: 'instant' })");
    const top = (): Promise<number> => page.evaluate("document.getElementById('rig').getBoundingClientRect().top");
    const before = await top();
    await page.evaluate("document.querySelector('[data-language=zh-CN]').click()");
    await poll(() => seen(page)).toEqual(chineseOnes);
    expect(await page.locator("#trials details").getAttribute("open")).toBe("");
    // Charts above it that are drawn meanwhile may be a little higher than their blanks; it stays in view.
    expect(Math.abs((await top()) - before)).toBeLessThan(450);
    expect(complaints).toEqual([]);
    await page.reload();
    await poll(() => seen(page)).toEqual(chineseOnes);
  });

  it("is English, and offers nothing else, where no script runs", async () => {
    const { page, complaints } = await open({ locale: "zh-CN", javaScriptEnabled: false });
    expect(await seen(page)).toEqual(englishOnes);
    expect(await page.locator(".languages").isVisible()).toBe(false);
    expect(complaints).toEqual([]);
  });

  it("runs nothing that a run's texts carry, in Chinese neither", async () => {
    const { page, complaints } = await open({ locale: "zh-CN" }, "", hostileRun);
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    await unfold(page);
    await page.locator("#broadcast-script-style-title-svg-bytes .bars_marks path").first().hover();
    await poll(() => page.locator("#vg-tooltip-element").textContent()).toContain("<img src=x onerror=");
    expect(await page.evaluate("globalThis.injected")).toBeUndefined();
    expect(await page.locator("img, iframe, object, embed, base, [onload], [onerror], [onmouseover]").count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
