import { describe, expect, it } from "vitest";
import { ChunkedBody } from "./chunked-body.ts";
import { HttpError } from "./http-response.ts";

/** Data joined, and the bytes beside it of each chunk. */
const read = (pieces: readonly Buffer[]): { data: string; overheads: readonly number[]; ends: number } => {
  const parts: Buffer[] = [];
  const overheads: number[] = [];
  let ends = 0;
  const body = new ChunkedBody({
    data: (part) => parts.push(Buffer.from(part)),
    chunkEnd: (overheadBytes) => overheads.push(overheadBytes),
    end: () => ends++,
  });
  for (const piece of pieces) body.receive(piece);
  return { data: Buffer.concat(parts).toString(), overheads, ends };
};

describe("ChunkedBody", () => {
  it.each([
    ["chunks and the last one", "4\r\nWiki\r\n6\r\npedia \r\n0\r\n\r\n", "Wikipedia ", [5, 5], 1],
    [
      "sizes of either case, with zeros before",
      "00A\r\n0123456789\r\nb\r\n0123456789a\r\n",
      "01234567890123456789a",
      [7, 5],
      0,
    ],
    ["extensions and trailers", "2;a=b\r\nhi\r\n0 ;c\r\nX: y\r\nZ: z\r\n\r\n", "hi", [9], 1],
    ["a last chunk whose end is missing", "0\r\n", "", [], 1],
    ["nothing behind the last chunk", "1\r\nx\r\n0\r\n\r\n1\r\ny\r\n0\r\n", "x", [5], 1],
    ["line ends within the data", "3\r\n\r\n\r\r\n", "\r\n\r", [5], 0],
    ["characters of several bytes", "7\r\nü世\r\n\r\n", "ü世\r\n", [5], 0],
  ])("reads %s, cut anywhere", (_, text, data, overheads, ends) => {
    const bytes = Buffer.from(text);
    expect(read([bytes])).toEqual({ data, overheads, ends });
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(read([bytes.subarray(0, cut), bytes.subarray(cut)]), `cut at ${cut}`).toEqual({ data, overheads, ends });
    }
  });

  it.each([
    ["no size", "\r\n", "a chunk without a size"],
    ["a size that is none", "x\r\n", "a chunk without a size"],
    ["a size beyond reason", "123456789\r\n", "a chunk without a size"],
    ["a line end without CR", "1\nx", "a line among chunks that CR LF does not end"],
    ["more data than announced", "1\r\nxx\r\n", "a chunk longer than its size"],
    ["an endless line", `1;${"x".repeat(1100)}`, "a line of more than 1024 bytes among chunks"],
  ])("refuses %s", (_, text, message) => {
    expect(() => read([Buffer.from(text)])).toThrow(new HttpError(message));
  });
});
