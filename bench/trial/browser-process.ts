// The load generator of a browser arm: Chromium, with one page a subscriber. Its pages stamp what arrives with their own
// clocks, and the server counts the bytes. Started by trial.ts.

import { untilCalm } from "../chromium/calm.ts";
import { requireChromium } from "../chromium/chromium.ts";
import { type DevTools, startChromium } from "../chromium/devtools.ts";
import { openTab, type Tab, type TabClock } from "../chromium/tab.ts";
import { answerCalls } from "../machine/child.ts";
import { hostClock, until } from "../machine/clock.ts";
import { watchLoad } from "../machine/load.ts";
import { readText } from "../machine/proc.ts";
import { familyOf, watchProcesses, watchStops } from "../machine/processes.ts";
import { type Gap, type Pulse, startPulse } from "../machine/pulse.ts";
import { phaseOf, seededRandom } from "../statistics/random.ts";
import { valueAt } from "../statistics/value-at.ts";
import { browserClientOf, plainName } from "../transports.ts";
import { type ClientCalls, type ConnectCall, wireReader } from "./client-calls.ts";
import { Deliveries } from "./deliveries.ts";
import { rehearse } from "./rehearsal.ts";

/** How long a page may take to be ready, and to tell what it got. */
const patienceMs = 15_000;

/** In the command line of Chromium's network service. */
const networkServiceWord = "network.mojom.NetworkService";

interface Page {
  readonly subscriber: number;
  readonly tab: Tab;
  readonly clockBefore: TabClock;
}

let devTools: DevTools | null = null;
let pages: readonly Page[] = [];
let pulse: Pulse | null = null;
let stopsOfChromium = (): readonly Gap[] => [];
/** The process that all pages' connections are in; Chromium starts another in its place. null where it is not known. */
let networkService: number | null = null;
/** Set before pages are closed, so that their going is not taken for a crash. */
let leaving = false;
const broken = Promise.withResolvers<never>();
broken.promise.catch(() => {}); // Whoever waits for a page hears of it.

const started = (): DevTools => {
  if (devTools === null) throw new Error("Chromium was not started");
  return devTools;
};

/** Gives up where a page or Chromium itself breaks down, or `work` takes too long. */
const withPages = async <T>(what: string, work: Promise<T>, ms = patienceMs): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${what} took longer than ${ms / 1000} s`)), ms);
  try {
    return await Promise.race([work, broken.promise, late.promise]);
  } catch (error) {
    // A call that fails because its page crashed may be known before the crash: one exchange later both are.
    await devTools?.call("Browser.getVersion", {}).catch(() => {});
    return await Promise.race([broken.promise, Promise.reject(error)]);
  } finally {
    clearTimeout(timer);
  }
};

const start = async (origin: string): Promise<DevTools> => {
  const chromium = await startChromium(requireChromium(process.env), origin);
  devTools = chromium;
  chromium.ended.then((reason) => broken.reject(new Error(reason)));
  chromium.onNotice(({ method, params: { status, reason } }) => {
    if (leaving) return;
    if (method === "Target.targetCrashed") broken.reject(new Error(`a page crashed (${status})`));
    if (method === "Inspector.detached") broken.reject(new Error(`a page crashed (${reason})`));
  });
  await chromium.call("Target.setDiscoverTargets", { discover: true });
  return chromium;
};

const connect = async (call: ConnectCall): Promise<{ from: number; to: number }> => {
  const { origin } = new URL(call.url);
  const chromium = await withPages("starting Chromium", start(origin));
  const root = new URL(call.subject.root);
  const tabs: Tab[] = [];
  for (const _ of call.subscribers) tabs.push(await withPages("opening a page", openTab(chromium, origin, root)));
  await untilCalm(chromium.pid);
  const opened: Page[] = [];
  for (const [i, subscriber] of call.subscribers.entries()) {
    const tab = valueAt(tabs, i);
    opened.push({ subscriber, tab, clockBefore: await withPages("reading a page's clock", tab.readClock()) });
  }
  pages = opened;
  const phase = seededRandom(call.seed, 0x9a5e)();
  const from = hostClock();
  const joined = pages.map(({ subscriber, tab }) =>
    tab.subscribe(browserClientOf(call.transport), {
      url: `${origin}/${plainName(call.transport)}`,
      pollEveryMs: call.pollEveryMs,
      firstPollMs: phaseOf(subscriber, phase) * call.pollEveryMs,
      holdMs: call.patience.holdMs,
      bodyBytes: call.bodyBytes,
      seed: call.seed,
    }),
  );
  await withPages("subscribing", Promise.all(joined));
  return { from, to: hostClock() };
};

/** Times of a page's clock become the host's by the more exact of its two readings. */
const leave = async (): ReturnType<ClientCalls["leave"]> => {
  const deliveries = new Deliveries();
  const gaps = [...stopsOfChromium(), ...(pulse?.gaps() ?? [])];
  if (networkService !== null && readText(`/proc/${networkService}/stat`) === null) {
    throw new Error("Chromium's network service ended");
  }
  let [offsetBoundMs, driftMs, losses] = [0, 0, 0];
  for (const { subscriber, tab, clockBefore } of pages) {
    const clockAfter = await tab.readClock();
    const clock = clockAfter.boundMs < clockBefore.boundMs ? clockAfter : clockBefore;
    offsetBoundMs = Math.max(offsetBoundMs, clock.boundMs);
    driftMs = Math.max(driftMs, Math.abs(clockAfter.offsetMs - clockBefore.offsetMs));
    const told = await tab.deliveries();
    losses += told.losses;
    gaps.push(...told.gaps.map(({ from, to }) => ({ from: from - clock.offsetMs, to: to - clock.offsetMs })));
    for (const [row, seq] of told.seq.entries()) {
      const receivedAt = valueAt(told.receivedAt, row) - clock.offsetMs;
      deliveries.record(subscriber, seq, receivedAt, valueAt(told.altered, row));
    }
  }
  leaving = true;
  await Promise.all(pages.map(({ tab }) => tab.close()));
  return { deliveries: deliveries.columns(), total: null, pages: { offsetBoundMs, driftMs, losses }, gaps };
};

const calls = {
  liveBytes: async () => null,
  rehearse,
  /** Chromium is started on connecting, since it has to know the server's origin. The time to connect does not count it. */
  prepare: async () => null,
  connect,
  measure: async (call) => {
    const read = wireReader(call);
    // Before the window, so that a stall over its begin is seen whole.
    pulse = startPulse(hostClock);
    const family = familyOf(started().pid);
    networkService = family.find((pid) => readText(`/proc/${pid}/cmdline`)?.includes(networkServiceWord)) ?? null;
    stopsOfChromium = watchStops(family);
    await until(call.windowFrom);
    const tell = watchLoad();
    const tellChromium = watchProcesses(started().pid);
    const wireBefore = read();
    await until(call.windowTo);
    const wireAfter = read();
    const chromium = tellChromium();
    return {
      load: tell(),
      chromium,
      before: null,
      after: null,
      wire: { before: await wireBefore, after: await wireAfter },
    };
  },
  drain: async ({ lastSeq, quietMs }) => {
    if (lastSeq === 0) return true;
    const all = Promise.all(pages.map(({ tab }) => tab.reached(lastSeq))).then(() => true);
    const late = until(hostClock() + quietMs).then(() => false);
    return await Promise.race([all, late, broken.promise]);
  },
  leave: () => withPages("asking the pages what they got", leave()),
} satisfies ClientCalls;

await answerCalls(calls, async () => {
  await devTools?.close();
});
process.exit();
