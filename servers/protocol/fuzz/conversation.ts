// Half a conversation, for the tests of what the standard demands: what a peer writes, and what comes of it.
import { expect } from "vitest";
import {
  Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  type Role,
  stepsOf,
} from "../websocket/connection.ts";
import { encodeFrame, type FrameOptions } from "../websocket/frame.ts";
import { seededRandom } from "./seeded-random.ts";
import { chunksOf, everyCut } from "./wire.ts";

export const roles: readonly Role[] = ["server", "client"];
export const random = seededRandom(15);

export const connect = (role: Role, options: Partial<ConnectionOptions> = {}): Connection =>
  new Connection({ role, randomFill: random.fill, ...options });

/** A frame as the peer of `role` writes it. */
export const framed = (role: Role, code: number, payload: Buffer | string, options: FrameOptions = {}): Buffer =>
  encodeFrame(code, Buffer.from(payload), { mask: role === "server" ? random.bytes(4) : null, ...options });

interface Heard {
  readonly events: readonly ConnectionEvent[];
  readonly output: Buffer;
  readonly end: boolean;
}

export const hear = (role: Role, chunks: readonly Buffer[], options: Partial<ConnectionOptions> = {}): Heard => {
  const connection = connect(role, options);
  const steps = chunks.flatMap((chunk) => [...stepsOf(connection, Buffer.from(chunk))]);
  return {
    events: steps.flatMap(({ events }) => events),
    output: Buffer.concat(steps.flatMap(({ output }) => output)),
    end: steps.some(({ end }) => end),
  };
};

/** Fails with the code, told to the peer and to the owner, however the bytes are cut; TCP is ended. */
export const expectFailure = (
  role: Role,
  code: number,
  bytes: Buffer,
  before: readonly ConnectionEvent[] = [],
  options: Partial<ConnectionOptions> = {},
): void => {
  for (const chunks of bytes.length > 200 ? [[bytes], chunksOf(bytes, 1)] : everyCut(bytes)) {
    const { events, output, end } = hear(role, chunks, options);
    const told = connect(role === "server" ? "client" : "server").receive(output);
    expect(events).toEqual([...before, { type: "close", code, reason: expect.any(String) }]);
    expect(told.events.at(-1)).toMatchObject({ type: "close", code });
    expect(end).toBe(true);
  }
};

export const text = (content: string): ConnectionEvent => ({ type: "text", text: content });
