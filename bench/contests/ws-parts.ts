// The types of what the ws package exports and its type package leaves out, as far as the contests use it.

import type { Buffer } from "node:buffer";
import type { EventEmitter } from "node:events";

declare module "ws" {
  class Receiver extends EventEmitter {
    constructor(options: { isServer: boolean; maxPayload: number });
    write(chunk: Buffer): boolean;
    on(event: "message", listener: (data: Buffer, isBinary: boolean) => void): this;
    on(event: "error", listener: (error: Error) => void): this;
  }
  const Sender: {
    frame(
      data: Buffer,
      options: { fin: boolean; rsv1: boolean; opcode: number; mask: boolean; readOnly: boolean },
    ): Buffer[];
  };
  class PerMessageDeflate {
    constructor(options: { serverNoContextTakeover?: boolean; threshold?: number; isServer?: boolean });
    accept(offers: readonly Readonly<Record<string, readonly unknown[]>>[]): unknown;
    compress(data: Buffer, fin: boolean, done: (error: Error | null, data: Buffer) => void): void;
    decompress(data: Buffer, fin: boolean, done: (error: Error | null, data: Buffer) => void): void;
    cleanup(): void;
  }
}

export { PerMessageDeflate, Receiver, Sender } from "ws";
