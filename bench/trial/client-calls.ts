// The calls of a trial to a process that holds subscribers. client-process.ts answers them with the load client,
// browser-process.ts with pages of Chromium.

import type { Patience, SubscribeOptions, Traffic } from "../../clients/subscriber.ts";
import type { Gap } from "../machine/pulse.ts";
import type { ClientWindow, DeliveryColumns, PagesReport } from "../measurement/observations.ts";
import { readWire, type WireCounting, type WireReading } from "../network/wire.ts";
import type { RehearsedClients } from "./rehearsal.ts";
import type { PrepareCall, Subject } from "./subject.ts";

export interface ConnectCall {
  readonly subject: Subject;
  readonly transport: string;
  readonly url: string;
  /** The numbers of this process's subscribers, unique in the trial. */
  readonly subscribers: readonly number[];
  readonly pollEveryMs: number;
  readonly connection: SubscribeOptions["connection"];
  readonly headers: SubscribeOptions["headers"];
  /** As the hold and the link's delay ask for it. */
  readonly patience: Patience;
  /** The publisher's size and seed: each subscriber compares the bodies that arrive with the plan's. */
  readonly bodyBytes: number;
  readonly seed: number;
}

interface MeasureCall {
  readonly windowFrom: number;
  readonly windowTo: number;
  /** How the kernel's counters are read; null where another process of the trial reads them. */
  readonly wire: WireCounting | null;
  readonly serverPort: number;
}

interface DrainCall {
  readonly lastSeq: number;
  /** The wait ends where nothing has come for so long: what a saturated server still sends is waited for. */
  readonly quietMs: number;
  /** It ends at this instant in any case. */
  readonly deadline: number;
}

/** The order of calls is prepare, connect, rehearse or not, measure, drain, leave; liveBytes comes whenever all is idle. */
export interface ClientCalls {
  liveBytes(call: null): Promise<number | null>;
  /** Uses the load client also where Chromium is measured: the server is the same. */
  rehearse(call: RehearsedClients): Promise<number>;
  /** Loads the clients of these transports, so that connecting does not count it. */
  prepare(call: PrepareCall): Promise<null>;
  /** Resolves to the instants of the first connect and of the last subscriber's being ready. */
  connect(call: ConnectCall): Promise<{ readonly from: number; readonly to: number }>;
  measure(call: MeasureCall): Promise<ClientWindow>;
  /** Resolves to whether every subscriber got the last message in time. */
  drain(call: DrainCall): Promise<boolean>;
  leave(call: null): Promise<{
    readonly deliveries: DeliveryColumns;
    readonly total: Traffic | null;
    /** null for the load client, which reads the host's clock. */
    readonly pages: PagesReport | null;
    /** The stretches since the call of measure in which this process, or what it drives, did not run. */
    readonly gaps: readonly Gap[];
  }>;
}

/** Reads the wire each time it is called, where this process is asked to. */
export const wireReader =
  ({ wire, serverPort }: MeasureCall) =>
  (): Promise<WireReading | null> =>
    wire === null ? Promise.resolve(null) : readWire(wire, serverPort);
