// The page's questions to the live server: its clock, its publisher, its meters. A refusal is an error in the server's own words.
// Knows nothing of the transports.

import {
  type ClockAnswer,
  type MetersAnswer,
  type PublisherAnswer,
  readClock,
  readMeters,
  readPublished,
  readPublisher,
  readRefusal,
} from "./answers.ts";

/** The server answered, and refused. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}

const patienceMs = 5_000;

const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
  const response = await fetch(path, { ...init, cache: "no-store", signal: AbortSignal.timeout(patienceMs) });
  if (response.ok) return response.json();
  const refusal = readRefusal(await response.json().catch(() => null));
  throw new RefusedError(refusal ?? `the server answered ${response.status}`);
};

const send = (path: string, body: object): Promise<unknown> =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const askClock = async (): Promise<ClockAnswer> => readClock(await ask("/clock"));

export const askPublisher = async (): Promise<PublisherAnswer> => readPublisher(await ask("/publisher"));

/** `page` is the key that the page's own requests carry. */
export const askMeters = async (page: string): Promise<MetersAnswer> => readMeters(await ask(`/meters?page=${page}`));

/** Sets it for all visitors. */
export const setPublisher = async (wish: Partial<PublisherAnswer>): Promise<PublisherAnswer> =>
  readPublisher(await send("/publisher", wish));

/** Resolves to the message's seq. */
export const publishOne = async (bodyBytes: number): Promise<number> =>
  readPublished(await send("/messages", { bodyBytes }));
