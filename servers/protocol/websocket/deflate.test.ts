import { expect, it } from "vitest";
import { seededRandom } from "../fuzz/seeded-random.ts";
import { hex } from "../fuzz/wire.ts";
import { Deflater, deflateAlone, Inflater } from "./deflate.ts";

const hello = Buffer.from("Hello");
const limit = 1 << 20;

it("the examples of RFC 7692 section 7.2.3 inflate", () => {
  const inflater = new Inflater(15, false);
  for (const [, payload] of [
    ["one block", "f2 48 cd c9 c9 07 00"],
    ["the same again, with context takeover", "f2 00 11 00 00"],
    ["a block that is not compressed", "00 05 00 fa ff 48 65 6c 6c 6f 00"],
    ["a final block", "f3 48 cd c9 c9 07 00 00"],
    ["two blocks", "f2 48 05 00 00 00 ff ff ca c9 c9 07 00"],
  ] as const) {
    expect(inflater.inflate(hex(payload), limit)).toEqual(hello);
  }
});

it("the same messages are made of the same text", () => {
  const deflater = new Deflater(15, false);
  expect(deflater.deflate(hello)).toEqual(hex("f2 48 cd c9 c9 07 00"));
  expect(deflater.deflate(hello)).toEqual(hex("f2 00 11 00 00"));
  expect(deflateAlone(hello, 15)).toEqual(hex("f2 48 cd c9 c9 07 00"));
  expect(deflater.deflate(Buffer.alloc(0))).toEqual(hex("00"));
});

it("without context takeover each message stands alone", () => {
  const deflater = new Deflater(15, true);
  const inflater = new Inflater(15, true);
  for (let round = 0; round < 3; round++) {
    const payload = deflater.deflate(hello);
    expect(payload).toEqual(hex("f2 48 cd c9 c9 07 00"));
    expect(inflater.inflate(payload, limit)).toEqual(hello);
  }
  expect(() => inflater.inflate(hex("f2 00 11 00 00"), limit)).toThrow("message is not deflate");
});

const windowBits = [8, 9, 10, 11, 12, 13, 14, 15];

it.each(windowBits)("messages through a window of 2^%i bytes, with context takeover", (bits) => {
  const random = seededRandom(bits);
  const deflater = new Deflater(bits, false);
  const inflater = new Inflater(bits, false);
  const past = random.bytes(70_000);
  for (let round = 0; round < 40; round++) {
    const from = random.integer(past.length);
    const data = past.subarray(from, from + random.integer(random.pick([10, 300, 5_000, 60_000])));
    expect(inflater.inflate(deflater.deflate(data), limit).equals(data)).toBe(true);
  }
});

/** How far back the copies of a deflate stream of fixed and dynamic blocks reach (RFC 1951 section 3.2). */
const farthestReach = (stream: Buffer): number => {
  let position = 0;
  let farthest = 0;
  const bit = (): number => ((stream[position >> 3] ?? 0) >> (position++ & 7)) & 1;
  const bits = (count: number): number => {
    let value = 0;
    for (let at = 0; at < count; at++) value |= bit() << at;
    return value;
  };
  const tree = (lengths: readonly number[]): (() => number) => {
    const symbols = new Map<string, number>();
    let code = 0;
    for (let length = 1; length <= 15; length++) {
      for (const [symbol, own] of lengths.entries())
        if (own === length) symbols.set((code++).toString(2).padStart(length, "0"), symbol);
      code <<= 1;
    }
    return () => {
      for (let path = `${bit()}`; path.length <= 15; path += bit()) {
        const symbol = symbols.get(path);
        if (symbol !== undefined) return symbol;
      }
      return expect.fail("not a code");
    };
  };
  const readLengths = (): readonly number[][] => {
    const [literals, distances, count] = [257 + bits(5), 1 + bits(5), 4 + bits(4)];
    const own = Array.from({ length: 19 }, () => 0);
    for (const symbol of [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].slice(0, count))
      own[symbol] = bits(3);
    const next = tree(own);
    const lengths: number[] = [];
    while (lengths.length < literals + distances) {
      const symbol = next();
      if (symbol < 16) lengths.push(symbol);
      else {
        const value = symbol === 16 ? (lengths.at(-1) ?? 0) : 0;
        const repeat = symbol === 16 ? 3 + bits(2) : symbol === 17 ? 3 + bits(3) : 11 + bits(7);
        for (let at = 0; at < repeat; at++) lengths.push(value);
      }
    }
    return [lengths.slice(0, literals), lengths.slice(literals)];
  };
  const fixed = [
    Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
    Array.from({ length: 30 }, () => 5),
  ];
  while (position + 3 <= stream.length * 8) {
    bits(1);
    const type = bits(2);
    if (type === 0) {
      position = Math.ceil(position / 8) * 8;
      const length = bits(16);
      position += 16 + 8 * length;
      continue;
    }
    const [literals = [], distances = []] = type === 1 ? fixed : readLengths();
    const nextLiteral = tree(literals);
    const nextDistance = tree(distances);
    for (let symbol = nextLiteral(); symbol !== 256; symbol = nextLiteral()) {
      if (symbol < 256) continue;
      if (symbol >= 265 && symbol < 285) bits((symbol - 261) >> 2);
      const code = nextDistance();
      const extra = code < 4 ? 0 : (code - 2) >> 1;
      farthest = Math.max(farthest, 1 + (code < 4 ? code : (2 + (code & 1)) * 2 ** extra + bits(extra)));
    }
  }
  return farthest;
};

