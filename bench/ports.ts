// Whether the ports that were named can be had, asked by taking them for a moment.

import { once } from "node:events";
import { createServer } from "node:net";
import { defaultServerOptions } from "../servers/server.ts";
import { UsageError } from "./failure.ts";

/** Throws UsageError where one of the `count` ports from `first` on cannot be listened on. */
export const portsAreFree = async (first: number, count: number): Promise<void> => {
  for (let port = first; port < first + count; port++) {
    const probe = createServer();
    try {
      probe.listen({ port, host: defaultServerOptions.host });
      await once(probe, "listening");
    } catch (error) {
      const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
      throw new UsageError(
        `--port ${first}: port ${port} cannot be had (${reason}); choose another, or leave --port out so that free ones are picked`,
      );
    } finally {
      probe.close();
    }
  }
};
