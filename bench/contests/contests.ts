// The contests by name, each with what it has to reach.

import type { Contest } from "../pair.ts";
import { fanOut } from "./fan-out.ts";

export const contests: Readonly<Record<string, () => Promise<Contest>>> = {
  "fan-out-1": () => fanOut({ bodyBytes: 64, pending: 1, targets: { ours: 1.25 } }),
  "fan-out-1-1k": () => fanOut({ bodyBytes: 1024, pending: 1, targets: { ours: 1.25 } }),
  "fan-out-4": () => fanOut({ bodyBytes: 64, pending: 4, targets: { ours: 4.5 } }),
  "fan-out-16": () => fanOut({ bodyBytes: 64, pending: 16, targets: { ours: 14 } }),
};
