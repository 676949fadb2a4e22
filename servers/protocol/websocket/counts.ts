// What went over the wire in one direction since the handshake, by its kind. It does not know what was in it.

/** Together these are every byte, but for a received header that is not complete yet. */
export interface FrameCounts {
  readonly messages: number;
  /** Application data as on the wire, hence compressed where it is. */
  readonly payloadBytes: number;
  /** Headers and masks of the frames that carried it. */
  readonly framingBytes: number;
  /** Pings, pongs and close frames, whole. */
  readonly controlBytes: number;
  /** Received in or behind a frame that broke a rule, or behind a close frame; never looked at. */
  readonly discardedBytes: number;
}

export type OpenCounts = { -readonly [Name in keyof FrameCounts]: FrameCounts[Name] };

export const zeroCounts = (): OpenCounts => ({
  messages: 0,
  payloadBytes: 0,
  framingBytes: 0,
  controlBytes: 0,
  discardedBytes: 0,
});
