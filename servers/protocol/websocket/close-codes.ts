// The close codes (RFC 6455 section 7.4) that anybody here sends or reports, and which codes may be sent. It does not know
// what a peer makes of one.

/** RFC 6455 section 7.4.1, with 1012 to 1014 of the IANA registry. The first two are reported, never sent. */
export const closeCode = {
  none: 1005,
  abnormal: 1006,
  normal: 1000,
  goingAway: 1001,
  protocolError: 1002,
  unsupportedData: 1003,
  invalidData: 1007,
  policy: 1008,
  tooBig: 1009,
  tryAgainLater: 1013,
} as const;

/** Whether a close frame may carry this code (RFC 6455 section 7.4.2). */
export const isWireCode = (code: number): boolean => {
  if (code >= 3000) return code <= 4999;
  return code >= 1000 && code <= 1014 && code !== 1004 && code !== closeCode.none && code !== closeCode.abnormal;
};
