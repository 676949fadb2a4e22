// What both sides agree on for permessage-deflate (RFC 7692 sections 5 and 7.1): offers, answers, parameters.
// It does not know how anything is compressed.
import type { Extension } from "./extension.ts";

/** Agreed for one connection. Window sizes are powers of two: 8 to 15. */
export interface DeflateParameters {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  readonly serverMaxWindowBits: number;
  readonly clientMaxWindowBits: number;
}

/** What a server wants; an offer that rules it out is passed over. Left out: no wish. */
export interface DeflateOptions {
  readonly serverNoContextTakeover?: boolean;
  readonly clientNoContextTakeover?: boolean;
  readonly serverMaxWindowBits?: number;
  readonly clientMaxWindowBits?: number;
}

/** What a client offers. `clientMaxWindowBits: true` lets the server choose; left out, the server may not limit it. */
export interface DeflateOffer {
  readonly serverNoContextTakeover?: boolean;
  readonly clientNoContextTakeover?: boolean;
  readonly serverMaxWindowBits?: number;
  readonly clientMaxWindowBits?: number | true;
}

const extensionName = "permessage-deflate";
const maxBits = 15;
/** RFC 7692 section 7.1.2: no leading zeros. */
const bitsPattern = /^(?:[89]|1[0-5])$/;

/** The parameters of an offer or an answer as they stand there; `true` for one without a value. */
interface Given {
  server_no_context_takeover?: true;
  client_no_context_takeover?: true;
  server_max_window_bits?: number;
  client_max_window_bits?: number | true;
}

/** The server's choice: the first acceptable of the client's offers (section 5.1), or null to go without. */
export const acceptDeflate = (
  offers: readonly Extension[],
  options: DeflateOptions,
): { readonly parameters: DeflateParameters; readonly answer: Extension } | null => {
  for (const offer of offers) {
    const given = offer.name === extensionName ? read(offer) : null;
    const parameters = given && agree(given, options);
    if (given && parameters) return { parameters, answer: formatAnswer(given, parameters) };
  }
  return null;
};

export const offerDeflate = (offer: DeflateOffer): Extension => {
  const parameters: [string, string | null][] = [];
  if (offer.serverNoContextTakeover === true) parameters.push(["server_no_context_takeover", null]);
  if (offer.clientNoContextTakeover === true) parameters.push(["client_no_context_takeover", null]);
  if (offer.serverMaxWindowBits !== undefined)
    parameters.push(["server_max_window_bits", `${offer.serverMaxWindowBits}`]);
  if (offer.clientMaxWindowBits !== undefined) {
    parameters.push([
      "client_max_window_bits",
      offer.clientMaxWindowBits === true ? null : `${offer.clientMaxWindowBits}`,
    ]);
  }
  return { name: extensionName, parameters };
};

/** What the server's answer to our offers comes to, or null where it answers none of them (sections 5.1 and 7.1). */
export const confirmDeflate = (answer: Extension, offers: readonly DeflateOffer[]): DeflateParameters | null => {
  const given = answer.name === extensionName ? read(answer) : null;
  if (given === null || !offers.some((offer) => answers(given, offer))) return null;
  const clientBits = given.client_max_window_bits;
  return {
    serverNoContextTakeover: given.server_no_context_takeover === true,
    clientNoContextTakeover: given.client_no_context_takeover === true,
    serverMaxWindowBits: given.server_max_window_bits ?? maxBits,
    clientMaxWindowBits: typeof clientBits === "number" ? clientBits : maxBits,
  };
};

/** Null for a name or value the standard does not give, or a name twice: such an offer must be declined (section 7.1). */
const read = (extension: Extension): Given | null => {
  const given: Given = {};
  for (const [name, value] of extension.parameters) {
    if (Object.hasOwn(given, name)) return null;
    if (name === "server_no_context_takeover" || name === "client_no_context_takeover") {
      if (value !== null) return null;
      given[name] = true;
    } else if (name === "client_max_window_bits" && value === null) {
      given[name] = true;
    } else if (name === "server_max_window_bits" || name === "client_max_window_bits") {
      if (value === null || !bitsPattern.test(value)) return null;
      given[name] = Number(value);
    } else return null;
  }
  return given;
};

/** The most that both sides can do, or null where our wishes need what the client did not offer. */
const agree = (given: Given, options: DeflateOptions): DeflateParameters | null => {
  const clientBits = given.client_max_window_bits;
  // Section 7.1.2.2: a server may limit the client's window only where the client said that it can be limited.
  const limitable = clientBits !== undefined || (options.clientMaxWindowBits ?? maxBits) === maxBits;
  if (!limitable) return null;
  return {
    serverNoContextTakeover: given.server_no_context_takeover === true || options.serverNoContextTakeover === true,
    clientNoContextTakeover: given.client_no_context_takeover === true || options.clientNoContextTakeover === true,
    serverMaxWindowBits: Math.min(given.server_max_window_bits ?? maxBits, options.serverMaxWindowBits ?? maxBits),
    clientMaxWindowBits: Math.min(
      typeof clientBits === "number" ? clientBits : maxBits,
      options.clientMaxWindowBits ?? maxBits,
    ),
  };
};

const formatAnswer = (given: Given, agreed: DeflateParameters): Extension => {
  const parameters: [string, string | null][] = [];
  if (agreed.serverNoContextTakeover) parameters.push(["server_no_context_takeover", null]);
  if (agreed.clientNoContextTakeover) parameters.push(["client_no_context_takeover", null]);
  // A limit that was asked for has to be confirmed even where it is none.
  if (given.server_max_window_bits !== undefined || agreed.serverMaxWindowBits < maxBits) {
    parameters.push(["server_max_window_bits", `${agreed.serverMaxWindowBits}`]);
  }
  if (given.client_max_window_bits !== undefined && agreed.clientMaxWindowBits < maxBits) {
    parameters.push(["client_max_window_bits", `${agreed.clientMaxWindowBits}`]);
  }
  return { name: extensionName, parameters };
};

/** Whether an answer keeps to an offer: what the client asked for is confirmed, what it cannot do is not demanded. */
const answers = (given: Given, offer: DeflateOffer): boolean => {
  const { server_max_window_bits: serverBits, client_max_window_bits: clientBits } = given;
  if (offer.serverNoContextTakeover === true && given.server_no_context_takeover !== true) return false;
  if (offer.serverMaxWindowBits !== undefined && (serverBits === undefined || serverBits > offer.serverMaxWindowBits)) {
    return false;
  }
  if (clientBits === undefined) return true;
  // Section 7.1.2.2: in an answer it has a value, and stands only where it was offered.
  if (clientBits === true || offer.clientMaxWindowBits === undefined) return false;
  return offer.clientMaxWindowBits === true || clientBits <= offer.clientMaxWindowBits;
};
