// WebSocket with permessage-deflate, offered as browsers offer it.

import { webSocketAt } from "./websocket.ts";

export const subscribe = webSocketAt("/websocket-deflate", [{ clientMaxWindowBits: true }]);
