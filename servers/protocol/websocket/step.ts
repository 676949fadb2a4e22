// A connection's answer to bytes or a call: events for its owner, bytes for its peer, and whether TCP ends now. It does not
// know how a step comes about.
import type { WholeMessage } from "./assembler.ts";

export type ConnectionEvent =
  | WholeMessage
  | { readonly type: "ping"; readonly data: Buffer }
  | { readonly type: "pong"; readonly data: Buffer }
  /** The connection is over, by the peer's close frame, by a fault (its code and message), or without a word (1006). */
  | { readonly type: "close"; readonly code: number; readonly reason: string };

/**
 * The owner's tasks, in this order: write the output, act on the events, and end the TCP connection if `end` is set. With
 * `more`, the chunk holds further frames, which the owner asks for once it has acted. An answer to an event of this Step so goes
 * out behind all that came before that event, and before anything that answers what came after it.
 */
export interface Step {
  readonly events: readonly ConnectionEvent[];
  readonly output: readonly Buffer[];
  readonly end: boolean;
  readonly more: boolean;
}

/** A step while it is being made. */
export interface Draft extends Step {
  readonly events: ConnectionEvent[];
  output: Buffer[];
  end: boolean;
  more: boolean;
}

/** Shared by all steps without events or output, which is most of them. */
const nothing: never[] = [];
Object.freeze(nothing);

export const idle: Step = Object.freeze({ events: nothing, output: nothing, end: false, more: false });

export const draft = (end: boolean): Draft => ({ events: [], output: nothing, end, more: false });

export const sending = (...output: readonly Buffer[]): Step => ({ events: nothing, output, end: false, more: false });

export const addOutput = (step: Draft, frame: Buffer): void => {
  if (step.output === nothing) step.output = [frame];
  else step.output.push(frame);
};
