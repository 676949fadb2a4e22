// The live server: every transport on one log that survives a restart, the page, and what the page asks beside them.
// A table of its parts; each knows itself alone.

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
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
import { chatLogLimits, createChat } from "./chat/chat.ts";
import { clockOf, hostClock } from "./clock.ts";
import { ofEpoch } from "./epoch.ts";
import { addressKey } from "./guard/addresses.ts";
import { createFlood, maxAddresses } from "./guard/flood.ts";
import { type GuardOptions, guardOf } from "./guard/guard.ts";
import { createProbation } from "./guard/probation.ts";
import { healthOf } from "./health.ts";
import { metersOf } from "./meters.ts";
import { publisherOf } from "./publisher.ts";
import { openStoredLog, type StoredLog } from "./stored-log.ts";

export interface LiveOptions extends ServerOptions {
  /** Further addresses that the page is reached at, such as a proxy's; its own is always allowed. */
  readonly origins: readonly string[];
  /** Where the messages are kept over a restart; null: in memory alone. */
  readonly logFile: string | null;
  readonly maxLogMessages: number;
  readonly maxLogBytes: number;
  /** Of the publisher, until a visitor sets it: messages a second (0: none), bytes of a body. */
  readonly ratePerSec: number;
  readonly bodyBytes: number;
  /** /echo and /websocket compress for whoever offers to take it so. */
  readonly deflate: boolean;
  /** /echo and /healthz alone, for anybody, without limits on how much is asked. */
  readonly echoAlone: boolean;
  /** What one address may ask a second in the long run: requests and upgrades together; messages up its WebSockets beside. */
  readonly maxPerSec: number;
  /** What it may ask at once. */
  readonly maxBurst: number;
  readonly maxConnectionsPerAddress: number;
  /** Of a request's body. */
  readonly maxBodyBytes: number;
  /** Pages metered at a time. */
  readonly maxPages: number;
}

export const defaultLiveOptions: LiveOptions = {
  ...defaultServerOptions,
  port: 8080,
  maxConnections: 10_000,
  origins: [],
  logFile: null,
  maxLogMessages: 10_000,
  maxLogBytes: 16 * 1024 * 1024,
  ratePerSec: 1,
  bodyBytes: 256,
  deflate: false,
  echoAlone: false,
  // Ten tabs that poll every 100 ms, and get 50 messages/s by long polling, ask 600 times a second.
  maxPerSec: 1_000,
  maxBurst: 2_000,
  maxConnectionsPerAddress: 256,
  maxBodyBytes: 64 * 1024,
  maxPages: 1_000,
};

export interface LiveServer {
  /** http://host:port, without a path. */
  readonly url: string;
  /** Of its log. */
  readonly epoch: string;
  /** On every transport so far, the chat's included. */
  disconnections(): Disconnections;
  /** Answers what is held, says goodbye to who is connected, and frees the port. */
  close(): Promise<void>;
}

/**
 * Rejects with the system's error where the port cannot be had, and with StoredLogError where the file cannot. `complain`:
 * told in one line or more of what goes wrong meanwhile; never what was asked for.
 */
export const startLiveServer = async (options: LiveOptions, complain: (text: string) => void): Promise<LiveServer> => {
  const { log, epoch, store, close } =
    options.logFile === null ? newLog(options) : openLog(options.logFile, options, complain);
  const chat = openChatLog({ ...options, ...chatLogLimits }, complain);
  const endpoints = options.echoAlone ? echoParts(options) : liveParts(options, epoch, chat, complain);
  // By that name Fastify would listen twice, the second time (::1) unseen by the parts that look at sockets.
  const host = options.host === "localhost" ? "127.0.0.1" : options.host;
  const server = await startPushServer(log, { ...options, host }, endpoints);
  try {
    // Only now: where another server has the port, it may have the file too.
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

/** In this order they are asked for objections, and let their subscribers go. */
const liveParts = (
  options: LiveOptions,
  epoch: string,
  chat: StoredLog,
  complain: (text: string) => void,
): readonly CreateEndpoint[] => {
  const bucket = { perSec: options.maxPerSec, burst: options.maxBurst, maxKeys: maxAddresses };
  const messages = createFlood(bucket, hostClock);
  const probation = createProbation(hostClock);
  const allows = (address: string | undefined): boolean => {
    const key = addressKey(address);
    if (messages.take(key) === 0) return true;
    probation.begin(key);
    return false;
  };
  const deflate = options.deflate ? { serverNoContextTakeover: true } : null;
  const webSocket = webSocketAt("/websocket", deflate, floodable(allows));
  return [
    healthOf(hostClock),
    guardOf(bounds(options), createFlood(bucket, hostClock), probation, (error) =>
      complain(error.stack ?? error.message),
    ),
    metersOf(options.maxPages),
    clockOf(epoch, hostClock),
    publisherOf(options, hostClock, Math.random),
    assetsOf(new URL("../../", import.meta.url)),
    ...[shortPolling, longPolling, serverSentEvents, webSocket].map((create) => ofEpoch(create, epoch)),
    echoAt(options.deflate ? {} : null, allows),
    ...createChat({ log: chat.log, epoch: chat.epoch, now: hostClock, flooded: probation.begin }),
  ];
};

/** Sixteen subscribers of one address may be as slow as one may be. */
const bounds = (options: LiveOptions): GuardOptions => ({
  ...options,
  requestMs: options.handshakeMs,
  // An event stream has its comments, a long poll its end within that.
  stalledMs: options.holdMs + 2 * options.commentEveryMs,
  maxUnsentBytesPerAddress: 16 * options.maxBufferedBytes,
});

/** Nothing is to be said up there: it is read and dropped, but not without end. */
const floodable =
  (allows: (address: string | undefined) => boolean): Hear =>
  ({ socket: { remoteAddress } }) =>
  () =>
    allows(remoteAddress) ? null : { closeCode: closeCode.tryAgainLater, reason: "too many messages; try again later" };

/** Kept beside the other log's file; with /echo alone there is no chat. */
const openChatLog = (options: LiveOptions, complain: (text: string) => void): StoredLog =>
  options.logFile === null || options.echoAlone
    ? newLog(options)
    : openLog(`${options.logFile}.chat`, options, complain);

const newLog = ({ maxLogMessages: maxMessages, maxLogBytes: maxBytes }: LiveOptions): StoredLog => ({
  log: new MessageLog({ maxMessages, maxBytes }),
  epoch: randomUUID(),
  store: () => {},
  close: () => {},
});

const openLog = (
  file: string,
  { maxLogMessages: maxMessages, maxLogBytes: maxBytes }: LiveOptions,
  complain: (text: string) => void,
): StoredLog =>
  openStoredLog({ file, maxMessages, maxBytes, clock: hostClock, clockId: bootId(), newEpoch: randomUUID, complain });

/** Linux names each boot, from which its monotonic clock counts (man 4 random); elsewhere null. */
const bootId = (): string | null => {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return null;
  }
};
