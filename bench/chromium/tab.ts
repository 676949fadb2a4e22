// A page of Chromium at the server's origin, in a context of its own: all pages of a context share six connections to a
// host. Its HTML and modules are handed to it before they are asked of the server, which sees nothing of them.

import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { measureOffset } from "../../clients/browser/clock.ts";
import { hostClock } from "../machine/clock.ts";
import { type DevTools, evaluate, type Notice } from "./devtools.ts";
import type { PageDeliveries, PageOptions } from "./page.ts";

/** The page's clock against the host's, in ms. */
export interface TabClock {
  /** page − host, wrong by at most `boundMs`, which includes the clock's own resolution. */
  readonly offsetMs: number;
  readonly boundMs: number;
}

export interface Tab {
  readClock(): Promise<TabClock>;
  /** Resolves once the subscriber is ready; rejects where it cannot be. */
  subscribe(transport: string, options: PageOptions): Promise<void>;
  reached(seq: number): Promise<void>;
  deliveries(): Promise<PageDeliveries>;
  /** Unsubscribes and lets go of the page and its connections. */
  close(): Promise<void>;
}

/** Isolated pages have a clock that ticks every 5 µs, others one of 100 µs (W3C High Resolution Time, section 7). */
const isolation = [
  { name: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { name: "Cross-Origin-Embedder-Policy", value: "require-corp" },
] as const;
const resolutionMs = { isolated: 0.005, shared: 0.1 } as const;

const blank = '<!doctype html><link rel="icon" href="data:,">';
const ownRoot = new URL("../..", import.meta.url);

/** A reading of the clock takes so many exchanges, of which the quickest counts. */
const exchanges = 25;

/** `root`: the tree whose clients/browser is measured. */
export const openTab = async (devTools: DevTools, origin: string, root: URL): Promise<Tab> => {
  const { browserContextId } = await devTools.call("Target.createBrowserContext", {});
  const { targetId } = await devTools.call("Target.createTarget", { url: "about:blank", browserContextId });
  const { sessionId: session } = await devTools.call("Target.attachToTarget", { targetId, flatten: true });
  const run = (expression: string): Promise<unknown> => evaluate(devTools, session, expression);
  const stopServing = await serve(devTools, session, origin, root);
  const { errorText } = await devTools.call("Page.navigate", { url: `${origin}/` }, session);
  if (errorText !== undefined) throw new Error(`a page could not be opened: ${errorText}`);
  const isolated = await run(loading);
  await stopServing();
  const resolution = isolated === true ? resolutionMs.isolated : resolutionMs.shared;
  return {
    readClock: async () => {
      const { offsetMs, boundMs } = await measureOffset(
        () => run("performance.now()").then(Number),
        hostClock,
        exchanges,
      );
      return { offsetMs, boundMs: boundMs + resolution };
    },
    subscribe: async (transport, options) => {
      await run(`globalThis.startSubscriber(${JSON.stringify(transport)}, ${JSON.stringify(options)})`);
    },
    reached: async (seq) => {
      await run(`globalThis.subscriber.reached(${seq}).then(() => {})`);
    },
    deliveries: async () => {
      const told = await run("globalThis.subscriber.deliveries()");
      if (!isDeliveries(told)) throw new Error("a page told its deliveries in another shape");
      return told;
    },
    close: async () => {
      await run("globalThis.subscriber?.close()");
      await devTools.call("Target.disposeBrowserContext", { browserContextId });
    },
  };
};

/** Loads all modules, so that nothing is fetched later; resolves to whether the page is isolated from others. */
const loading = `(async () => {
  const [{ browserTransports }, { subscribeInPage }] = await Promise.all([
    import("/clients/browser/transports.ts"),
    import("/bench/chromium/page.ts"),
  ]);
  globalThis.startSubscriber = (name, options) => {
    if (browserTransports[name] === undefined) throw new Error("no browser client is called " + name);
    globalThis.subscriber = subscribeInPage(browserTransports[name].subscribe, options);
    return globalThis.subscriber.ready;
  };
  return crossOriginIsolated;
})()`;

const isDeliveries = (told: unknown): told is PageDeliveries =>
  typeof told === "object" &&
  told !== null &&
  "seq" in told &&
  "receivedAt" in told &&
  "altered" in told &&
  "losses" in told &&
  "gaps" in told;

/** Answers the page's own requests to the origin, until the returned function lets its requests through to the server. */
const serve = async (devTools: DevTools, session: string, origin: string, root: URL): Promise<() => Promise<void>> => {
  const answer = async ({ params: { requestId, request } }: Notice): Promise<void> => {
    const { type, text } = await sourceAt(new URL(urlOf(request)).pathname, root);
    await devTools.call(
      "Fetch.fulfillRequest",
      {
        requestId: String(requestId),
        responseCode: text === null ? 404 : 200,
        responseHeaders: [{ name: "Content-Type", value: type }, ...isolation],
        body: Buffer.from(text ?? "").toString("base64"), // A 404 has no body.
      },
      session,
    );
  };
  devTools.onNotice((notice) => {
    // A page that has gone meanwhile needs no answer.
    if (notice.session === session && notice.method === "Fetch.requestPaused") answer(notice).catch(() => {});
  });
  await devTools.call("Fetch.enable", { patterns: [{ urlPattern: `${origin}/*` }] }, session);
  return async () => {
    await devTools.call("Fetch.disable", {}, session);
  };
};

const urlOf = (request: unknown): string =>
  typeof request === "object" && request !== null && "url" in request ? String(request.url) : "";

/** The page itself, or a module: the harness's from this tree, the clients' from the measured one; null where there is none. */
const sourceAt = async (path: string, root: URL): Promise<{ readonly type: string; readonly text: string | null }> => {
  if (path === "/") return { type: "text/html", text: blank };
  const tree = path.startsWith("/bench/") ? ownRoot : root;
  try {
    const text = stripTypeScriptTypes(await readFile(new URL(`.${path}`, tree), "utf8"));
    return { type: "text/javascript", text };
  } catch {
    return { type: "text/plain", text: null };
  }
};
