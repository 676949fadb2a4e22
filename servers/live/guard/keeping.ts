// Bounds what WebSockets of one address make the server keep: messages without their ends, and answers that are not read. Knows no
// transport.

import type { CreateEndpoint, ServerOptions } from "../../server.ts";
import type { Watch } from "./admission.ts";

/** The endpoint, whose connections of one address may keep so many bytes together. */
export const keepingWithin = (
  maxBytes: number,
  { callers, neighbours }: Watch,
): ((create: CreateEndpoint) => CreateEndpoint) => {
  const mayKeep: ServerOptions["mayKeep"] = (request, unfinishedBytes) => {
    const key = callers.keyOf(request);
    neighbours.note(key, request.socket, unfinishedBytes);
    return neighbours.keptBytes(key) <= maxBytes;
  };
  return (create) => (log, options, traffic) => create(log, { ...options, mayKeep }, traffic);
};