it.each(windowBits)("a deflater never reaches back farther than 2^%i bytes, as the standard demands", (bits) => {
  const random = seededRandom(100 + bits);
  const deflater = new Deflater(bits, false);
  const phrases = Array.from({ length: 400 }, () => random.bytes(3 + random.integer(20)).toString("hex"));
  const [first = "", ...others] = phrases;
  let farthest = 0;
  for (let round = 0; round < 30; round++) {
    const text = Array.from({ length: random.integer(400) }, () => random.pick([first, ...others])).join(" ");
    farthest = Math.max(
      farthest,
      farthestReach(Buffer.concat([deflater.deflate(Buffer.from(text)), hex("00 00 ff ff")])),
    );
  }
  const zlibReach = Math.max(512, 2 ** bits) - 262;
  expect(zlibReach).toBeLessThanOrEqual(2 ** bits);
  expect(farthest).toBeLessThanOrEqual(zlibReach);
  expect(farthest).toBeGreaterThan(0.9 * zlibReach);
});

it("the reach of a known stream", () => {
  expect(farthestReach(hex("f2 00 11 00 00 00 00 ff ff"))).toBe(5);
  expect(farthestReach(hex("00 05 00 fa ff 48 65 6c 6c 6f 00 00 00 ff ff"))).toBe(0);
});

it("a message may come to the limit, and not to more", () => {
  const data = Buffer.alloc(1_000, "a");
  const payload = deflateAlone(data, 15);
  expect(new Inflater(15, false).inflate(payload, 1_000)).toEqual(data);
  for (const bound of [0, 1, 999]) {
    expect(() => new Inflater(15, false).inflate(payload, bound)).toThrow(expect.objectContaining({ code: 1009 }));
  }
  expect(new Inflater(15, false).inflate(hex("00"), 0)).toEqual(hex(""));
});

it("a bomb is given up at the limit, not held", () => {
  const bomb = deflateAlone(Buffer.alloc(100 << 20), 15);
  expect(bomb.length).toBeLessThan(120_000);
  const before = process.memoryUsage().arrayBuffers;
  expect(() => new Inflater(15, false).inflate(bomb, limit)).toThrow(expect.objectContaining({ code: 1009 }));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * limit);
});

it("final blocks do not end a message, its limit or its context", () => {
  const final = hex("f3 48 cd c9 c9 07 00");
  const three = Buffer.concat([final, final, final, hex("00")]);
  const inflater = new Inflater(15, false);
  expect(inflater.inflate(three, limit).toString()).toBe("HelloHelloHello");
  expect(inflater.inflate(hex("f2 00 11 00 00"), limit).toString()).toBe("Hello");
  expect(() => new Inflater(15, false).inflate(three, 12)).toThrow(expect.objectContaining({ code: 1009 }));
  // The data after a final block refer back to data before it.
  expect(new Inflater(15, true).inflate(Buffer.concat([final, hex("f2 00 11 00 00")]), limit).toString()).toBe(
    "HelloHello",
  );
  const many = Buffer.concat([...Array.from({ length: 70 }, () => hex("03 00")), hex("00")]);
  expect(() => inflater.inflate(many, limit)).toThrow(
    expect.objectContaining({ code: 1007, message: "too many final blocks" }),
  );
});

it.each(["ff", "06", "00 05 00 00 00", "f2 00 11 00 00"])("%s is not deflate", (payload) => {
  expect(() => new Inflater(15, false).inflate(hex(payload), limit)).toThrow(
    expect.objectContaining({ code: 1007, message: "message is not deflate" }),
  );
});

it("an error that is no fault of the peer is not taken for one", () => {
  expect(() => new Inflater(99, true).inflate(hex("00"), limit)).toThrow(RangeError);
});
