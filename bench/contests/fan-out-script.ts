// The JavaScript share of fan-out: the same endpoints on a thousand sockets that swallow what is written, so that no
// kernel is in the figure; one message a turn.

import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { Duplex } from "node:stream";
import { MessageLog } from "../../servers/log.ts";
import { type CreateEndpoint, defaultServerOptions } from "../../servers/server.ts";
import { webSocket } from "../../servers/websocket.ts";
import { wsLibrary } from "../../servers/ws-library.ts";
import { type Contest, type Contestant, cpuOf } from "../pair.ts";
import { bodies } from "../publisher.ts";
import { seededRandom } from "../stats.ts";

const connections = 1000;

/** Takes everything at once and says nothing; the two methods are what servers call on a TCP socket. */
class Swallower extends Duplex {
  override _read(): void {}
  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }
  override _writev(_chunks: unknown, done: () => void): void {
    done();
  }
  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
}

const upgradeRequest = (path: string): IncomingMessage => {
  const request = new IncomingMessage(new Socket());
  request.method = "GET";
  request.url = path;
  request.httpVersion = "1.1";
  Object.assign(request.headers, {
    host: "localhost",
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  });
  return request;
};

const contestant = (name: string, create: CreateEndpoint, bodyBytes: number): Contestant & { close(): void } => {
  const log = new MessageLog({ maxMessages: 64 });
  const endpoint = create(log, defaultServerOptions);
  for (let i = 0; i < connections; i++) {
    endpoint.upgrade?.(upgradeRequest(endpoint.path), new Swallower(), Buffer.alloc(0), null);
  }
  const bodyOf = bodies(bodyBytes, seededRandom(1));
  return {
    name,
    burst: (forMs) =>
      cpuOf(async () => {
        let turns = 0;
        for (const end = performance.now() + forMs; performance.now() < end; turns++) {
          log.append({ seq: log.lastSeq + 1, intendedAt: 0, sentAt: 0, body: bodyOf(log.lastSeq) });
          await new Promise<void>((resolve) => {
            setImmediate(resolve);
          });
        }
        return turns * connections;
      }),
    close: () => endpoint.close(),
  };
};

export const fanOutScript = async (bodyBytes: number, targets: Readonly<Record<string, number>>): Promise<Contest> => {
  const baseline = contestant("ws", wsLibrary, bodyBytes);
  const twin = contestant("ws, again", wsLibrary, bodyBytes);
  const ours = contestant("ours", webSocket, bodyBytes);
  return {
    title: `fan-out to ${connections} sockets that swallow everything, ${bodyBytes} B, one a turn`,
    unit: "delivery",
    baseline,
    twin,
    contestants: [ours],
    targets,
    close: async () => {
      for (const each of [baseline, twin, ours]) each.close();
    },
  };
};
