// npm run serve: runs the live server until it is told to stop. Parses, calls and prints alone.

import { once } from "node:events";
import { UsageError } from "../bench/failure.ts";
import { machineLimits } from "../bench/machine/limits.ts";
import { type LiveOptions, type LiveServer, startLiveServer } from "../servers/live/live-server.ts";
import { StoredLogError } from "../servers/live/stored-log.ts";
import { enter, interruptSignal, print } from "./entry.ts";
import { serveCommand, withinOpenFiles } from "./serve-options.ts";

/** Throws UsageError where the port or the log cannot be had. */
const start = async (options: LiveOptions): Promise<LiveServer> => {
  try {
    return await startLiveServer(options, (text) => process.stderr.write(`${text}\n`));
  } catch (error) {
    if (error instanceof StoredLogError) throw new UsageError(`--log: ${error.message}`);
    const code = error instanceof Error && "syscall" in error && "code" in error ? String(error.code) : null;
    if (code === null) throw error;
    const remedy = code === "EADDRINUSE" ? "the port is taken; choose another, or 0 for a free one" : "choose another";
    throw new UsageError(`--host ${options.host} --port ${options.port}: cannot listen there (${code}): ${remedy}`);
  }
};

await enter(serveCommand, async (wanted) => {
  const { options, warning } = withinOpenFiles(wanted, machineLimits().openFiles);
  if (warning !== null) process.stderr.write(`${warning}\n`);
  const stop = interruptSignal("stopping: all clients are told goodbye (press Ctrl-C again to stop at once)");
  const server = await start(options);
  // A server that listens everywhere is reached by this name too, and a browser takes no wildcard.
  const url = server.url.replace(/\/\/(0\.0\.0\.0|\[::(ffff:0\.0\.0\.0)?\]):/, "//localhost:");
  print(options.echoAlone ? `Echo: ${url}/echo` : `Live: ${url}/`);
  if (!stop.aborted) await once(stop, "abort");
  await server.close();
  return 0;
});
