// npm run serve: the live server, until it is told to stop.

import { once } from "node:events";
import { UsageError } from "../bench/failure.ts";
import { type LiveOptions, type LiveServer, startLiveServer } from "../servers/live/live-server.ts";
import { StoredLogError } from "../servers/live/stored-log.ts";
import { enter, interruptSignal } from "./entry.ts";
import { parseServeOptions, serveHelp } from "./serve-options.ts";

await enter(async () => {
  const options = parseServeOptions(process.argv.slice(2));
  if (options === "help") return print(serveHelp());
  const stop = interruptSignal("stopping: everybody is told goodbye (again to stop at once)");
  const server = await start(options);
  // Who listens everywhere is reached by this name too, and a browser takes no wildcard.
  const url = server.url.replace(/\/\/(0\.0\.0\.0|\[::\]):/, "//localhost:");
  print(options.echoAlone ? `Echo: ${url}/echo` : `Live: ${url}/`);
  if (!stop.aborted) await once(stop, "abort");
  await server.close();
  return 0;
});

/** Throws UsageError where port or log cannot be had. */
async function start(options: LiveOptions): Promise<LiveServer> {
  try {
    return await startLiveServer(options, (text) => process.stderr.write(`${text}\n`));
  } catch (error) {
    if (error instanceof StoredLogError) throw new UsageError(`--log: ${error.message}`);
    const code = error instanceof Error && "syscall" in error && "code" in error ? String(error.code) : null;
    if (code === null) throw error;
    const remedy = code === "EADDRINUSE" ? "the port is taken; choose another, or 0 for a free one" : "choose another";
    throw new UsageError(`--host ${options.host} --port ${options.port}: cannot listen there (${code}): ${remedy}`);
  }
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
