// The live page in a real browser, as a visitor uses it. The server has a process of its own.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { findFaults } from "../../reports/fixtures/axe.ts";
import { findChromium, launchChromium } from "../../reports/fixtures/chromium.ts";
import { findCut, widths } from "../../reports/fixtures/geometry.ts";

const executable = findChromium(process.env);
const reason =
  executable === null ? " (skipped: no Chromium; run scripts/install-chromium.sh, or set CHROMIUM_PATH)" : "";
const root = fileURLToPath(new URL("../../", import.meta.url));
const transports = ["short-polling", "long-polling", "server-sent-events", "websocket"];

interface LiveProcess {
  readonly child: ChildProcess;
  readonly url: string;
}

/** `npm run serve` without npm. */
const serve = async (...options: readonly string[]): Promise<LiveProcess> => {
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "scripts/serve.ts", ...options], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { child, url: String(line).match(/http:\S+/)?.[0] ?? "" };
};

const stop = async ({ child }: LiveProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, "exit");
};

describe.skipIf(executable === null)(`the live page in Chromium${reason}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let shared: LiveProcess;

  beforeAll(async () => {
    if (executable === null) return;
    [browser, shared] = await Promise.all([launchChromium(executable), serve("--port", "0", "--rate", "20")]);
  }, 30_000);

  afterAll(async () => {
    await browser?.close();
    if (shared !== undefined) await stop(shared, "SIGTERM");
  });

  /** A new visitor, who prefers reduced motion: motion is half of what a page costs. Every line on the console is a complaint. */
  const visit = async (
    url: string,
    options: BrowserContextOptions = {},
    prepare: (page: Page) => Promise<unknown> = async () => {},
  ): Promise<{ page: Page; complaints: string[] }> => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
      locale: "en-GB",
      ...options,
    });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    await prepare(page);
    await page.goto(url);
    return { page, complaints };
  };

  const enter = async (page: Page, name: string, transport: string): Promise<void> => {
    await page.fill("#poll-every", "200");
    await page.fill("#chat-name", name);
    await page.selectOption("#chat-transport", transport);
    await page.click("#chat-join");
    await page.locator("#chat-text:enabled").waitFor();
  };
  const sayIn = async (page: Page, text: string): Promise<void> => {
    await page.fill("#chat-text", text);
    await page.press("#chat-text", "Enter");
  };
  const told = (page: Page, text: string): Promise<void> =>
    page.locator("#chat-log .said", { hasText: text }).last().waitFor();
  const eachPane = (page: Page, selector: string, text: RegExp): Promise<unknown> =>
    Promise.all(
      transports.map((name) =>
        page.locator(`[data-transport=${name}] ${selector}`, { hasText: text }).first().waitFor(),
      ),
    );

  it("feeds every pane with the same messages, says what each costs, and takes no nonsense", async () => {
    const { page, complaints } = await visit(shared.url, { reducedMotion: "no-preference" });
    await eachPane(page, ".body-words", /^256\u202fB body$/);
    await eachPane(page, ".resilience", /^0 lost, 0 duplicated$/);
    // 4 B, give or take a share of a message: the meter is read a moment before or after the messages that it metered.
    await page
      .locator("[data-transport=websocket] .wrapping-words", { hasText: /^\d{1,2}\u202fB frame headers$/ })
      .waitFor();
    await page.locator("[data-transport=long-polling] .state-name", { hasText: "Held by the server" }).waitFor();
    await page.locator("[data-transport=short-polling] .state-note", { hasText: /^next poll in / }).waitFor();

    await page.fill("#rate", "99");
    await page.press("#rate", "Tab");
    expect(await page.getAttribute("#rate", "aria-invalid")).toBe("true");
    expect(await page.textContent("#publishing-status")).toBe("Rate has to be a number from 0.02 to 50\u202fmsg/s.");
    await page.fill("#rate", "10");
    await page.press("#rate", "Tab");
    await page
      .locator("#publishing-status", {
        hasText: "The server publishes 10\u202fmsg/s on average, with bodies of 256\u202fB.",
      })
      .waitFor();

    await page.click("[data-transport=websocket] .switch");
    await page.locator("[data-transport=websocket] .state-name", { hasText: "Closed" }).waitFor();
    // The publisher might publish nothing until the pane is open again.
    expect((await fetch(new URL("/messages", shared.url), { method: "POST" })).status).toBe(201);
    await page.click("[data-transport=websocket] .switch");
    await page.locator("[data-transport=websocket] [data-kind=caught-up]").first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("has presets, figures that teach in silence, and on a phone a strip of four rows that stays in view", async () => {
    const own = await serve("--port", "0", "--log", "none");
    onTestFinished(() => stop(own, "SIGTERM"));
    const { page, complaints } = await visit(own.url, { viewport: { width: 390, height: 800 } });
    await page.click("#preset-prices");
    await page
      .locator("#publishing-status", { hasText: "20\u202fmsg/s on average, with bodies of 64\u202fB." })
      .waitFor();
    expect(await page.getAttribute("#preset-prices", "aria-pressed")).toBe("true");
    await page.click("#preset-notices");
    await page.locator("#publishing-status", { hasText: "0.02\u202fmsg/s" }).waitFor();
    expect(await page.inputValue("#rate")).toBe("0.02");
    await page.locator("[data-transport=short-polling] .requests-value", { hasText: /^[1-9]\d*$/ }).waitFor();
    await page.locator("[data-transport=websocket] .requests-value", { hasText: /^0$/ }).waitFor();
    expect(await page.locator("#strip .glance-row").count()).toBe(4);
    expect(
      await page.evaluate(
        "[...document.querySelectorAll('#strip .glance-row *')].filter((part) => part.scrollWidth > part.clientWidth + 1 && part.childElementCount === 0).map((part) => part.textContent)",
      ),
    ).toEqual([]);
    const grid = "getComputedStyle(document.querySelector('canvas')).getPropertyValue('--grid')";
    expect(await page.evaluate(grid), "a canvas draws its lines in it").toBe("rgb(227, 231, 238)");
    await page.locator("[data-transport=websocket]").scrollIntoViewIfNeeded();
    expect(await page.evaluate('document.querySelector("#strip").getBoundingClientRect().top')).toBe(0);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(complaints).toEqual([]);
  });

  it("chats across transports: history, who is here, markup that stays text", async () => {
    const [{ page: ada, complaints }, { page: ben }] = await Promise.all([visit(shared.url), visit(shared.url)]);
    await enter(ada, "Ada", "websocket");
    await enter(ben, "Ben", "short-polling");
    const payloads = [
      "<img src=x onerror=alert(1)>",
      "<script>alert(2)</script>",
      "</li><svg onload=alert(3)>",
      '"><a href="javascript:alert(4)">5</a>',
    ];
    for (const payload of payloads) await sayIn(ada, payload);
    await sayIn(ben, "by a POST");
    for (const page of [ada, ben]) {
      await told(page, "by a POST");
      for (const payload of payloads) await told(page, payload);
      expect(await page.locator("#chat-log").locator("img, script, svg, a").count()).toBe(0);
    }
    expect(await ada.locator("#chat-log li", { hasText: "by a POST" }).locator(".via").textContent()).toBe(
      "via short polling",
    );

    const { page: cy } = await visit(shared.url);
    await enter(cy, "Cy", "server-sent-events");
    await told(cy, "by a POST");
    await ada.locator("#chat-people li", { hasText: "Cy" }).waitFor();
    await cy.click("#chat-leave");
    expect(await cy.evaluate("document.activeElement.id")).toBe("chat-join");
    await ada.locator("#chat-people li", { hasText: "Cy" }).waitFor({ state: "detached" });
    await expect.poll(() => cy.locator("#chat-people li").count()).toBe(0);
    await enter(cy, "Cy", "server-sent-events");
    await cy.locator("#chat-people li", { hasText: "you" }).waitFor();
    expect(await cy.locator("#chat-log li", { hasText: "by a POST" }).count()).toBe(1);

    await ben.fill("#chat-text", "x".repeat(2_001));
    expect(await ben.textContent("#chat-left")).toBe("1 character too long");
    expect(await ben.locator("#chat-send").isDisabled()).toBe(true);
    // Ten in ten seconds are allowed; a refused text comes back into the draft.
    await ada.evaluate(`for (let i = 0; i < 12; i++) {
      document.querySelector("#chat-text").value = "flood " + i;
      document.querySelector("#chat-saying").requestSubmit();
    }`);
    await expect.poll(() => ada.inputValue("#chat-text")).toMatch(/^(flood \d\n)*flood 10\nflood 11$/);
    expect(await ada.textContent("#chat-trouble")).toMatch(/^At most 10 messages in ten seconds/);
    expect(complaints).toEqual([]);
  });

  it("keeps what others typed within bounds, whatever they typed: the text before stays in view", async () => {
    const { page, complaints } = await visit(shared.url, { viewport: { width: 390, height: 800 } });
    const name = "\u202e\ufdfd".repeat(20);
    await enter(page, name, "websocket");
    await sayIn(page, "still in view");
    const tricks = [
      `a${"\n".repeat(1900)}b`,
      `a${"\n.".repeat(38)}`,
      `x${"\t".repeat(1900)}y`,
      "\ufdfd".repeat(300),
      "W".repeat(2000),
      `${"Z\u0301\u0489\u0316".repeat(500)}`,
      `${"\u05d0\u3000".repeat(1000)}`,
    ];
    for (const [i, trick] of tricks.entries()) {
      await sayIn(page, trick);
      await expect.poll(() => page.locator("#chat-log .own .said").count()).toBe(2 + i);
      const { own, log, wide } = await page.evaluate<{ own: number; log: number; wide: number }>(`(() => {
        const log = document.querySelector("#chat-log");
        const line = log.querySelector("li:last-child");
        return { own: line.offsetHeight, log: log.clientHeight, wide: log.scrollWidth - log.clientWidth };
      })()`);
      expect(own, trick.slice(0, 9)).toBeLessThan(log);
      expect(wide, trick.slice(0, 9)).toBe(0);
    }
    expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
    expect(await findFaults(page, "all")).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each(["en-GB", "zh-CN"])("cuts nothing at any width, in %s", async (locale) => {
    const { page, complaints } = await visit(shared.url, { locale });
    await eachPane(page, ".latest .seq", /^#\d+$/);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      expect(await findCut(page), `${width} px`).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });

  it("is Chinese in a browser of zh-CN, and English where the visitor asks for it", async () => {
    const { page, complaints } = await visit(shared.url, { locale: "zh-CN", viewport: { width: 390, height: 800 } });
    await page.locator("[data-transport=websocket] .state-name", { hasText: "已打开" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(await page.textContent("h1")).toBe("同样的消息，四种方式送到浏览器");
    expect(await page.textContent("[data-transport=long-polling] .pane-name")).toBe("长轮询");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    await page.click("#language-en");
    await page.locator("[data-transport=websocket] .state-name", { hasText: "Open" }).waitFor();
    expect(await page.textContent("h1")).toBe("The same messages, four ways to a browser");
    expect(complaints).toEqual([]);
  });

  it("is used by keyboard alone", async () => {
    const { page } = await visit(shared.url);
    await eachPane(page, ".switch", /^Close$/);
    await page.keyboard.press("Tab");
    expect(await page.locator(".skip").boundingBox()).toMatchObject({ x: 16 });
    const reached: unknown[] = [];
    while (reached.at(-1) !== "chat-name" && reached.length < 40) {
      await page.keyboard.press("Tab");
      reached.push(await page.evaluate("document.activeElement.id || document.activeElement.ariaLabel"));
    }
    expect(reached).toEqual([
      ...[
        "language-en",
        "language-zh",
        "preset-chat",
        "preset-prices",
        "preset-notices",
        "preset-tokens",
        "rate",
        "rate-slider",
        "body",
        "rate-switch",
        "publish-one",
        "poll-every",
        "delay",
        "connect-all",
        "close-all",
      ],
      ...["Close Short polling", "Close Long polling", "Close Server-sent events", "Close WebSocket"],
      "chat-name",
    ]);
    await page.keyboard.type("Key");
    await page.keyboard.press("Enter");
    await page.locator("#chat-text:focus").waitFor();
    await page.keyboard.type("first line");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("second line");
    await page.keyboard.press("Enter");
    await told(page, "first line\nsecond line");
  });

  it.each([
    [1440, "light"],
    [360, "dark"],
  ] as const)("at %d px nothing scrolls sideways, and axe finds nothing (%s)", async (width, colorScheme) => {
    const { page } = await visit(shared.url, { viewport: { width, height: 800 }, colorScheme, bypassCSP: true });
    await enter(page, "W".repeat(40), "long-polling");
    await sayIn(page, "w".repeat(500));
    await told(page, "w".repeat(500));
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(await findFaults(page, "all")).toEqual([]);
  });

  it("goes over to long polling where WebSocket is blocked, and says so", async () => {
    const { page } = await visit(shared.url, {}, (page) =>
      page.routeWebSocket(/\/chat\/websocket/, (socket) => socket.close()),
    );
    await enter(page, "Dee", "websocket");
    await page.locator("#chat-standing", { hasText: "over long polling. WebSocket is blocked here" }).waitFor();
    await sayIn(page, "all the same");
    await told(page, "all the same");
    await page.route("**/chat/messages", (route) => route.abort());
    await sayIn(page, "unanswered");
    await page.locator("#chat-trouble", { hasText: "it may not have been sent" }).waitFor();
    await expect.poll(() => page.inputValue("#chat-text")).toBe("unanswered");
  });

  it("says that no server answers, and goes on once one does", async () => {
    const { page } = await visit(shared.url, {}, (page) => page.route("**/clock", (route) => route.abort()));
    await page.locator("#notice", { hasText: "No server answers" }).waitFor();
    await page.unroute("**/clock");
    await page.click(".notice-retry");
    await page.locator("#notice").waitFor({ state: "hidden" });
    await eachPane(page, ".seq", /^#\d/);
  });

  it("goes on after a restart of the server with nothing lost and nothing twice", async () => {
    const folder = await mkdtemp(join(tmpdir(), "live-page-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const options = ["--log", join(folder, "log.jsonl"), "--rate", "20"];
    const first = await serve("--port", "0", ...options);
    onTestFinished(() => stop(first, "SIGKILL"));
    const { page } = await visit(first.url);
    await enter(page, "Eve", "websocket");
    await eachPane(page, ".seq", /^#\d/);
    await stop(first, "SIGKILL");
    await eachPane(page, ".resilience", /^cut off for /);
    const second = await serve("--port", new URL(first.url).port, ...options);
    onTestFinished(() => stop(second, "SIGTERM"));
    await eachPane(page, ".resilience", /^reconnected after .* · resumed at \d+ · 0 lost, 0 duplicated$/);
    await page.locator("#chat-standing", { hasText: /^You are Eve / }).waitFor();
    await sayIn(page, "still here");
    await told(page, "still here");

    await stop(second, "SIGKILL");
    const third = await serve("--port", new URL(first.url).port, "--log", "none", "--rate", "20");
    onTestFinished(() => stop(third, "SIGTERM"));
    await eachPane(page, ".resilience", /^the server began another log · 0 lost, 0 duplicated$/);
  });
});
