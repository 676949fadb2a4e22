// The cost of a message, from meters and arrivals.

import { expect, it } from "vitest";
import { costOf, type Meter, noCosts, read, settle, trafficOf } from "./costs.ts";

const meter = (requests: number, bytesUp: number, bytesDown: number): Meter => ({
  requests,
  empty: 0,
  bytesUp,
  bytesDown,
});
const received = (messages: number) => ({ messages, bodyBytes: 100 * messages, envelopeBytes: 70 * messages });

it("lays on a message what was sent since the handshake was paid", () => {
  let costs = settle(read(noCosts, meter(1, 400, 0), received(0), 0, 0), 500);
  costs = read(costs, meter(1, 400, 0), received(0), 400, 600);
  costs = read(costs, meter(1, 500, 300), received(0), 1_000, 1_000);
  expect(costOf(costs)).toBeNull();
  costs = read(costs, meter(1, 500, 300 + 10 * 174), received(10), 2_000, 2_000);
  expect(costOf(costs)).toEqual({ body: 100, envelope: 70, wrapping: 4 });
});

it("forgets what is older than a minute", () => {
  let costs = read(noCosts, meter(1, 0, 0), received(0), 0, 0);
  costs = read(costs, meter(2, 9_000, 9_000), received(10), 30_000, 30_000);
  costs = read(costs, meter(3, 9_000, 9_000 + 5 * 180), received(15), 70_000, 70_000);
  expect(costOf(costs)).toEqual({ body: 100, envelope: 70, wrapping: 10 });
});

it("goes on where a server that was started again begins its meters anew", () => {
  let costs = read(noCosts, meter(5, 1_000, 2_000), received(10), 0, 0);
  costs = read(costs, meter(1, 200, 300), received(11), 1_000, 1_000);
  costs = read(costs, meter(2, 400, 600), received(12), 2_000, 2_000);
  expect(costs.total).toEqual(meter(7, 1_400, 2_600));
});

it("tells what a minute of silence moved", () => {
  let costs = settle(read(noCosts, meter(1, 400, 0), received(0), 0, 0), 500);
  expect(trafficOf(costs)).toBeNull();
  costs = read(costs, meter(1, 400, 0), received(0), 600, 600);
  expect(trafficOf(costs)).toBeNull();
  costs = read(costs, meter(3, 900, 250), received(0), 60_000, 60_000);
  expect(trafficOf(costs)).toEqual({ requests: 2, bytes: 750 });
  costs = read(costs, meter(4, 1_200, 400), received(0), 61_000, 61_000);
  expect(trafficOf(costs)).toEqual({ requests: 1, bytes: 450 });
});
