// The columns and counters that the processes of a trial saw, and from which its record is made. Types only.

import type { Traffic } from "../../clients/subscriber.ts";
import type { Disconnections } from "../../servers/server.ts";
import type { ServerTraffic } from "../../servers/traffic.ts";
import type { ProcessLoad } from "../machine/load.ts";
import type { ProcessesLoad } from "../machine/processes.ts";
import type { Gap } from "../machine/pulse.ts";
import type { LinkGaps } from "../network/link-gaps.ts";
import type { WireReading } from "../network/wire.ts";
import type { LinkLoad } from "../record/loads.ts";
import type { Conditions } from "../record/trial.ts";

/** One client process within the window. */
export interface ClientWindow {
  readonly load: ProcessLoad;
  /** The load of Chromium's processes; null for the load client. */
  readonly chromium: ProcessesLoad | null;
  /** The traffic so far when the window began; null for Chromium, which does not tell, so that the server counts for it. */
  readonly before: Traffic | null;
  /** The same when the window ended. */
  readonly after: Traffic | null;
  /** The kernel's counters. null where this process was not asked for them, or the system does not tell. */
  readonly wire: { readonly before: WireReading | null; readonly after: WireReading | null };
}

/** The report of Chromium's pages when they leave. */
export interface PagesReport {
  /** The clock of the worst page may be off by this much. */
  readonly offsetBoundMs: number;
  /** A page's clock moved against the host's by this much, at most. */
  readonly driftMs: number;
  /** Connections and requests that broke off. */
  readonly losses: number;
}

/** The server's process within the window. Its load includes the pacing thread. */
export interface ServerWindow {
  /** The instants at which its CPU was read: those of the window, or later where its event loop was busy. */
  readonly from: number;
  readonly to: number;
  readonly load: ProcessLoad;
  readonly pacerCpuMs: number;
  /** Null where it was not asked for: adding up all sockets takes time from the window. */
  readonly traffic: { readonly before: ServerTraffic; readonly after: ServerTraffic } | null;
}

/** One row a delivery, in the order of arrival. Can be cloned from one process to another. */
export interface DeliveryColumns {
  readonly subscriber: Uint32Array<ArrayBuffer>;
  /** 0 stands for any seq that no message can have. */
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
  /** When the pacing thread woke for it, whatever the server's event loop did then. */
  readonly wokeAt: Float64Array<ArrayBuffer>;
  readonly sentAt: Float64Array<ArrayBuffer>;
  /** The CPU that the server's process had used when it was sent, without its pacing thread's. */
  readonly cpuMs: Float64Array<ArrayBuffer>;
}

/** The stretches in which a part of the rig did not run, other than a client's. */
export interface RigGaps {
  /** As its pacing thread saw them: what the server's own work holds up is no part of them. */
  readonly server: readonly Gap[];
  readonly link: LinkGaps;
  /** The process that leads the trial. */
  readonly leader: readonly Gap[];
}

/** Everything that a finished trial saw; times in ms on the host clock. */
export interface Observations {
  readonly conditions: Conditions;
  readonly windowFrom: number;
  readonly windowTo: number;
  readonly publications: PublicationColumns;
  readonly disconnections: Disconnections;
  /** One entry a client process. */
  readonly clients: readonly {
    readonly deliveries: DeliveryColumns;
    readonly window: ClientWindow;
    readonly total: Traffic | null;
    readonly pages: PagesReport | null;
    /** The stretches in which its event loop did not turn, or one of its pages or Chromium's processes did not run. */
    readonly gaps: readonly Gap[];
  }[];
  readonly server: ServerWindow;
  /** The traffic at the server's sockets over the whole trial. */
  readonly serverTraffic: ServerTraffic;
  readonly link: Pick<LinkLoad, "kind" | "cpuUtilization">;
  readonly gaps: RigGaps;
  readonly otherCores: number | null;
  /** The bytes that a browser's headers would have added to each poll's head; null where they were sent. */
  readonly browserHeaderBytes: number | null;
  /** How long a fixed piece of code took before and after the trial; null where it was not run. */
  readonly probeMs: { readonly before: number; readonly after: number } | null;
  /** Memory that a waiting subscriber adds in the server, and in all client processes together. */
  readonly bytesPerIdleSubscriber: { readonly server: number | null; readonly clients: number | null };
  /** The time from the first connect to the last subscriber's being ready. */
  readonly connectMs: number;
}
