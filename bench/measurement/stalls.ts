// The stretches in which a part of the rig did not run, as far as they touch what a trial measured. Pure.

import type { Gap } from "../machine/pulse.ts";
import type { StallLoad } from "../record/loads.ts";
import type { Measurements } from "../record/trial.ts";
import { sentences, wholePercent } from "./sentences.ts";

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

/** How long, in words. */
const stallWords = ({ stallMaxMs, stallShare }: StallLoad): string =>
  stallMaxMs > stallLimits.longestMs
    ? `for ${Math.round(stallMaxMs)} ms at a time`
    : `for ${wholePercent(stallShare)} of the window`;

/** A part of the rig that did not run for a while: the times that it measured then are its own, and no transport's. */
export const stallReasons = ({ server, generator, link, clock }: Measurements): readonly string[] =>
  sentences(
    isStalled(server) && `the server process stood still ${stallWords(server)}: stop other work, or measure again`,
    isStalled(generator) &&
      `a client process${clock === null ? "" : " or a page"} stalled ${stallWords(generator)}: stop other work, or lower --rate or --subscribers`,
    isStalled(link) &&
      `the delaying link stalled ${stallWords(link)}: stop other work, or lower --rate, --subscribers or --body`,
    link.latenessMaxMs > stallLimits.longestMs &&
      `the delaying link passed packets on up to ${Math.round(link.latenessMaxMs)} ms late: stop other work, or lower --rate, --subscribers or --body`,
    generator.pacerDelayMaxMs !== null &&
      generator.pacerDelayMaxMs > stallLimits.longestMs &&
      `the publisher's thread woke up to ${Math.round(generator.pacerDelayMaxMs)} ms late: stop other work, or measure again`,
  );

export const stallWarnings = ({ server, generator, link, machine }: Measurements): readonly string[] => [
  ...(
    [
      ["the server process stood still", server],
      ["a client process stalled", generator],
      ["the delaying link stalled", link],
    ] as const
  ).flatMap(([what, load]) =>
    sentences(
      !isStalled(load) &&
        (load.stallMaxMs > noteworthy.longestMs || load.stallShare > noteworthy.share) &&
        `${what} for up to ${Math.round(load.stallMaxMs)} ms, and ${wholePercent(load.stallShare)} of the window`,
    ),
  ),
  ...sentences(
    machine.leaderStallMaxMs > stallLimits.longestMs &&
      `the benchmark's own process stood still for ${Math.round(machine.leaderStallMaxMs)} ms: it carries no message, and the numbers stand`,
  ),
];
