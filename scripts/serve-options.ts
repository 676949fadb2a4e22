// The command line of `serve`, read once into one read-only object. Every limit of the live server has its flag.

import { type CommandLine, commandLine } from "../bench/options/flags.ts";
import {
  anyFrom,
  listOf,
  numberIn,
  orWord,
  type Read,
  refuse,
  textFor,
  whole,
  yesOrNo,
} from "../bench/options/values.ts";
import { readNetwork } from "../servers/live/guard/callers.ts";
import { defaultLiveOptions as defaults, type LiveOptions } from "../servers/live/live-server.ts";

const units = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 } as const;
const isUnit = (name: string): name is keyof typeof units => Object.hasOwn(units, name);

/** Bytes: "65536", "1KiB", "64MiB". */
const sizeIn =
  (min: number, max: number): Read<number> =>
  (written) => {
    const [, digits = "", unit = "B"] = /^([1-9][0-9]*)([A-Za-z]+)?$/.exec(String(written.value)) ?? [];
    const bytes = digits === "" || !isUnit(unit) ? Number.NaN : Number(digits) * units[unit];
    if (bytes >= min && bytes <= max) return bytes;
    throw refuse(written, `give a size from ${sizeText(min)} to ${sizeText(max)}, such as 65536, 64KiB or 16MiB`);
  };

const sizeText = (bytes: number): string => {
  const unit =
    (["GiB", "MiB", "KiB"] as const).find((name) => bytes >= units[name] && bytes % units[name] === 0) ?? "B";
  return unit === "B" ? String(bytes) : `${bytes / units[unit]}${unit}`;
};

/** The origin of a page (RFC 6454), as a browser sends it. */
const originText: Read<string> = (written) => {
  const url = URL.parse(String(written.value));
  const isOrigin =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === "/" &&
    url.username + url.password + url.search + url.hash === "";
  if (isOrigin) return url.origin;
  throw refuse(written, "give scheme, name and port of a page's address, such as https://live.example");
};

/** The address of a proxy, or a network of them. */
const network: Read<string> = (written) => {
  const text = String(written.value);
  if (readNetwork(text) !== null) return text;
  throw refuse(written, "give addresses or networks of proxies, such as 10.0.0.7 or 10.0.0.0/8");
};

/** 0, or a rate that the publisher can keep. */
const rate: Read<number> = (written) =>
  written.value === "0" ? 0 : numberIn(anyFrom(0.02, 50, "messages a second, or 0"))(written);

const day = 24 * 3600 * 1000;
const count = (max: number): Read<number> => numberIn(whole(1, max, ""));
const ms = (min: number): Read<number> => numberIn(whole(min, day, "ms"));

/** The heads of --help. */
const where = "Where it listens";
const kept = "What it keeps";
const what = "What it serves";
const limits = "Most of everything";
const patience = "How long it waits";

