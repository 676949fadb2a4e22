// The bytes of one direction since the handshake, by kind. It does not know what was in them.

/** Together these are all bytes but those of a received header that is not complete yet. */
export interface FrameCounts {
  readonly messages: number;
  /** Application data as on the wire, hence compressed where it is. */
  readonly payloadBytes: number;
  /** Headers and masks of the frames that carried the payload. */
  readonly framingBytes: number;
  /** Pings, pongs and close frames, whole. */
  readonly controlBytes: number;
  /** Bytes received in or behind a frame that broke a rule, or behind a close frame; nobody looks at them. */
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
