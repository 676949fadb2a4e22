// The counters of both ends of a connection: bytes by kind and direction, requests and their answers. Does not know who
// counts, or when.

/** Every byte on a socket is of one of these kinds. */
export const byteKinds = ["body", "envelope", "httpHeaders", "framing", "handshake", "keepAlive"] as const;

export type ByteKind = (typeof byteKinds)[number];

export type BytesByKind = Readonly<Record<ByteKind, number>>;

/** Bytes of one direction by kind, counted in place. */
export type KindCounter = Record<ByteKind, number>;

/** Up is from the clients, down is to them. */
export interface Directions {
  readonly up: number;
  readonly down: number;
}

/** Bytes that pass at sockets, counted in place. */
export interface ByteCounter {
  /** Totals as the sockets tell them: counted apart from the kinds, which must add up to them. */
  readonly bytes: { up: number; down: number };
  readonly kinds: { readonly up: KindCounter; readonly down: KindCounter };
}

/** Requests, and their answers without messages (`empty`) and with them; bytes of requests' heads are `kinds.up.httpHeaders`. */
export interface RequestCounter {
  total: number;
  empty: number;
  emptyAnswerHeadBytes: number;
  fullAnswers: number;
  fullAnswerHeadBytes: number;
}

export const noKinds = (): KindCounter => ({
  body: 0,
  envelope: 0,
  httpHeaders: 0,
  framing: 0,
  handshake: 0,
  keepAlive: 0,
});

export const noBytes = (): ByteCounter => ({ bytes: { up: 0, down: 0 }, kinds: { up: noKinds(), down: noKinds() } });

export const noRequests = (): RequestCounter => ({
  total: 0,
  empty: 0,
  emptyAnswerHeadBytes: 0,
  fullAnswers: 0,
  fullAnswerHeadBytes: 0,
});
