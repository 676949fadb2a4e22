import { describe, expect, it } from "vitest";
import { HttpError, HttpResponseReader } from "./http-response.ts";

const ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello";
const headBytes = ok.length - 5;
const empty = "HTTP/1.1 204 No Content\r\nCache-Control: no-store\r\n\r\n";

const read = (reader: HttpResponseReader, text: string) => {
  const response = reader.receive(Buffer.from(text));
  return response === null ? null : { ...response, body: response.body.toString() };
};

describe("HttpResponseReader", () => {
  it("reads a response that arrives at once, and the next one", () => {
    const reader = new HttpResponseReader();
    expect(read(reader, ok)).toEqual({ status: 200, headBytes, body: "hello", last: false });
    expect(read(reader, empty)).toEqual({ status: 204, headBytes: empty.length, body: "", last: false });
    expect(read(reader, ok)).toEqual({ status: 200, headBytes, body: "hello", last: false });
  });

  it("reads a response cut anywhere, twice", () => {
    for (let one = 1; one < ok.length - 1; one++) {
      for (let two = one + 1; two < ok.length; two++) {
        const reader = new HttpResponseReader();
        expect(read(reader, ok.slice(0, one))).toBeNull();
        expect(read(reader, ok.slice(one, two))).toBeNull();
        expect(read(reader, ok.slice(two))).toEqual({ status: 200, headBytes, body: "hello", last: false });
      }
    }
  });

  it("keeps nothing of a chunk that its caller reuses", () => {
    const reader = new HttpResponseReader();
    const shared = Buffer.alloc(64);
    const pieces = [ok.slice(0, 20), ok.slice(20, headBytes + 2), ok.slice(headBytes + 2)];
    const answers = pieces.map((piece) => {
      shared.fill("#").write(piece, "latin1");
      return reader.receive(shared.subarray(0, piece.length))?.body.toString() ?? null;
    });
    expect(answers).toEqual([null, null, "hello"]);
  });

  it("knows the connection's last response", () => {
    const last = ok.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n");
    expect(read(new HttpResponseReader(), last)?.last).toBe(true);
  });

  it.each([
    ["no status line", "SPDY\r\n\r\n", "no HTTP/1.1 status line"],
    [
      "a transfer coding",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
      "a transfer coding that this client does not read",
    ],
    ["no length", "HTTP/1.1 200 OK\r\n\r\n", "a response without Content-Length"],
    ["more than announced", `${ok}!`, "more bytes than Content-Length announced"],
    ["an endless head", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(17_000)}`, "a response head of more than 16384 bytes"],
    [
      "an absurd length",
      "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
      "a response body of more than 268435456 bytes",
    ],
  ])("refuses %s", (_, text, message) => {
    expect(() => read(new HttpResponseReader(), text)).toThrow(new HttpError(message));
  });
});
