// Every transport in the registry keeps the contract.

import { describeTransport } from "./fixtures/contract.ts";
import { transports } from "./transports.ts";

for (const [name, transport] of Object.entries(transports)) describeTransport(name, transport);