// biome-ignore format: one line an option
const table = {
  port: { group: where, flag: "--port", placeholder: "N", read: numberIn(whole(0, 65_535, "")), fallback: `${defaults.port}`, help: "port to listen on; 0 picks a free one" },
  host: { group: where, flag: "--host", placeholder: "NAME", read: textFor("a name or an address of this machine"), fallback: defaults.host, help: "address to listen on; beyond loopback, others can reach it" },
  origins: { group: where, flag: "--origin", placeholder: "URL[,URL]", read: listOf(originText), fallback: "its own", help: "further origins that the page may have, such as a proxy's" },
  proxies: { group: where, flag: "--trust-proxy", placeholder: "NET[,NET]", read: listOf(network), fallback: "none", help: "proxies whose X-Forwarded-For says whose request it is" },
  logFile: { group: kept, flag: "--log", placeholder: "FILE|none", read: orWord("none", textFor("a file")), fallback: "reports/out/live-PORT.jsonl; none for --port 0", help: "keeps messages over a restart" },
  maxLogMessages: { group: kept, flag: "--max-log-messages", placeholder: "N", read: count(1_000_000), fallback: `${defaults.maxLogMessages}`, help: "messages kept for returning clients; the file has at most twice as many lines" },
  maxLogBytes: { group: kept, flag: "--max-log", placeholder: "SIZE", read: sizeIn(1024, units.GiB / 8), fallback: sizeText(defaults.maxLogBytes), help: "bytes of messages kept for them" },
  ratePerSec: { group: what, flag: "--rate", placeholder: "MSG_PER_S", read: rate, fallback: `${defaults.ratePerSec}`, help: "messages published per second, until a visitor sets it; 0: none" },
  bodyBytes: { group: what, flag: "--body", placeholder: "BYTES", read: numberIn(whole(1, 65_536, "bytes")), fallback: `${defaults.bodyBytes}`, help: "size of a message's body, until a visitor sets it" },
  holdMs: { group: what, flag: "--poll-hold", placeholder: "MS", read: ms(10), fallback: `${defaults.holdMs}`, help: "how long the server holds a long poll" },
  echoAlone: { group: what, flag: "--echo", placeholder: null, read: yesOrNo, fallback: "no", help: "only /echo and /healthz: no page, log, flood limits, or checks of Host and Origin" },
  deflate: { group: what, flag: "--deflate", placeholder: null, read: yesOrNo, fallback: "no", help: "compress on /echo and /websocket (RFC 7692) for clients that offer it" },
  maxMessageBytes: { group: limits, flag: "--max-message", placeholder: "SIZE", read: sizeIn(1, units.GiB / 2), fallback: sizeText(defaults.maxMessageBytes), help: "largest WebSocket message received; beyond it 1009" },
  maxFragments: { group: limits, flag: "--max-fragments", placeholder: "N", read: count(10_000_000), fallback: `${defaults.maxFragments}`, help: "most frames of one message received; beyond it 1008" },
  maxBufferedBytes: { group: limits, flag: "--max-unsent", placeholder: "SIZE", read: sizeIn(1024, units.GiB), fallback: sizeText(defaults.maxBufferedBytes), help: "most bytes that wait for one subscriber; beyond it 1013" },
  maxHeaderBytes: { group: limits, flag: "--max-head", placeholder: "SIZE", read: sizeIn(1024, units.MiB), fallback: sizeText(defaults.maxHeaderBytes), help: "largest head of a request; beyond it 431" },
  maxBodyBytes: { group: limits, flag: "--max-body", placeholder: "SIZE", read: sizeIn(1024, 16 * units.MiB), fallback: sizeText(defaults.maxBodyBytes), help: "largest body of a request; beyond it 413" },
  maxPerSec: { group: limits, flag: "--max-per-second", placeholder: "N", read: count(10_000_000), fallback: `${defaults.maxPerSec}`, help: "requests per second from one address; beyond it 429 (WebSocket messages: 1013)" },
  maxBurst: { group: limits, flag: "--max-burst", placeholder: "N", read: count(10_000_000), fallback: `${defaults.maxBurst}`, help: "most of these requests at once" },
  maxConnections: { group: limits, flag: "--max-connections", placeholder: "N", read: count(1_000_000), fallback: `${defaults.maxConnections}`, help: "connections in all; one more is closed at once" },
  maxConnectionsPerAddress: { group: limits, flag: "--max-connections-per-address", placeholder: "N", read: count(1_000_000), fallback: `${defaults.maxConnectionsPerAddress}`, help: "connections from one address; one more is closed at once" },
  maxPages: { group: limits, flag: "--max-pages", placeholder: "N", read: count(100_000), fallback: `${defaults.maxPages}`, help: "most pages whose bytes are metered at a time" },
  handshakeMs: { group: patience, flag: "--handshake", placeholder: "MS", read: ms(100), fallback: `${defaults.handshakeMs}`, help: "how long a request may take to come in; beyond it 408" },
  keepAliveMs: { group: patience, flag: "--keep-alive", placeholder: "MS", read: ms(100), fallback: `${defaults.keepAliveMs}`, help: "how long an idle connection is kept" },
  pingEveryMs: { group: patience, flag: "--ping", placeholder: "MS", read: ms(100), fallback: `${defaults.pingEveryMs}`, help: "how often a WebSocket is pinged" },
  pongWithinMs: { group: patience, flag: "--pong", placeholder: "MS", read: ms(100), fallback: `${defaults.pongWithinMs}`, help: "how long a client may take to answer a ping" },
} as const;

const command = {
  usage: "npm run serve -- [OPTIONS]",
  purpose: "one server with every transport, and the live page at its address",
  table,
  notes: [],
  examples: [
    { call: "npm run serve", does: "the live page on this machine alone" },
    {
      call: "npm run serve -- --host 0.0.0.0 --port 80 --max-pages 50",
      does: "the live page for others, with fewer of them",
    },
    {
      call: "npm run serve -- --echo --deflate --max-message 64MiB",
      does: "for conformance suites, which also want --max-fragments 100000",
    },
  ],
  exits: {
    done: "stopped by Ctrl-C, SIGTERM or SIGHUP",
    usage: "usage, or the port or the log cannot be had",
    interrupted: "stopped at once by a second one",
  },
  takesOperands: false,
};

export const serveCommand: CommandLine<LiveOptions> = commandLine(command, ({ logFile, ...values }) => {
  const options = { ...defaults, ...values };
  const isKept = options.port !== 0 && !options.echoAlone;
  const file = logFile ?? (isKept ? `reports/out/live-${options.port}.jsonl` : "none");
  return { ...options, logFile: file === "none" ? null : file };
});

/** Descriptors that are not for connections: streams, libraries, the logs, and the page's files while they are read. */
const ownDescriptors = 64;

/** The options for a process that may have so many open files (null: not known), and the line that says what was lowered. */
export const withinOpenFiles = (
  options: LiveOptions,
  openFiles: number | null,
): { readonly options: LiveOptions; readonly warning: string | null } => {
  const most = openFiles === null ? null : Math.max(openFiles - ownDescriptors, Math.floor(openFiles / 3));
  if (most === null || options.maxConnections <= most) return { options, warning: null };
  const warning = `--max-connections ${options.maxConnections}: a process may have ${openFiles} open files here, so ${most} connections are the most; raise ulimit -n for more`;
  return { options: { ...options, maxConnections: most }, warning };
};
