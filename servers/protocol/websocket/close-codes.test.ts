import { expect, it } from "vitest";
import { isWireCode } from "./close-codes.ts";

it("close codes that may be on the wire (RFC 6455 section 7.4)", () => {
  const allowed: [number, number][] = [];
  for (let code = 0; code <= 0xffff; code++) {
    const last = allowed.at(-1);
    if (!isWireCode(code)) continue;
    if (last && last[1] === code - 1) last[1] = code;
    else allowed.push([code, code]);
  }
  expect(allowed).toEqual([
    [1000, 1003],
    [1007, 1014],
    [3000, 4999],
  ]);
});
