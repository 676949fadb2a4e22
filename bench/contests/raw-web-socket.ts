// A WebSocket with its handshake done: frames are read and written by whoever opened it.

import { randomFillSync } from "node:crypto";
import { Deadline } from "../../clients/deadline.ts";
import { defaultPatience } from "../../clients/patience.ts";
import { type ClientSocket, dial, hostOf } from "../../clients/socket.ts";
import type { Traffic } from "../../clients/subscriber.ts";
import { UpgradeResponse, upgradeRequest } from "../../servers/protocol/websocket/handshake.ts";
import { pooledRandom } from "../../servers/protocol/websocket/random-pool.ts";

export const randomFill = pooledRandom(randomFillSync);
const nonce = Buffer.alloc(16);

interface RawWebSocket {
  readonly socket: ClientSocket;
  readonly closed: Promise<void>;
}

/** Resolves once the handshake is done; `receive` gets all bytes after it, valid until it returns. */
export const openRaw = (
  url: string,
  path: string,
  traffic: Traffic,
  receive: (bytes: Buffer) => void,
): Promise<RawWebSocket> =>
  new Promise((resolve, reject) => {
    randomFill(nonce);
    const key = nonce.toString("base64");
    const closed = Promise.withResolvers<void>();
    let upgrade: UpgradeResponse | null = new UpgradeResponse({ key });
    const deadline = new Deadline(() => socket.destroy("the upgrade was not answered"));
    const socket = dial(url, traffic, {
      open: () => {
        deadline.set(defaultPatience.answerMs);
        socket.write(upgradeRequest({ host: hostOf(url).authority, path, key }));
      },
      data: (chunk) => {
        if (upgrade === null) {
          receive(chunk);
          return;
        }
        const answer = upgrade.receive(chunk);
        if (answer === null) return;
        deadline.close();
        upgrade = null;
        resolve({ socket, closed: closed.promise });
        if (answer.rest.length > 0) receive(answer.rest);
      },
      closed: (reason) => {
        deadline.close();
        reject(new Error(reason ?? "closed"));
        closed.resolve();
      },
    });
  });
