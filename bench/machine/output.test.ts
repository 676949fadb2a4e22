import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { exitThoughUnread, letOutputGo } from "./output.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const outputOf = (writableLength: number) => Object.assign(new EventEmitter(), { writableLength });

it("lets an output fail", () => {
  const output = outputOf(0);
  letOutputGo([output]);
  expect(output.emit("error", new Error("EPIPE"))).toBe(true);
});

it("ends the process once the output has not moved for so long", () => {
  const [out, error] = [outputOf(100), outputOf(50)];
  const exit = vi.fn();
  exitThoughUnread([out, error], 10_000, exit);
  vi.advanceTimersByTime(9_999);
  out.writableLength = 60;
  vi.advanceTimersByTime(1);
  expect(exit).not.toHaveBeenCalled();
  vi.advanceTimersByTime(10_000);
  expect(exit).toHaveBeenCalledTimes(1);
});
