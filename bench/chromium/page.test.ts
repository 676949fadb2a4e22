import { expect, it, onTestFinished } from "vitest";
import type { BrowserOptions, BrowserSubscribe, BrowserWatcher } from "../../clients/browser/subscriber.ts";
import { plannedBodies } from "../plan/bodies.ts";
import { type PageSubscriber, subscribeInPage } from "./page.ts";

/** A subscriber whose every event the test makes. */
const page = (): {
  readonly subscriber: PageSubscriber;
  readonly watcher: BrowserWatcher;
  readonly options: BrowserOptions;
} => {
  const given: { watcher: BrowserWatcher; options: BrowserOptions }[] = [];
  const subscribe: BrowserSubscribe = (_, options, watcher) => {
    given.push({ watcher, options });
    return { cursor: 0, send: () => false, close: () => {} };
  };
  const subscriber = subscribeInPage(subscribe, {
    url: "http://x/short-polling",
    pollEveryMs: 1000,
    firstPollMs: 250,
    holdMs: 45_000,
    bodyBytes: 8,
    seed: 7,
  });
  onTestFinished(() => subscriber.close());
  const [first] = given;
  if (first === undefined) throw new Error("nothing has subscribed");
  return { subscriber, ...first };
};

const message = (seq: number, body = plannedBodies(8, 7)(seq)) => ({ seq, body });

it("keeps seq and instant of every delivery, in the order of arrival", () => {
  const { subscriber, watcher } = page();
  watcher.message(message(2), 10.5);
  watcher.message(message(1), 11);
  expect(subscriber.deliveries()).toEqual({
    seq: [2, 1],
    receivedAt: [10.5, 11],
    altered: [false, false],
    losses: 0,
    gaps: [],
  });
});

it("tells each body that is not the one of its seq: a cut one, and another message's", () => {
  const { subscriber, watcher } = page();
  const bodyOf = plannedBodies(8, 7);
  watcher.message(message(1), 1);
  watcher.message(message(2, bodyOf(2).slice(0, 7)), 2);
  watcher.repeated?.(message(3, bodyOf(1)));
  expect(subscriber.deliveries()).toMatchObject({ seq: [1, 2, 3], altered: [false, true, true] });
});

it("tells when a message has arrived, before and after it did", async () => {
  const { subscriber, watcher } = page();
  const reached = subscriber.reached(2);
  watcher.message(message(1), 1);
  watcher.message(message(2), 2);
  await expect(reached).resolves.toBeUndefined();
  await expect(subscriber.reached(1)).resolves.toBeUndefined();
});

it("polls for the second time after its phase, and from then on at the interval", async () => {
  const { subscriber, watcher, options } = page();
  watcher.state("connecting", "");
  watcher.state("pausing", "next poll in 0.25 s");
  await subscriber.ready;
  expect([options.pollEveryMs(), options.pollEveryMs()]).toEqual([250, 250]);
  watcher.state("open", "polling");
  expect(options.pollEveryMs()).toBe(1000);
  expect(options.holdMs()).toBe(45_000);
});

it("is not ready where the first attempt fails, and counts what breaks off", async () => {
  const { subscriber, watcher } = page();
  watcher.state("pausing", "the WebSocket did not open");
  watcher.failed?.({ status: null, opened: false });
  await expect(subscriber.ready).rejects.toThrow("the WebSocket did not open");
  watcher.state("open", "");
  expect(subscriber.deliveries().losses).toBe(1);
});
