// The contests by name, each with the ratio that it has to reach.

import { connectContest, receiveContest } from "./clients.ts";
import { echoContest } from "./echo.ts";
import { fanOut } from "./fan-out.ts";
import { fanOutScript } from "./fan-out-script.ts";
import type { Contest } from "./pair.ts";
import { emptyAnswerContest, releaseContest } from "./poll-answers.ts";
import { pollClientContest } from "./poll-clients.ts";

export const contests: Readonly<Record<string, () => Promise<Contest>>> = {
  "fan-out-1": () => fanOut({ bodyBytes: 64, pending: 1, targets: { ours: 1.25 } }),
  "fan-out-1-1k": () => fanOut({ bodyBytes: 1024, pending: 1, targets: { ours: 1.25 } }),
  "fan-out-4": () => fanOut({ bodyBytes: 64, pending: 4, targets: { ours: 4.5 } }),
  "fan-out-16": () => fanOut({ bodyBytes: 64, pending: 16, targets: { ours: 14 } }),
  "fan-out-script": () => fanOutScript(64, { ours: 2 }),
  "echo-1": () => echoContest({ bodyBytes: 64, pipelined: 1, targets: { ours: 1.12 } }),
  "echo-16": () => echoContest({ bodyBytes: 64, pipelined: 16, targets: { ours: 8 } }),
  "receive-1": () => receiveContest({ bodyBytes: 64, together: 1, targets: { ours: 1.4 } }),
  "receive-4": () => receiveContest({ bodyBytes: 64, together: 4, targets: { ours: 1.8 } }),
  connect: () => connectContest({ ours: 2.2 }),
  "empty-poll-answer": () => emptyAnswerContest({ ours: 1.25 }),
  "long-poll-release": () => releaseContest({ ours: 1.1 }),
  "poll-client": () => pollClientContest({ answer: "empty", baseline: "autocannon", targets: { ours: 1.3 } }),
  "poll-client-message": () => pollClientContest({ answer: "message", baseline: "autocannon", targets: {} }),
  "poll-client-undici": () => pollClientContest({ answer: "empty", baseline: "undici", targets: { ours: 1.7 } }),
};
