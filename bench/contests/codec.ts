// The WebSocket core beside the ws package's parts, message by message: encode, decode, handshake, deflate. Each burst is
// a tinybench task, whose loop and clock are not ours.

import { isUtf8 } from "node:buffer";
import { randomFillSync } from "node:crypto";
import { createRequire } from "node:module";
import { Bench } from "tinybench";
import { WebSocketServer } from "ws";
import { acceptPeer } from "../../servers/peer.ts";
import { Connection, stepsOf } from "../../servers/protocol/websocket/connection.ts";
import { Deflater, Inflater } from "../../servers/protocol/websocket/deflate.ts";
import { encodeFrame, encodeTextFrame, opcode } from "../../servers/protocol/websocket/frame.ts";
import { pooledRandom } from "../../servers/protocol/websocket/random-pool.ts";
import { decodeText } from "../../servers/protocol/websocket/utf8.ts";
import { defaultServerOptions } from "../../servers/server.ts";
import { TrafficCounter } from "../../servers/traffic.ts";
import { bodies } from "../plan/bodies.ts";
import { seededRandom } from "../statistics/random.ts";
import type { Contest, Contestant } from "./pair.ts";
import { requestUpgrade, Swallower } from "./swallower.ts";
import { PerMessageDeflate, Receiver, Sender } from "./ws-parts.ts";

/** One run does `times` messages. */
interface Work {
  readonly times: number;
  readonly run: () => void | Promise<void>;
  /** Called before each run, and not timed. */
  readonly prepare?: () => void;
}

/** The targets hold against ws with bufferutil, which ws uses where it is installed: `npm install --no-save bufferutil`. */
const hasBufferutil = ((): boolean => {
  try {
    createRequire(import.meta.url).resolve("bufferutil");
    return true;
  } catch {
    return false;
  }
})();

interface Size {
  readonly bytes: number;
  readonly name: string;
  /** The ratio that the decoder of masked text has to reach beside ws with bufferutil. */
  readonly target: number;
}

const sizes: readonly Size[] = [
  { bytes: 16, name: "16 B", target: 3 },
  { bytes: 125, name: "125 B", target: 2 },
  { bytes: 1024, name: "1 KiB", target: 2 },
  { bytes: 65_536, name: "64 KiB", target: 1.5 },
  { bytes: 1_048_576, name: "1 MiB", target: 3 },
];

const maxPayload = 64 * 1024 * 1024;

const text = (bytes: number): Buffer => Buffer.from(bodies(bytes, seededRandom(1))(1));

const contestant = (name: string, make: () => Work): Contestant => {
  const { times, run, prepare } = make();
  return {
    name,
    burst: async (forMs) => {
      const bench = new Bench({ time: forMs, warmup: false, iterations: 1 });
      bench.add(name, run, prepare === undefined ? {} : { async: false, beforeEach: prepare });
      const [task] = await bench.run();
      if (task?.result.state !== "completed") throw new Error(`${name} failed`);
      const { totalTime, latency } = task.result;
      return { work: latency.samplesCount * times, costMs: totalTime };
    },
  };
};

const contest = (title: string, target: number | null, ours: () => Work, ws: () => Work): (() => Promise<Contest>) => {
  return async () => ({
    title,
    unit: "message",
    cost: "time",
    baseline: contestant("ws", ws),
    twin: contestant("ws, again", ws),
    contestants: [contestant("ours", ours)],
    targets: target === null ? {} : { ours: target },
    close: async () => {},
  });
};

/** A socket reads so much at once. */
const readBytes = 65_536;

/** As many frames as one read holds, at least one; masked frames have a mask of their own each. */
const readOf = (bytes: number, masked: boolean): { readonly chunk: Buffer; readonly times: number } => {
  const payload = text(bytes);
  const times = Math.max(1, Math.floor(readBytes / (bytes + 14)));
  const frames = Array.from({ length: times }, () => {
    const mask = masked ? randomFillSync(Buffer.alloc(4)) : null;
    return encodeFrame(opcode.text, payload, { mask });
  });
  return { chunk: Buffer.concat(frames), times };
};

/** Both end with a string. Both unmask in place: each run gets a fresh copy, untimed, in pieces as a socket reads them. */
const decode = ({ bytes, name }: Size, masked: boolean, target: number | null): (() => Promise<Contest>) => {
  const { chunk, times } = readOf(bytes, masked);
  const role = masked ? "server" : "client";
  return contest(
    `decode ${name} text, ${masked ? "masked" : "unmasked"} (ws ${hasBufferutil ? "with" : "without"} bufferutil)`,
    hasBufferutil ? target : null,
    () => {
      const connection = new Connection({ role, maxMessageBytes: maxPayload, randomFill: randomFillSync });
      const copy = Buffer.alloc(chunk.length);
      const run = (): void => {
        let heard = 0;
        for (let at = 0; at < copy.length; at += readBytes) {
          for (const { events } of stepsOf(connection, copy.subarray(at, at + readBytes))) heard += events.length;
        }
        if (heard !== times) throw new Error(`${heard} messages of ${times}`);
      };
      return { times, run, prepare: () => chunk.copy(copy) };
    },
    () => {
      const receiver = new Receiver({ isServer: masked, maxPayload });
      let heard = 0;
      receiver.on("message", (data) => {
        if (data.toString().length === bytes) heard++;
      });
      receiver.on("error", (error) => {
        throw error;
      });
      const copy = Buffer.alloc(chunk.length);
      const run = (): void => {
        heard = 0;
        for (let at = 0; at < copy.length; at += readBytes) receiver.write(copy.subarray(at, at + readBytes));
        if (heard !== times) throw new Error(`${heard} messages of ${times}`);
      };
      return { times, run, prepare: () => chunk.copy(copy) };
    },
  );
};

