import { expect, it } from "vitest";
import { costsOf, type Month } from "./month.ts";
import { listPrices, tariffs } from "./tariffs.ts";

const month: Month = {
  requests: 2_000_000,
  egressGb: 10,
  processorHours: 100,
  connectionMinutes: 4_000_000,
  messages: 3_000_000,
};

it("an own server pays for processor time and egress, a hosted one for what is metered and egress", () => {
  const prices = { request: 1, egress: 0.5, processor: 0.25, connection: 0.25, message: 2 };
  expect(costsOf(month, prices)).toEqual({ own: 5 + 25, hosted: 5 + 2 + 1 + 6 });
});

it("a cost is not known where an amount is not", () => {
  expect(costsOf({ ...month, egressGb: null }, listPrices)).toEqual({ own: null, hosted: null });
  expect(costsOf({ ...month, processorHours: null }, listPrices).own).toBeNull();
  expect(costsOf({ ...month, requests: null }, listPrices).hosted).toBeNull();
});

it("each list price says where it is listed and when it was entered", () => {
  expect(Object.values(tariffs).map(({ usd }) => usd)).toEqual([1, 0.09, 0.04048, 0.25, 1]);
  for (const { source, enteredOn } of Object.values(tariffs)) {
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\//);
    expect(enteredOn).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
});
