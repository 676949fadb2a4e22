// What the processes of a trial saw: the columns and counters that its record is made from. Types only.

import type { Traffic } from "../../clients/subscriber.ts";
import type { Disconnections } from "../../servers/server.ts";
import type { ServerTraffic } from "../../servers/traffic.ts";
import type { ProcessLoad } from "../machine/load.ts";
import type { ProcessesLoad } from "../machine/processes.ts";
import type { WireReading } from "../network/wire.ts";
import type { Conditions, LinkLoad } from "../record/trial.ts";

/** What passed at the sockets within the window. */
export interface ClientWindow {
  readonly load: ProcessLoad;
  /** Of Chromium's processes; null of the load client. */
  readonly chromium: ProcessesLoad | null;
  /** null of Chromium, which does not tell: the server's count stands for it. */
  readonly before: Traffic | null;
  readonly after: Traffic | null;
  /** null where this process was not asked for it, or the system does not tell. */
  readonly wire: { readonly before: WireReading | null; readonly after: WireReading | null };
}

/** What the pages of Chromium tell when they have left. */
export interface PagesReport {
  /** How far the worst known page's clock may be off, and how far one moved against the host's, in ms. */
  readonly offsetBoundMs: number;
  readonly driftMs: number;
  /** Connections and requests that broke off. */
  readonly losses: number;
}

/** Load within the window; the pacing thread's CPU is apart from the server's. */
export interface ServerWindow {
  readonly load: ProcessLoad;
  readonly pacerCpuMs: number;
  /** At the window's ends; null where it was not asked for, since to add up all sockets takes time from the window. */
  readonly traffic: { readonly before: ServerTraffic; readonly after: ServerTraffic } | null;
}

/** One row a delivery, in the order of arrival. Structured-cloneable. */
export interface DeliveryColumns {
  readonly subscriber: Uint32Array<ArrayBuffer>;
  /** 0 stands for a seq that no message can have. */
  readonly seq: Uint32Array<ArrayBuffer>;
  /** ms, host clock. */
  readonly receivedAt: Float64Array<ArrayBuffer>;
  /** 1 where the body is not the one that was published under that seq. */
  readonly altered: Uint8Array<ArrayBuffer>;
}

/** One row a message, in the order of seq, which starts at 1. */
export interface PublicationColumns {
  /** ms, host clock. */
  readonly intendedAt: Float64Array<ArrayBuffer>;
  readonly sentAt: Float64Array<ArrayBuffer>;
}

/** Everything that a finished trial saw; times in ms on the host clock. */
export interface Observations {
  readonly conditions: Conditions;
  readonly windowFrom: number;
  readonly windowTo: number;
  readonly publications: PublicationColumns;
  readonly disconnections: Disconnections;
  /** One a client process. */
  readonly clients: readonly {
    readonly deliveries: DeliveryColumns;
    readonly window: ClientWindow;
    readonly total: Traffic | null;
    readonly pages: PagesReport | null;
  }[];
  readonly server: ServerWindow;
  /** Over the whole trial. */
  readonly serverTraffic: ServerTraffic;
  readonly link: LinkLoad;
  readonly otherCores: number | null;
  /** Of the server, and of all client processes together. */
  readonly bytesPerIdleSubscriber: { readonly server: number | null; readonly clients: number | null };
  /** From the first connect to the last subscriber's being ready. */
  readonly connectMs: number;
}
