import { expect, it } from "vitest";
import { formatExtension, parseExtensions } from "./extension.ts";
import {
  acceptDeflate,
  confirmDeflate,
  type DeflateOffer,
  type DeflateOptions,
  type DeflateParameters,
  offerDeflate,
} from "./negotiation.ts";

const plain: DeflateParameters = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: 15,
  clientMaxWindowBits: 15,
};

/** A server's answer to a header as text, with the parameters that it agreed to. */
const answer = (header: string, options: DeflateOptions = {}): readonly [string, DeflateParameters] | null => {
  const accepted = acceptDeflate(parseExtensions(header) ?? [], options);
  return accepted && [formatExtension(accepted.answer), accepted.parameters];
};

const N = "permessage-deflate";

it.each<[string, DeflateOptions, string, Partial<DeflateParameters>]>([
  [N, {}, N, {}],
  [`${N}; server_no_context_takeover`, {}, `${N}; server_no_context_takeover`, { serverNoContextTakeover: true }],
  [`${N}; client_no_context_takeover`, {}, `${N}; client_no_context_takeover`, { clientNoContextTakeover: true }],
  [N, { serverNoContextTakeover: true }, `${N}; server_no_context_takeover`, { serverNoContextTakeover: true }],
  [N, { clientNoContextTakeover: true }, `${N}; client_no_context_takeover`, { clientNoContextTakeover: true }],
  [`${N}; server_max_window_bits=10`, {}, `${N}; server_max_window_bits=10`, { serverMaxWindowBits: 10 }],
  [`${N}; server_max_window_bits=15`, {}, `${N}; server_max_window_bits=15`, {}],
  [
    `${N}; server_max_window_bits=12`,
    { serverMaxWindowBits: 9 },
    `${N}; server_max_window_bits=9`,
    { serverMaxWindowBits: 9 },
  ],
  [N, { serverMaxWindowBits: 8 }, `${N}; server_max_window_bits=8`, { serverMaxWindowBits: 8 }],
  [`${N}; client_max_window_bits`, {}, N, {}],
  [
    `${N}; client_max_window_bits`,
    { clientMaxWindowBits: 9 },
    `${N}; client_max_window_bits=9`,
    { clientMaxWindowBits: 9 },
  ],
  [`${N}; client_max_window_bits=8`, {}, `${N}; client_max_window_bits=8`, { clientMaxWindowBits: 8 }],
  [
    `${N}; client_max_window_bits=10`,
    { clientMaxWindowBits: 12 },
    `${N}; client_max_window_bits=10`,
    { clientMaxWindowBits: 10 },
  ],
  [N, { clientMaxWindowBits: 15 }, N, {}],
  [`foo, ${N}; server_max_window_bits="11"`, {}, `${N}; server_max_window_bits=11`, { serverMaxWindowBits: 11 }],
])("the server answers %j under %j with %j", (offer, options, text, parameters) => {
  expect(answer(offer, options)).toEqual([text, { ...plain, ...parameters }]);
});

it.each([
  "",
  "foo",
  `${N}; unknown`,
  `${N}; server_no_context_takeover=1`,
  `${N}; client_no_context_takeover=1`,
  `${N}; server_no_context_takeover; server_no_context_takeover`,
  `${N}; server_max_window_bits`,
  `${N}; server_max_window_bits=7`,
  `${N}; server_max_window_bits=16`,
  `${N}; server_max_window_bits=08`,
  `${N}; server_max_window_bits=9x`,
  `${N}; client_max_window_bits=7`,
  `${N}; client_max_window_bits=16`,
  `${N}; client_max_window_bits; client_max_window_bits=9`,
])("the server declines %j", (offer) => {
  expect(answer(offer)).toBe(null);
});

it("the first acceptable of several offers wins", () => {
  const offers = `${N}; server_max_window_bits=7, ${N}; server_max_window_bits=10, ${N}`;
  expect(answer(offers)?.[0]).toBe(`${N}; server_max_window_bits=10`);
});

it("a server that wants a smaller client window passes over offers that rule it out", () => {
  expect(answer(N, { clientMaxWindowBits: 10 })).toBe(null);
  expect(answer(`${N}, ${N}; client_max_window_bits`, { clientMaxWindowBits: 10 })?.[0]).toBe(
    `${N}; client_max_window_bits=10`,
  );
});

it.each<[DeflateOffer, string]>([
  [{}, N],
  [
    { serverNoContextTakeover: true, clientNoContextTakeover: true },
    `${N}; server_no_context_takeover; client_no_context_takeover`,
  ],
  [{ serverMaxWindowBits: 9, clientMaxWindowBits: 10 }, `${N}; server_max_window_bits=9; client_max_window_bits=10`],
  [{ serverNoContextTakeover: false, clientMaxWindowBits: true }, `${N}; client_max_window_bits`],
])("the client's offer %j as text", (offer, text) => {
  expect(formatExtension(offerDeflate(offer))).toBe(text);
});

/** The parameters that the client reads from an answer. */
const confirm = (text: string, ...offers: readonly DeflateOffer[]): DeflateParameters | null => {
  const [extension] = parseExtensions(text) ?? [];
  return extension ? confirmDeflate(extension, offers) : null;
};

it.each<[string, DeflateOffer, Partial<DeflateParameters>]>([
  [N, {}, {}],
  [`${N}; server_no_context_takeover`, {}, { serverNoContextTakeover: true }],
  [`${N}; server_no_context_takeover`, { serverNoContextTakeover: true }, { serverNoContextTakeover: true }],
  [`${N}; client_no_context_takeover`, {}, { clientNoContextTakeover: true }],
  [`${N}; server_max_window_bits=8`, {}, { serverMaxWindowBits: 8 }],
  [`${N}; server_max_window_bits=8`, { serverMaxWindowBits: 9 }, { serverMaxWindowBits: 8 }],
  [`${N}; client_max_window_bits=8`, { clientMaxWindowBits: true }, { clientMaxWindowBits: 8 }],
  [`${N}; client_max_window_bits=9`, { clientMaxWindowBits: 9 }, { clientMaxWindowBits: 9 }],
  [N, { clientMaxWindowBits: 9 }, {}],
])("the client takes %j for an answer to %j", (text, offer, parameters) => {
  expect(confirm(text, offer)).toEqual({ ...plain, ...parameters });
});

it.each<[string, DeflateOffer]>([
  ["foo", {}],
  [`${N}; unknown`, {}],
  [N, { serverNoContextTakeover: true }],
  [N, { serverMaxWindowBits: 10 }],
  [`${N}; server_max_window_bits=11`, { serverMaxWindowBits: 10 }],
  [`${N}; client_max_window_bits=10`, {}],
  [`${N}; client_max_window_bits`, { clientMaxWindowBits: true }],
  [`${N}; client_max_window_bits=10`, { clientMaxWindowBits: 9 }],
])("the client refuses %j for an answer to %j", (text, offer) => {
  expect(confirm(text, offer)).toBe(null);
});

it("an answer may be to any of several offers, and to none if there were none", () => {
  expect(confirm(`${N}; client_max_window_bits=10`, {}, { clientMaxWindowBits: true })).toEqual({
    ...plain,
    clientMaxWindowBits: 10,
  });
  expect(confirm(N)).toBe(null);
});
