import { describe, expect, it } from "vitest";
import { joinMessages } from "./joined-messages.ts";
import { decodeMessage, decodeMessages, encodeMessage, isStamped, MessageError } from "./message.ts";

const message = { seq: 7, body: 'ü "\n' };
const json = '{"seq":7,"body":"ü \\"\\n"}';
const stamped = { ...message, intendedAt: 1.5, sentAt: 1.75 };
const stampedJson = '{"seq":7,"intendedAt":1.5,"sentAt":1.75,"body":"ü \\"\\n"}';

describe("message", () => {
  it("is one JSON object, in a fixed order", () => {
    expect(encodeMessage({ body: message.body, seq: 7 })).toBe(json);
    expect(decodeMessage(json)).toEqual(message);
  });

  it("has stamps where it was given them, and tells whether it has both", () => {
    expect(encodeMessage({ body: message.body, sentAt: 1.75, intendedAt: 1.5, seq: 7 })).toBe(stampedJson);
    expect(decodeMessage(stampedJson)).toEqual(stamped);
    const texts = [
      stampedJson,
      json,
      '{"seq":7,"intendedAt":"1","sentAt":1,"body":""}',
      '{"seq":7,"intendedAt":1,"sentAt":null,"body":""}',
      '{"seq":7,"sentAt":1,"body":""}',
    ];
    expect(texts.map((text) => isStamped(decodeMessage(text)))).toEqual([true, false, false, false, false]);
  });

  it("is joined into an array without being parsed", () => {
    expect(joinMessages([]).toString()).toBe("[]");
    expect(joinMessages([Buffer.from(json)]).toString()).toBe(`[${json}]`);
    expect(decodeMessages(joinMessages([Buffer.from(json), Buffer.from(json)]).toString())).toEqual([message, message]);
  });

  it.each([
    "",
    "{",
    "null",
    "7",
    "{}",
    '{"seq":"7","body":""}',
    '{"seq":7.5,"body":""}',
    '{"seq":7,"body":null}',
    '{"body":""}',
    '{"seq":7,"intendedAt":1,"sentAt":1}',
  ])("is not %s", (text) => {
    expect(() => decodeMessage(text)).toThrow(MessageError);
    expect(() => decodeMessages(`[${text === "" ? "," : text}]`)).toThrow(MessageError);
  });

  it("of a poll is an array", () => {
    expect(() => decodeMessages(json)).toThrow(MessageError);
  });
});
