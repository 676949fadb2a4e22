// Data inside the page, packed: a run's facts and its charts' specs are most of a page and compress to a third.
// page.js unpacks them; a hand does it with `base64 -d | gunzip`.
import { gzipSync } from "node:zlib";
import { embedSource, type Markup } from "./markup.ts";

/** As JSON, compressed, in base64: letters, digits, "+", "/" and "=", so that nothing in it can end its element. */
export const packJson = (value: unknown): Markup =>
  embedSource(gzipSync(JSON.stringify(value), { level: 9 }).toString("base64"));
