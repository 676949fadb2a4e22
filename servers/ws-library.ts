// WebSocket by the ws package, used as its documentation shows it: the yardstick for the hand-written one.

import { type WebSocket, WebSocketServer } from "ws";
import type { Entry } from "./log.ts";
import { historyGone } from "./protocol/message.ts";
import { type CreateEndpoint, type StartServer, startPushServer } from "./server.ts";

const path = "/ws-library";

export const wsLibrary: CreateEndpoint = (log, options) => {
  const server = new WebSocketServer({ noServer: true, maxPayload: options.maxMessageBytes });
  /** The last seq sent to each client: who joins within a turn has the turn's messages already. */
  const cursors = new WeakMap<WebSocket, number>();

  const send = (client: WebSocket, entry: Entry): void => {
    if (entry.seq <= (cursors.get(client) ?? 0)) return;
    cursors.set(client, entry.seq);
    client.send(entry.json, { binary: false });
  };

  const unsubscribe = log.subscribe((news) => {
    for (const entry of news) {
      for (const client of server.clients) if (client.readyState === client.OPEN) send(client, entry);
    }
  });

  return {
    path,
    upgrade: (request, socket, head, since) => {
      server.handleUpgrade(request, socket, head, (client) => {
        const history = log.since(since);
        client.on("error", () => client.terminate());
        if (history.gone) client.close(historyGone.closeCode, `history starts at seq ${history.oldestSeq}`);
        else for (const entry of history.entries) send(client, entry);
      });
    },
    close: () => {
      unsubscribe();
      for (const client of server.clients) client.close(1001, "server stops");
    },
  };
};

export const startServer: StartServer = (log, options) => startPushServer(log, options, [wsLibrary]);
