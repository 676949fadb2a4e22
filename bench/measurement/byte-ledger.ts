// The bytes of a trial by kind and direction, and whether the two sides that counted them agree. Pure.

import type { Traffic } from "../../clients/subscriber.ts";
import { type WireCount, wireBetween } from "../network/wire.ts";
import type { LinkLoad } from "../record/loads.ts";
import type { WireRemark } from "../record/remarks.ts";
import { type ByteLedger, type BytesByKind, byteKinds, type Directions } from "../record/trial.ts";
import { ratio } from "../statistics/stats.ts";
import { valueAt } from "../statistics/value-at.ts";
import type { Observations } from "./observations.ts";
import { mergeKinds } from "./traffic.ts";

const bothWays = ({ up, down }: Traffic["kinds"]): BytesByKind => mergeKinds(up, down, 1);

export const bytesOf = (
  window: Traffic,
  total: Traffic,
  { clients, link, serverTraffic }: Observations,
): ByteLedger => {
  const { up, down } = window.kinds;
  const upgraded = total.kinds.up.handshake > 0;
  const inBrowser = clients.some(({ pages }) => pages !== null);
  // A browser opens connections ahead, and leaves some of them unused.
  const accepted = inBrowser ? serverTraffic.accepted : total.connections.opened;
  // The first client process reads the wire for all.
  const { before, after } = valueAt(clients, 0).window.wire;
  const wire = link.kind === "proxy" ? wireSources.proxy : wireBetween(before, after);
  const passed = { up: sumOf(up), down: sumOf(down) };
  return {
    ...passed,
    ...bothWays(window.kinds),
    kinds: { up, down },
    deliveries: window.messages,
    perDelivery: { up: ratio(passed.up, window.messages), down: ratio(passed.down, window.messages) },
    handshakePerConnection: upgraded
      ? {
          up: total.kinds.up.handshake / accepted,
          down: total.kinds.down.handshake / accepted,
        }
      : null,
    unaccounted: unaccountedBytes(total),
    wire: "code" in wire ? null : wireOf(passed, wire),
    wireSource: "code" in wire ? wire : wireSources[link.kind],
    serverDisagrees: inBrowser ? null : disagreement(total.kinds, serverTraffic.kinds),
  };
};

const sumOf = (kinds: BytesByKind): number => byteKinds.reduce((sum, kind) => sum + kinds[kind], 0);

/** The octets that the window's bytes took, as the kernel's counters have it for the payload that they saw. */
const wireOf = (window: Directions, { up, down, payload }: WireCount): Directions => {
  const share = payload === 0 ? 1 : (window.up + window.down) / payload;
  return { up: Math.round(up * share), down: Math.round(down * share) };
};

const wireSources: Readonly<Record<LinkLoad["kind"], WireRemark>> = {
  loopback: { code: "wire-by-sockets" },
  veth: { code: "wire-by-network" },
  tun: { code: "wire-by-network" },
  proxy: { code: "wire-behind-relay" },
};

/** Takes body and envelope as one, since each side can only apportion them where messages are compressed. */
const disagreement = (clients: Traffic["kinds"], server: Traffic["kinds"]): number => {
  const payload = ({ body, envelope }: BytesByKind): number => body + envelope;
  const over = (way: keyof Directions): number =>
    byteKinds
      .filter((kind) => kind !== "body" && kind !== "envelope")
      .reduce(
        (sum, kind) => sum + Math.abs(clients[way][kind] - server[way][kind]),
        Math.abs(payload(clients[way]) - payload(server[way])),
      );
  return over("up") + over("down");
};

/** Only the whole of a trial tells: while it lasts, a message may have arrived in part. */
const unaccountedBytes = ({ bytes, kinds }: Traffic): number =>
  byteKinds.reduce((left, kind) => left - kinds.up[kind] - kinds.down[kind], bytes.up + bytes.down);
