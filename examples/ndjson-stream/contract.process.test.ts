// The example keeps the contract of the registry's transports, without a line in the registry.

import { describeTransport } from "../../bench/fixtures/contract.ts";

describeTransport("ndjson-stream", {
  label: "NDJSON stream",
  factors: [],
  byDefault: false,
  variantOf: null,
  twoWay: false,
  passes: "streaming",
  server: () => import("./server.ts"),
  client: () => import("./client.ts"),
});
