// The same client as clients/websocket.ts, at the server that stands on the ws package.

import { webSocketAt } from "./websocket.ts";

export const subscribe = webSocketAt("/ws-library", []);
