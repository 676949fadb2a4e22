// What one invented trial of the fixed run sends and asks: bytes by kind and direction, on the wire, and requests.
import { longPollRequestsPerSec } from "../bench/model.ts";
import type { Random } from "../bench/random.ts";
import type { ByteLedger, BytesByKind, Conditions, RequestCounts } from "../bench/record-trial.ts";

export interface Cell {
  readonly transport: "short-polling" | "long-polling" | "websocket" | "ws-library";
  readonly scenario: "broadcast" | "sparse" | "intervals" | "distance" | "silence";
  readonly conditions: Conditions;
  readonly measureMs: number;
  readonly repetitions: number;
}

const turnaroundMs = 0.08;
/** Of a link of that delay; the software's own share of it is 0.27 ms. */
export const blackoutMs = (oneWayMs: number): number => 2 * oneWayMs + 0.27 + turnaroundMs;

const none: BytesByKind = { body: 0, envelope: 0, httpHeaders: 0, framing: 0, handshake: 0, keepAlive: 0 };
const addKinds = (kinds: BytesByKind): number => Object.values(kinds).reduce((sum, value) => sum + value, 0);

const isPushed = ({ transport }: Cell): boolean => transport === "websocket" || transport === "ws-library";
const heads = { request: 118, fullAnswer: 164, emptyAnswer: 142 } as const;
/** IPv4, TCP and its timestamps: of each segment, and of each acknowledgement. */
const segmentBytes = 52;

export const countBytes = (cell: Cell, received: number, requests: number, empty: number): ByteLedger => {
  const payload = { body: cell.conditions.bodyBytes * received, envelope: 52 * received };
  const full = requests - empty;
  const kinds = isPushed(cell)
    ? { up: none, down: { ...none, ...payload, framing: 4 * received } }
    : {
        up: { ...none, httpHeaders: heads.request * requests },
        down: {
          ...none,
          ...payload,
          // An answer is a JSON array: brackets, and a comma between two messages.
          envelope: payload.envelope + received + full,
          httpHeaders: heads.fullAnswer * full + heads.emptyAnswer * empty,
        },
      };
  const [up, down] = [addKinds(kinds.up), addKinds(kinds.down)];
  const total = (kind: keyof BytesByKind): number => kinds.up[kind] + kinds.down[kind];
  const segments = isPushed(cell) ? { up: received, down: received } : { up: 2 * requests, down: requests };
  return {
    up,
    down,
    body: total("body"),
    envelope: total("envelope"),
    httpHeaders: total("httpHeaders"),
    framing: total("framing"),
    handshake: 0,
    keepAlive: 0,
    kinds,
    perDelivery: { up: received === 0 ? null : up / received, down: received === 0 ? null : down / received },
    handshakePerConnection: isPushed(cell) ? { up: 196, down: 129 } : null,
    unaccounted: 0,
    wire: { up: up + segmentBytes * segments.up, down: down + segmentBytes * segments.down },
    wireSource: "octet counters of the trial's own network",
    serverDisagrees: 0,
  };
};

/** Requests of one subscriber in a second, and the share of them that come back empty. */
export const pollRate = (cell: Cell): { perSecond: number; empty: number } => {
  const { ratePerSec, schedule, pollEveryMs, holdMs, oneWayMs } = cell.conditions;
  const periodic = schedule === "periodic";
  if (isPushed(cell)) return { perSecond: 0, empty: 0 };
  if (cell.transport === "short-polling") {
    const seconds = (pollEveryMs ?? 1000) / 1000;
    return { perSecond: 1 / seconds, empty: periodic ? 1 - ratePerSec * seconds : Math.exp(-ratePerSec * seconds) };
  }
  const [gap, hold] = [blackoutMs(oneWayMs), holdMs ?? 30_000];
  const expired = Math.floor(1000 / ratePerSec / (gap + hold));
  if (periodic) return { perSecond: (expired + 1) * ratePerSec, empty: expired / (expired + 1) };
  return {
    perSecond: longPollRequestsPerSec(ratePerSec, hold, gap),
    empty: Math.exp((-ratePerSec * (gap + hold)) / 1000),
  };
};

export const countRequests = (cell: Cell, received: number, random: Random): RequestCounts => {
  const { subscribers, pollEveryMs, holdMs, oneWayMs } = cell.conditions;
  const seconds = cell.measureMs / 1000;
  const poll = pollRate(cell);
  const [some, others] =
    cell.conditions.schedule === "periodic" ? [1, 1] : [0.99 + random() * 0.02, 0.98 + random() * 0.04];
  const total = Math.round(poll.perSecond * seconds * subscribers * some);
  const empty = Math.round(total * Math.min(1, poll.empty * others));
  return {
    total,
    empty,
    perDelivery: received === 0 ? null : total / received,
    perSubscriberSecond: total / subscribers / seconds,
    messagesPerResponse: total > empty ? received / (total - empty) : null,
    emptyShareOfPlan: pollEveryMs === null ? null : poll.empty,
    emptyCycleMs: empty === 0 ? null : (pollEveryMs ?? (holdMs ?? 0) + blackoutMs(oneWayMs)),
    turnaroundMs: cell.transport === "long-polling" ? turnaroundMs : null,
    headBytes: {
      request: total === 0 ? null : heads.request,
      fullAnswer: total > empty ? heads.fullAnswer : null,
      emptyAnswer: empty > 0 ? heads.emptyAnswer : null,
    },
  };
};
