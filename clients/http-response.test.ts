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

  it.each([
    ["close", true],
    ["Close", true],
    ["keep-alive, close", true],
    [" close , x", true],
    ["keep-alive", false],
    ["closed", false],
    ["not-close", false],
  ])("knows the connection's last response: %j", (connection, last) => {
    const response = ok.replace("\r\n\r\n", `\r\nconnection:${connection}\r\n\r\n`);
    expect(read(new HttpResponseReader(), response)?.last).toBe(last);
    const inFront = ok.replace("\r\n", `\r\nConnection: x\r\nCONNECTION:\t${connection}\r\n`);
    expect(read(new HttpResponseReader(), inFront)?.last).toBe(last);
  });

  it("knows that HTTP/1.0 keeps no connection unless it says so", () => {
    const old = ok.replace("1.1", "1.0");
    expect(read(new HttpResponseReader(), old)?.last).toBe(true);
    const kept = old.replace("\r\n", "\r\nConnection: Keep-Alive\r\n");
    expect(read(new HttpResponseReader(), kept)?.last).toBe(false);
  });

  it("passes interim answers and line ends before a response, cut anywhere, and counts them as head", () => {
    const before = "\r\n\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103\r\nLink: <a>\r\nContent-Length: 3\r\n\r\n";
    const all = before + ok;
    for (let cut = 1; cut < all.length; cut++) {
      const reader = new HttpResponseReader();
      expect(read(reader, all.slice(0, cut))).toBeNull();
      const expected = { status: 200, headBytes: before.length + headBytes, body: "hello", last: false };
      expect(read(reader, all.slice(cut)), `cut at ${cut}`).toEqual(expected);
    }
  });

  it.each([
    ["!", true],
    [ok, true],
    ["\r\n!", true],
    ["\r\n\r\n", false],
  ])("does not take what is behind a response for a part of it: %j", (surplus, last) => {
    const reader = new HttpResponseReader();
    expect(read(reader, ok.slice(0, -2))).toBeNull();
    expect(read(reader, `lo${surplus}`)).toEqual({ status: 200, headBytes, body: "hello", last });
    expect(read(reader, ok)?.body).toBe("hello");
  });

  it.each([
    ["HTTP/1.1 503 No\r\n\r\nbusy", 503, "busy"],
    ["HTTP/1.0 408 Request Time-out\r\n\r\n<html>", 408, "<html>"],
    ["HTTP/1.1 408 Late\r\nContent-Length: 10\r\n\r\n", 408, ""],
    ["HTTP/1.1 408 Late\r\nTransfer-Encoding: chunked\r\n\r\n", 408, ""],
  ])("does not wait for the end of %j", (text, status, body) => {
    expect(read(new HttpResponseReader(), text)).toMatchObject({ status, body, last: true });
  });

  it.each([
    ["no status line", "SPDY\r\n\r\n", "no HTTP/1.1 status line"],
    [
      "a transfer coding",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
      "a transfer coding that this client does not read",
    ],
    ["no length", "HTTP/1.1 200 OK\r\n\r\n", "a response without Content-Length"],
    ["a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", "no HTTP/1.1 status line"],
    [
      "another protocol",
      "HTTP/1.1 101 Switching Protocols\r\n\r\n",
      "the protocol was switched, which nobody asked for",
    ],
    ["endless interim answers", "HTTP/1.1 102 P\r\n\r\n".repeat(1000), "a response head of more than 16384 bytes"],
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
