// The bodies that the live server makes, to the character.

import { describe, expect, it } from "vitest";
import { bodyOf } from "./body.ts";

describe("bodyOf", () => {
  it.each([
    [1, 1, "#"],
    [12, 4, "#12:"],
    [7, 20, "#7: Polling asks aga"],
  ])("of seq %i in %i bytes is %j", (seq, bytes, body) => {
    expect(bodyOf(seq, bytes)).toBe(body);
  });

  it("is as long as asked, in ASCII", () => {
    const body = bodyOf(123, 65_536);
    expect([body.length, Buffer.byteLength(body)]).toEqual([65_536, 65_536]);
    expect(body).toMatch(/^#123: Polling[\x20-\x7e]+$/);
  });
});
