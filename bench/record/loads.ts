// The loads of a trial as its record keeps them: of processes, link, clocks and machine, within the window. Types only.

/**
 * The stretches in which a process did not run, from the window's begin to its last delivery: it was stopped, or had no core.
 * For several processes, each number is that of the process where it is worst.
 */
export interface StallLoad {
  /** The longest of them. */
  readonly stallMaxMs: number;
  /** The share of the window that they take together. */
  readonly stallShare: number;
}

/** How busy a process was. For several processes, each number is that of the process where it is worst. */
export interface LoopLoad {
  /** How late the event loop was; 99th percentile. */
  readonly loopDelayP99Ms: number;
  /** The same at its worst: one long stall is no part of a percentile. */
  readonly loopDelayMaxMs: number;
  /** Share of the window in which the event loop was not waiting. */
  readonly loopUtilization: number;
  /** The longest pause for garbage collection. */
  readonly gcPauseMaxMs: number;
  /** Share of the window spent in garbage collection. */
  readonly gcShare: number;
  /** Share of the window in which the main thread could have run and had no core; null where the system does not tell. */
  readonly runDelayShare: number | null;
}

/** The server's CPU over blocks of equally many publications, one after another: how long each took, and what it used. */
export interface CpuBlocks {
  /** How many messages were published in each. */
  readonly messages: number;
  readonly spanMs: readonly number[];
  /** Without the publisher's pacing thread. */
  readonly cpuMs: readonly number[];
}

/** Stalls are those that its own work did not cause. */
export interface ServerLoad extends LoopLoad, StallLoad {
  /**
   * CPU of the server process, without the publisher's pacing thread, over what arrived between the two instants at which it was
   * read; null where nothing did.
   */
  readonly cpuMsPerThousandDeliveries: number | null;
  /** The same CPU over the window, in cores. */
  readonly cpuUtilization: number;
  readonly cpuBlocks: CpuBlocks;
  /** The most memory that the process has had resident since it started. */
  readonly rssPeakBytes: number;
  /**
   * Bytes that one waiting subscriber adds to JavaScript heap and external memory, after a forced collection: (all subscribers
   * idle − none) / subscribers. null where it could not be read.
   */
  readonly bytesPerIdleSubscriber: number | null;
}

/** Stalls are a client's own work too. */
export interface GeneratorLoad extends LoopLoad, StallLoad {
  /** CPU of all client processes together, a browser's among them, in cores. */
  readonly cpuUtilization: number;
  /** CPU of the busiest client process, in cores. */
  readonly busiestProcessUtilization: number;
  /** Publications a second that the plan asked for. */
  readonly offeredRate: number;
  /** Publications a second that the publisher made. */
  readonly achievedRate: number;
  /** The same as the server's, in the client processes; null for a browser. */
  readonly bytesPerIdleSubscriber: number | null;
  /** CPU of the publisher's pacing thread, in cores. */
  readonly pacerUtilization: number;
  /** How late the pacing thread woke for a message of the window, whatever the server's event loop did; null without messages. */
  readonly pacerDelayP50Ms: number | null;
  readonly pacerDelayMaxMs: number | null;
}

/**
 * The way between clients and server. `loopback` is the host's own. `veth` is two network namespaces of the trial's own,
 * joined by a virtual cable. `tun` is the same, joined by a program that delays each packet. `proxy` is loopback and a
 * relay in user space, which delays bytes but not TCP's handshake and slow start.
 */
export type LinkKind = "loopback" | "veth" | "tun" | "proxy";

/** Without a program that delays, all numbers are 0. */
export interface LinkLoad extends StallLoad {
  readonly kind: LinkKind;
  /** CPU of the program that delays, in cores. */
  readonly cpuUtilization: number;
  /** How late that program passed on a packet, at the most. */
  readonly latenessMaxMs: number;
}

/** A browser's pages stamp deliveries with clocks of their own, which are measured against the host's before and after. */
export interface ClockBound {
  /** The times of the worst page may be off by this much, either way. */
  readonly offsetBoundMs: number;
  /** A page's clock moved against the host's by this much between the two readings, at most. */
  readonly driftMs: number;
}

/** The machine as a whole. */
export interface MachineLoad {
  /** Cores that other work used: the machine's busy time without that of the trial's processes; null where it is not told. */
  readonly otherCores: number | null;
  /** Little's law: mean number of deliveries outstanding, over rate × mean response time. It is 1 in a steady state. */
  readonly littlesRatio: number | null;
  /** The longest stretch in which the process that leads the trial did not run. It carries nothing of what is measured. */
  readonly leaderStallMaxMs: number;
  /** How long a fixed piece of code took before the trial began and after it had ended: the machine's speed. */
  readonly probeMs: { readonly before: number; readonly after: number } | null;
}
