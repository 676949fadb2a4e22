// The live server: every transport on one log that survives a restart, the page, and what the page asks beside them.
// A table of its parts, which know nothing of each other.

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:net";
import { echoAt } from "../echo.ts";
import { MessageLog } from "../log.ts";
import { longPolling } from "../long-polling.ts";
import type { Hear } from "../peer.ts";
import { closeCode } from "../protocol/websocket/close-codes.ts";
import {
  type CreateEndpoint,
  type Disconnections,
  defaultServerOptions,
  type ServerOptions,
  startPushServer,
} from "../server.ts";
import { serverSentEvents } from "../server-sent-events.ts";
import { shortPolling } from "../short-polling.ts";
import { webSocketAt } from "../websocket.ts";
import { assetsOf } from "./assets.ts";
import { chatContent, chatLogLimits, createChat } from "./chat/chat.ts";
import { clockOf, hostClock } from "./clock.ts";
import { canonicalHost } from "./guard/addresses.ts";
import { createCallers } from "./guard/callers.ts";
import { ofEpoch } from "./guard/epoch.ts";
import { createFlood, maxAddresses } from "./guard/flood.ts";
import { type GuardOptions, guardOf } from "./guard/guard.ts";
import { keepingWithin } from "./guard/keeping.ts";
import { Neighbours } from "./guard/neighbours.ts";
import { createProbation } from "./guard/probation.ts";
import { healthOf } from "./health.ts";
import type { KeptTerms } from "./kept-log.ts";
import { systemCode } from "./log-path.ts";
import { metersOf } from "./meters.ts";
import { publisherOf } from "./publisher.ts";
import { openStoredLog, type StoredLog, StoredLogError } from "./stored-log.ts";

export interface LiveOptions extends ServerOptions {
  /** Further addresses that the page is reached at, such as a proxy's; its own is always allowed. */
  readonly origins: readonly string[];
  /** Addresses and networks of proxies whose word is believed on whose request it is (X-Forwarded-For). */
  readonly proxies: readonly string[];
  /** The file that keeps the messages over a restart; null keeps them in memory alone. */
  readonly logFile: string | null;
  readonly maxLogMessages: number;
  readonly maxLogBytes: number;
  /** The publisher's, until a visitor sets it: messages a second (0 for none) and the bytes of a body. */
  readonly ratePerSec: number;
  readonly bodyBytes: number;
  /** /echo and /websocket compress for every client that offers it. */
  readonly deflate: boolean;
  /** Serves /echo and /healthz alone, to anybody, without limits on how much is asked. */
  readonly echoAlone: boolean;
  /** One address may ask so often a second in the long run, requests and upgrades together, and send as many WebSocket messages. */
  readonly maxPerSec: number;
  /** One address may ask so often at once. */
  readonly maxBurst: number;
  readonly maxConnectionsPerAddress: number;
  /** The longest body of a request. */
  readonly maxBodyBytes: number;
  /** How many pages are metered at a time. */
  readonly maxPages: number;
}

export const defaultLiveOptions: LiveOptions = {
  ...defaultServerOptions,
  port: 8080,
  maxConnections: 10_000,
  origins: [],
  proxies: [],
  logFile: null,
  maxLogMessages: 10_000,
  maxLogBytes: 16 * 1024 * 1024,
  ratePerSec: 1,
  bodyBytes: 256,
  deflate: false,
  echoAlone: false,
  // Ten tabs ask 600 times a second where each polls every 100 ms and gets 50 messages/s by long polling.
  maxPerSec: 1_000,
  maxBurst: 2_000,
  maxConnectionsPerAddress: 256,
  maxBodyBytes: 64 * 1024,
  maxPages: 1_000,
};

export interface LiveServer {
  /** http://host:port, without a path. */
  readonly url: string;
  /** The name of its log. */
  readonly epoch: string;
  /** The disconnections so far, over every transport, the chat's included. */
  disconnections(): Disconnections;
  /** Answers held requests, says goodbye to every subscriber, and frees the port. */
  close(): Promise<void>;
}

/**
 * Rejects with the system's error where the port cannot be had, and with StoredLogError where the file cannot. `complain` is told
 * of what goes wrong meanwhile, in one line or more, which never quote a request.
 */
export const startLiveServer = async (options: LiveOptions, complain: (text: string) => void): Promise<LiveServer> => {
  try {
    return await startWithLogs(options, complain);
  } catch (error) {
    // Whoever has the log mostly has the port too, after which the log is named: another port is what to choose then.
    if (error instanceof StoredLogError) await requirePort(options);
    throw error;
  }
};

const requirePort = async ({ host, port }: LiveOptions): Promise<void> => {
  const probe = createServer().listen(port, host);
  await once(probe, "listening");
  probe.close();
};

