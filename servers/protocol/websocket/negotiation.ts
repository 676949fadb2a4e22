// The agreement of both sides on permessage-deflate (RFC 7692 sections 5 and 7.1): offers, answers, parameters. It does not
// know how anything is compressed.
import type { Extension } from "./extension.ts";

/** Agreed for one connection. Window sizes are powers of two: 8 to 15. */
export interface DeflateParameters {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  readonly serverMaxWindowBits: number;
  readonly clientMaxWindowBits: number;
}

/** A server's wishes; an offer that rules them out is passed over. Left out: no wish. */
export type DeflateOptions = Partial<DeflateParameters>;

/** A client's offer. `clientMaxWindowBits: true` lets the server choose; left out, the server may not limit it. */
export interface DeflateOffer extends Omit<DeflateOptions, "clientMaxWindowBits"> {
  readonly clientMaxWindowBits?: number | true;
}

type ParameterName = keyof DeflateParameters;

const extensionName = "permessage-deflate";
const maxBits = 15;
/** RFC 7692 section 7.1.2: no leading zeros. */
const bitsPattern = /^(?:[89]|1[0-5])$/;

/** The parameters as they are named on the wire, in the order in which they are written. */
const wireNames = [
  ["serverNoContextTakeover", "server_no_context_takeover"],
  ["clientNoContextTakeover", "client_no_context_takeover"],
  ["serverMaxWindowBits", "server_max_window_bits"],
  ["clientMaxWindowBits", "client_max_window_bits"],
] as const satisfies readonly (readonly [ParameterName, string])[];

/** The parameters of an offer or an answer as they stand there; `true` for one without a value. */
type Given = { -readonly [Name in ParameterName]?: DeflateOffer[Name] };

/** The server's choice: the first acceptable of the client's offers (section 5.1), or null to go without. */
export const acceptDeflate = (
  offers: readonly Extension[],
  options: DeflateOptions,
): { readonly parameters: DeflateParameters; readonly answer: Extension } | null => {
  for (const offer of offers) {
    const given = read(offer);
    const parameters = given && agree(given, options);
    if (given && parameters) return { parameters, answer: formatAnswer(given, parameters) };
  }
  return null;
};

export const offerDeflate = (offer: DeflateOffer): Extension => format(offer);

/** The parameters that the server's answer to our offers comes to; null where it answers none of them (sections 5.1 and 7.1). */
export const confirmDeflate = (answer: Extension, offers: readonly DeflateOffer[]): DeflateParameters | null => {
  const given = read(answer);
  return given !== null && offers.some((offer) => answers(given, offer)) ? agree(given, {}) : null;
};

/** An extension with the parameters that are given; neither false nor undefined is. */
const format = (given: { readonly [Name in ParameterName]?: number | boolean | undefined }): Extension => ({
  name: extensionName,
  parameters: wireNames.flatMap(([name, wireName]) => {
    const value = given[name] ?? false;
    return value === false ? [] : [[wireName, value === true ? null : `${value}`] as const];
  }),
});

/**
 * Null for another extension, and for a name or value the standard does not give, or a name twice: such an offer must be
 * declined (section 7.1).
 */
const read = (extension: Extension): Given | null => {
  if (extension.name !== extensionName) return null;
  const given: Given = {};
  for (const [wireName, value] of extension.parameters) {
    const [name] = wireNames.find(([, known]) => known === wireName) ?? [];
    if (name === undefined || Object.hasOwn(given, name)) return null;
    if (name === "serverNoContextTakeover" || name === "clientNoContextTakeover") {
      if (value !== null) return null;
      given[name] = true;
    } else if (name === "clientMaxWindowBits" && value === null) {
      given[name] = true;
    } else {
      if (value === null || !bitsPattern.test(value)) return null;
      given[name] = Number(value);
    }
  }
  return given;
};

/** The most that both sides can do, or null where our wishes need what the client did not offer. */
const agree = (given: Given, options: DeflateOptions): DeflateParameters | null => {
  const { serverMaxWindowBits = maxBits, clientMaxWindowBits = maxBits } = options;
  const clientBits = given.clientMaxWindowBits;
  // Section 7.1.2.2: a server may limit the client's window only where the client said that it can be limited.
  if (clientBits === undefined && clientMaxWindowBits < maxBits) return null;
  return {
    serverNoContextTakeover: given.serverNoContextTakeover === true || options.serverNoContextTakeover === true,
    clientNoContextTakeover: given.clientNoContextTakeover === true || options.clientNoContextTakeover === true,
    serverMaxWindowBits: Math.min(given.serverMaxWindowBits ?? maxBits, serverMaxWindowBits),
    clientMaxWindowBits: Math.min(typeof clientBits === "number" ? clientBits : maxBits, clientMaxWindowBits),
  };
};

const formatAnswer = (given: Given, agreed: DeflateParameters): Extension => {
  const { serverMaxWindowBits: serverBits, clientMaxWindowBits: clientBits } = agreed;
  return format({
    ...agreed,
    // A limit that was asked for has to be confirmed even where it is none.
    serverMaxWindowBits: given.serverMaxWindowBits !== undefined || serverBits < maxBits ? serverBits : undefined,
    clientMaxWindowBits: given.clientMaxWindowBits !== undefined && clientBits < maxBits ? clientBits : undefined,
  });
};

/** Whether an answer keeps to an offer: it confirms what the client asked for, and does not demand what it cannot do. */
const answers = (given: Given, offer: DeflateOffer): boolean => {
  const { serverMaxWindowBits: serverBits, clientMaxWindowBits: clientBits } = given;
  if (offer.serverNoContextTakeover === true && given.serverNoContextTakeover !== true) return false;
  if (offer.serverMaxWindowBits !== undefined && (serverBits === undefined || serverBits > offer.serverMaxWindowBits)) {
    return false;
  }
  if (clientBits === undefined) return true;
  // Section 7.1.2.2: in an answer it has a value, and stands only where it was offered.
  if (clientBits === true || offer.clientMaxWindowBits === undefined) return false;
  return offer.clientMaxWindowBits === true || clientBits <= offer.clientMaxWindowBits;
};
