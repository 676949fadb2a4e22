// The stretches in which a part of the rig did not run, as far as they touch what a trial measured. Pure.

import type { Gap } from "../machine/pulse.ts";
import type { StallLoad } from "../record/loads.ts";
import { type Remark, remarks } from "../record/remarks.ts";
import type { Measurements } from "../record/trial.ts";

/** A part that did not run for longer than this at a time, or for more than this share of the window, spoils a trial. */
export const stallLimits = { longestMs: 250, share: 0.1 } as const;

/** Beyond these a reader is told, but the numbers stand. */
const noteworthy = { longestMs: 50, share: 0.02 } as const;

export interface Span {
  readonly windowFrom: number;
  readonly windowTo: number;
  /** The last instant at which a delivery arrived, or the window's end where that is later; infinite where one is missing. */
  readonly until: number;
}

/** Each number is that of the process where it is worst. */
export const stallOf = (processes: readonly (readonly Gap[])[], span: Span): StallLoad => {
  const stalls = processes.map((gaps) => stallOfOne(gaps, span));
  return {
    stallMaxMs: Math.max(0, ...stalls.map(({ stallMaxMs }) => stallMaxMs)),
    stallShare: Math.max(0, ...stalls.map(({ stallShare }) => stallShare)),
  };
};

/** A gap that touches the span counts in full: what gathered before the window comes out in it. The share is the window's. */
const stallOfOne = (gaps: readonly Gap[], { windowFrom, windowTo, until }: Span): StallLoad => {
  const touching = gaps.filter(({ from, to }) => to > windowFrom && from < until);
  const within = touching.map(({ from, to }) => Math.max(0, Math.min(to, windowTo) - Math.max(from, windowFrom)));
  const windowMs = windowTo - windowFrom;
  return {
    stallMaxMs: Math.max(0, ...touching.map(({ from, to }) => to - from)),
    stallShare: windowMs === 0 ? 0 : within.reduce((sum, ms) => sum + ms, 0) / windowMs,
  };
};

export const isStalled = ({ stallMaxMs, stallShare }: StallLoad): boolean =>
  stallMaxMs > stallLimits.longestMs || stallShare > stallLimits.share;

/** The longest stall where that one is too long; else how much of the window all of them took. */
const stalled = (part: "client" | "link" | "page", { stallMaxMs, stallShare }: StallLoad): Remark =>
  stallMaxMs > stallLimits.longestMs
    ? { code: `${part}-stalled`, stallMs: stallMaxMs }
    : { code: `${part}-stalled-often`, stallShare };

const stoodStill = ({ stallMaxMs, stallShare }: StallLoad): Remark =>
  stallMaxMs > stallLimits.longestMs
    ? { code: "server-stood-still", stallMs: stallMaxMs }
    : { code: "server-stood-still-often", stallShare };

/** A part of the rig that did not run for a while: the times that it measured then are its own, and no transport's. */
export const stallReasons = ({ server, generator, link, clock }: Measurements): readonly Remark[] =>
  remarks(
    isStalled(server) && stoodStill(server),
    isStalled(generator) && stalled(clock === null ? "client" : "page", generator),
    isStalled(link) && stalled("link", link),
    link.latenessMaxMs > stallLimits.longestMs && { code: "link-late", lateMs: link.latenessMaxMs },
    generator.pacerDelayMaxMs !== null &&
      generator.pacerDelayMaxMs > stallLimits.longestMs && {
        code: "publisher-woke-late",
        lateMs: generator.pacerDelayMaxMs,
      },
  );

export const stallWarnings = ({ server, generator, link, machine }: Measurements): readonly Remark[] => [
  ...(
    [
      ["server-paused", server],
      ["client-paused", generator],
      ["link-paused", link],
    ] as const
  ).flatMap(([code, load]) => {
    const { stallMaxMs, stallShare } = load;
    return remarks(
      !isStalled(load) &&
        (stallMaxMs > noteworthy.longestMs || stallShare > noteworthy.share) && {
          code,
          stallMs: stallMaxMs,
          stallShare,
        },
    );
  }),
  ...remarks(
    machine.leaderStallMaxMs > stallLimits.longestMs && {
      code: "leader-stood-still",
      stallMs: machine.leaderStallMaxMs,
    },
  ),
];
