// A connection's answer to bytes or a call: events for its owner, bytes for its peer, and whether TCP ends now. It does not
// know how a step comes about.
import type { WholeMessage } from "./assembler.ts";

export type ConnectionEvent =
  | WholeMessage
  | { readonly type: "ping"; readonly data: Buffer }
  | { readonly type: "pong"; readonly data: Buffer }
  /** The connection is over, by the peer's close frame, by a fault (its code and message), or without a word (1006). */
  | { readonly type: "close"; readonly code: number; readonly reason: string };

/** The owner's tasks, in this order: deliver the events, write the output, and end the TCP connection if `end` is set. */
export interface Step {
  readonly events: readonly ConnectionEvent[];
  readonly output: readonly Buffer[];
  readonly end: boolean;
}

/** A step while it is being made. */
export interface Draft extends Step {
  readonly events: ConnectionEvent[];
  output: Buffer[];
  end: boolean;
}

/** Shared by all steps without events or output, which is most of them. */
const nothing: never[] = [];
Object.freeze(nothing);

export const idle: Step = Object.freeze({ events: nothing, output: nothing, end: false });

export const draft = (end: boolean): Draft => ({ events: [], output: nothing, end });

export const sending = (frame: Buffer): Step => ({ events: nothing, output: [frame], end: false });

export const addOutput = (step: Draft, frame: Buffer): void => {
  if (step.output === nothing) step.output = [frame];
  else step.output.push(frame);
};
