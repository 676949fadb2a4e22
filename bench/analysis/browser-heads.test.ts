import { expect, it } from "vitest";
import { trialOf } from "../fixtures/trial.ts";
import { bytesWithBrowserHeads } from "./browser-heads.ts";

const bytes = { up: 900, down: 2_100, perDelivery: { up: 90, down: 210 } };

it("a browser's headers are added once for each poll of a delivery", () => {
  const of = (perDelivery: number | null, browserHeaderBytes: number | null): number | null =>
    bytesWithBrowserHeads(trialOf({ bytes, requests: { perDelivery, browserHeaderBytes } }));
  expect([of(1, 455), of(0.1, 455), of(2.5, 455)]).toEqual([755, 345.5, 1437.5]);
  expect([of(null, 455), of(1, null)]).toEqual([null, null]);
  expect(bytesWithBrowserHeads(trialOf({ requests: { perDelivery: 1, browserHeaderBytes: 455 } }))).toBeNull();
});