const randomFill = pooledRandom(randomFillSync);

/** Makes a string bytes that can be written. */
const encode = ({ bytes, name }: Size, masked: boolean): (() => Promise<Contest>) => {
  const payload = text(bytes).toString();
  const mask = Buffer.alloc(4);
  const options = { fin: true, rsv1: false, opcode: opcode.text, mask: masked, readOnly: false };
  const times = bytes > 65_536 ? 1 : 100;
  const repeat = (encodeOne: () => void) => () => ({
    times,
    run: () => {
      for (let i = 0; i < times; i++) encodeOne();
    },
  });
  return contest(
    `encode ${name} text, ${masked ? "masked" : "unmasked"}`,
    null,
    repeat(() => {
      if (masked) randomFill(mask);
      encodeTextFrame(payload, { mask: masked ? mask : null });
    }),
    repeat(() => Sender.frame(Buffer.from(payload), options)),
  );
};

/** Text in several scripts, checked and made a string; ws checks with Node's isUtf8 and leaves the string to its caller. */
const utf8 = (name: string, times: number): (() => Promise<Contest>) => {
  const bytes = Buffer.from("Grüße, 世界 🌍! ".repeat(times));
  const repeat = (check: () => unknown) => () => ({
    times: 100,
    run: () => {
      for (let i = 0; i < 100; i++) if (check() === null) throw new Error("valid text was refused");
    },
  });
  return contest(
    `UTF-8 of ${name} checked and decoded`,
    null,
    repeat(() => decodeText(bytes, 0, bytes.length, false)),
    repeat(() => (isUtf8(bytes) ? bytes.toString() : null)),
  );
};

const handshake = contest(
  "handshake, request to open connection",
  null,
  () => {
    // One for all of a server's connections.
    const traffic = new TrafficCounter();
    return {
      times: 1,
      run: () => {
        const [request, socket] = [requestUpgrade("/"), new Swallower()];
        acceptPeer(request, socket, Buffer.alloc(0), defaultServerOptions, null, () => {}, traffic);
      },
    };
  },
  () => {
    const server = new WebSocketServer({ noServer: true, clientTracking: false });
    return {
      times: 1,
      run: () => server.handleUpgrade(requestUpgrade("/"), new Swallower(), Buffer.alloc(0), () => {}),
    };
  },
);

/** The ws package's streams need a turn of the loop between messages; ours waits for one too, so that both pay for it. */
const nextTurn = (work: () => void): Promise<void> =>
  new Promise((resolve) => {
    work();
    setImmediate(resolve);
  });

const deflateOptions = { threshold: 0, isServer: true };
const wsDeflate = (): PerMessageDeflate => {
  const extension = new PerMessageDeflate(deflateOptions);
  extension.accept([{}]);
  return extension;
};

const deflate = (bytes: number, name: string): (() => Promise<Contest>) => {
  const payload = text(bytes);
  return contest(
    `deflate ${name} text, with context takeover`,
    null,
    () => {
      const deflater = new Deflater(15, false);
      return { times: 1, run: () => nextTurn(() => void deflater.deflate(payload)) };
    },
    () => {
      const extension = wsDeflate();
      return {
        times: 1,
        run: () => new Promise<void>((resolve) => extension.compress(payload, true, () => setImmediate(resolve))),
      };
    },
  );
};

const inflate = (bytes: number, name: string): (() => Promise<Contest>) => {
  const compressed = new Deflater(15, true).deflate(text(bytes));
  return contest(
    `inflate ${name} text, with context takeover`,
    null,
    () => {
      const inflater = new Inflater(15, false);
      return { times: 1, run: () => nextTurn(() => void inflater.inflate(compressed, maxPayload)) };
    },
    () => {
      const extension = wsDeflate();
      return {
        times: 1,
        run: () => new Promise<void>((resolve) => extension.decompress(compressed, true, () => setImmediate(resolve))),
      };
    },
  );
};

export const codecContests: Readonly<Record<string, () => Promise<Contest>>> = {
  ...Object.fromEntries(sizes.map((size) => [`decode-${size.name}`, decode(size, true, size.target)])),
  ...Object.fromEntries(sizes.map((size) => [`decode-unmasked-${size.name}`, decode(size, false, 1)])),
  ...Object.fromEntries(sizes.map((size) => [`encode-${size.name}`, encode(size, false)])),
  ...Object.fromEntries(sizes.map((size) => [`encode-masked-${size.name}`, encode(size, true)])),
  handshake,
  "utf8-short": utf8("22 B", 1),
  "utf8-1k": utf8("1 KiB", 47),
  "deflate-1k": deflate(1024, "1 KiB"),
  "inflate-1k": inflate(1024, "1 KiB"),
};
