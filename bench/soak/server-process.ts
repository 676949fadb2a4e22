// The live server in a process of its own, watched from within: its memory, and what it leaves behind. soak.ts starts it.

import { defaultLiveOptions, type LiveServer, startLiveServer } from "../../servers/live/live-server.ts";
import type { Disconnections } from "../../servers/server.ts";
import { answerCalls } from "../machine/child.ts";
import type { MemoryReading } from "./growth.ts";
import { leftBehind, memoryNow, type Resources, resourcesNow } from "./resources.ts";

export interface SoakServerCalls {
  /** `logMessages`: how many the log keeps; one that is soon full does not grow for long. */
  start(call: {
    readonly bodyBytes: number;
    readonly logMessages: number;
    readonly logFile: string;
  }): Promise<{ readonly url: string }>;
  memory(call: null): Promise<MemoryReading>;
  /**
   * `told`: the first lines that the server wrote. `disconnections`: those before it closes. `left`: what is still open
   * once everybody has left and it has closed.
   */
  close(call: null): Promise<{
    readonly left: Resources;
    readonly told: readonly string[];
    readonly disconnections: Disconnections;
  }>;
}

/** All connections come from one address, which is no flood here. */
const unlimited = { maxPerSec: 1e9, maxBurst: 1e9, maxConnectionsPerAddress: 1e9, maxConnections: 1e6 } as const;
const settleMs = 5_000;
const mostLines = 20;

const nobody: Disconnections = { tooSlow: 0, silent: 0 };

let server: LiveServer | null = null;
let logFile = "";
let before: Resources = {};
const told: string[] = [];

const calls = {
  start: async ({ bodyBytes, logMessages, logFile: file }) => {
    logFile = file;
    before = resourcesNow();
    const options = {
      ...defaultLiveOptions,
      ...unlimited,
      port: 0,
      logFile,
      ratePerSec: 0,
      bodyBytes,
      maxLogMessages: logMessages,
    };
    server = await startLiveServer(options, (text) => {
      if (told.length < mostLines) told.push(text);
    });
    return { url: server.url };
  },
  memory: () => memoryNow(logFile),
  close: async () => {
    const disconnections = server?.disconnections() ?? nobody;
    await server?.close();
    server = null;
    return { left: await leftBehind(before, settleMs), told, disconnections };
  },
} satisfies SoakServerCalls;

await answerCalls(calls, async () => {
  await server?.close();
});
process.exit();