const startWithLogs = async (options: LiveOptions, complain: (text: string) => void): Promise<LiveServer> => {
  const messages = openLog(options.logFile, options, null, complain);
  try {
    // Kept beside the other log's file. With /echo alone there is no chat.
    const chatFile = options.logFile === null || options.echoAlone ? null : `${options.logFile}.chat`;
    const chat = openLog(chatFile, { ...options, ...chatLogLimits }, chatContent, complain);
    try {
      return await startOn(messages, chat, options, complain);
    } catch (error) {
      chat.close();
      throw error;
    }
  } catch (error) {
    messages.close();
    throw error;
  }
};

const startOn = async (
  { log, epoch, store, close }: StoredLog,
  chat: StoredLog,
  options: LiveOptions,
  complain: (text: string) => void,
): Promise<LiveServer> => {
  const endpoints = options.echoAlone ? echoParts(options) : liveParts(options, epoch, chat, complain);
  // Under that name Fastify would listen twice, and the parts that watch sockets would not see the second listener (::1).
  const isLocalhost = canonicalHost(options.host) === "localhost";
  const host = isLocalhost ? "127.0.0.1" : options.host.replace(/^\[(.*)\]$/, "$1");
  const server = await startPushServer(log, { ...options, host }, endpoints);
  try {
    // Written only now: a server that does not come to listen changes nothing.
    store();
    chat.store();
  } catch (error) {
    await server.close();
    throw error;
  }
  return {
    url: server.url,
    epoch,
    disconnections: server.disconnections,
    close: async () => {
      await server.close();
      close();
      chat.close();
    },
  };
};

const echoParts = ({ deflate }: LiveOptions): readonly CreateEndpoint[] => [
  healthOf(hostClock),
  echoAt(deflate ? {} : null),
];

/** The order in which they are asked for objections, and let their subscribers go. */
const liveParts = (
  options: LiveOptions,
  epoch: string,
  chat: StoredLog,
  complain: (text: string) => void,
): readonly CreateEndpoint[] => {
  const bucket = { perSec: options.maxPerSec, burst: options.maxBurst, maxKeys: maxAddresses };
  const messages = createFlood(bucket, hostClock);
  const watch = {
    callers: createCallers(options.proxies),
    neighbours: new Neighbours(),
    probation: createProbation(hostClock),
  };
  const { keyOf } = watch.callers;
  const limits = bounds(options);
  const allows = (request: IncomingMessage): boolean => {
    const key = keyOf(request);
    if (messages.take(key) === 0) return true;
    watch.probation.begin(key);
    return false;
  };
  const deflate = options.deflate ? { serverNoContextTakeover: true } : null;
  const webSocket = webSocketAt("/websocket", deflate, dropWithin(allows));
  return [
    healthOf(hostClock),
    guardOf(limits, createFlood(bucket, hostClock), watch, (error) => complain(error.stack ?? error.message)),
    metersOf(options.maxPages, keyOf),
    clockOf(epoch, hostClock),
    publisherOf(options, hostClock, Math.random, keyOf),
    assetsOf(new URL("../../", import.meta.url)),
    ...[shortPolling, longPolling, serverSentEvents, webSocket].map((create) => ofEpoch(create, epoch)),
    echoAt(options.deflate ? {} : null, allows),
    ...createChat({ log: chat.log, epoch: chat.epoch, now: hostClock, flooded: watch.probation.begin, keyOf }),
  ].map(keepingWithin(limits.maxKeptBytesPerAddress, watch));
};

/** Sixteen subscribers of one address may each be as slow as a single one may be. */
const bounds = (options: LiveOptions): GuardOptions => ({
  ...options,
  requestMs: options.handshakeMs,
  // An event stream has comments within that time, and a long poll its end.
  stalledMs: options.holdMs + 2 * options.commentEveryMs,
  maxKeptBytesPerAddress: 16 * options.maxBufferedBytes,
});

/** /websocket takes no messages: they are read and dropped, but not without end. */
const dropWithin =
  (allows: (request: IncomingMessage) => boolean): Hear =>
  (request) =>
  () =>
    allows(request) ? null : { closeCode: closeCode.tryAgainLater, reason: "too many messages; try again later" };

/** `content` is what the bodies of its messages have to be; null for any. Without a file it is kept in memory alone. */
const openLog = (
  file: string | null,
  { maxLogMessages: maxMessages, maxLogBytes: maxBytes }: LiveOptions,
  content: KeptTerms["content"],
  complain: (text: string) => void,
): StoredLog => {
  if (file === null) {
    const log = new MessageLog({ maxMessages, maxBytes, stamps: true });
    return { log, epoch: randomUUID(), store: () => {}, close: () => {} };
  }
  const terms = { clock: hostClock, clockId: bootId(), content, newEpoch: randomUUID };
  return openStoredLog({ file, maxMessages, maxBytes, ...terms, complain });
};

/** Linux names each boot, from which its monotonic clock counts (man 4 random); null elsewhere. */
const bootId = (): string | null => {
  const file = "/proc/sys/kernel/random/boot_id";
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    // An error that passes must not make the log one of another boot, which is replaced.
    if (/^(ENOENT|ENOTDIR|EACCES|EPERM)$/.test(systemCode(error))) return null;
    throw new StoredLogError(`the log's clock cannot be told from ${file} (${systemCode(error)}); start again`);
  }
};
