// WebSocket by the ws package, used as its documentation shows it, but for the order of service, which all transports share:
// the yardstick for the WebSocket server of this repository.

import { type WebSocket, WebSocketServer } from "ws";
import type { LogEntry } from "./log.ts";
import { historyGone } from "./protocol/message.ts";
import { closeCode } from "./protocol/websocket/close-codes.ts";
import { headerBytes } from "./protocol/websocket/frame.ts";
import { Rotation } from "./rotation.ts";
import { type CreateEndpoint, type StartServer, startPushServer, type TransportDefaults } from "./server.ts";
import { bytesOfMessages, type Meter, TrafficCounter } from "./traffic.ts";

const path = "/ws-library";

/** A client's place in the log: a client that joins within a turn has the turn's messages already. */
interface Place {
  /** The last seq sent to it. */
  cursor: number;
  readonly meter: Meter;
}

export const wsLibrary: CreateEndpoint = (log, options, traffic = new TrafficCounter()) => {
  const server = new WebSocketServer({ noServer: true, maxPayload: options.maxMessageBytes });
  const places = new WeakMap<WebSocket, Place>();

  const rotation = new Rotation();

  /** Sends the entry to those of the clients that have not got it. */
  const send = (clients: ReadonlySet<WebSocket>, entry: LogEntry): void => {
    const framing = headerBytes(entry.json.length, false);
    let sockets = 0;
    rotation.visit(clients, (client) => {
      const place = places.get(client);
      if (place === undefined || entry.seq <= place.cursor || client.readyState !== client.OPEN) return;
      place.cursor = entry.seq;
      place.meter.down += framing + entry.json.length;
      sockets++;
      client.send(entry.json, { binary: false });
    });
    traffic.bookMessages(bytesOfMessages([entry], entry.json.length, framing), sockets);
  };

  const unsubscribe = log.subscribe((news) => {
    for (const entry of news) send(server.clients, entry);
  });

  return {
    path,
    upgrade: (request, socket, head, since) => {
      server.handleUpgrade(request, socket, head, (client) => {
        places.set(client, { cursor: 0, meter: traffic.bookAcceptance(socket, null) });
        const history = log.since(since);
        client.on("error", () => client.terminate());
        if (history.gone) client.close(historyGone.closeCode, historyGone.reason(history.oldestSeq));
        else for (const entry of history.entries) send(new Set([client]), entry);
      });
    },
    close: () => {
      unsubscribe();
      for (const client of server.clients) client.close(closeCode.goingAway, "server stops");
    },
  };
};

export const startServer: StartServer = (log, options) => startPushServer(log, options, [wsLibrary]);

export const defaults: TransportDefaults = {
  connection: "upgraded once",
  batching: "a frame and a write a message",
  compression: "none",
  upkeep: "nothing",
};
