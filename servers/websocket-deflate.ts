// WebSocket with permessage-deflate (RFC 7692). Without context takeover on the server's side, so that a message is
// compressed once for all subscribers.

import { type StartServer, startPushServer, type TransportDefaults } from "./server.ts";
import { webSocketAt } from "./websocket.ts";

export const webSocketDeflate = webSocketAt("/websocket-deflate", { serverNoContextTakeover: true });

export const startServer: StartServer = (log, options) => startPushServer(log, options, [webSocketDeflate]);

export const defaults: TransportDefaults = {
  connection: "upgraded once",
  batching: "a frame a message, a turn's frames in one write",
  compression: "permessage-deflate, each message alone",
  upkeep: "a ping every 30 s",
};
