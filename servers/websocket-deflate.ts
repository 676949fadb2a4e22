// WebSocket with permessage-deflate (RFC 7692). Without context takeover on the server's side, so that a message is
// compressed once for all subscribers.

import { type StartServer, startPushServer } from "./server.ts";
import { webSocketAt } from "./websocket.ts";

export const webSocketDeflate = webSocketAt("/websocket-deflate", { serverNoContextTakeover: true });

export const startServer: StartServer = (log, options) => startPushServer(log, options, [webSocketDeflate]);
