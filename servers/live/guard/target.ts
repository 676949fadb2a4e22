// The target of a request: its path and its parameters. Knows no endpoint.

import type { IncomingMessage } from "node:http";
import { parseTarget } from "../../protocol/request-target.ts";

/** null for what is no path, such as "*". */
export const targetOf = ({ url = "" }: IncomingMessage): URL | null => parseTarget(url);

/** The first of that name; null where there is none. */
export const parameterOf = (request: IncomingMessage, name: string): string | null =>
  targetOf(request)?.searchParams.get(name) ?? null;

/** The path as it was sent, with nothing decoded. */
export const pathOf = ({ url = "" }: { readonly url?: string | undefined }): string => url.replace(/\?.*/s, "");
