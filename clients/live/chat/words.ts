// The words in which the chat tells its visitor how it stands. Pure; knows no page.

import type { ChatVisitor } from "../../browser/chat/entry.ts";
import type { BrowserState } from "../../browser/subscriber.ts";
import { type BrowserTransportName, browserTransports, isBrowserTransport } from "../../browser/transports.ts";
import { count } from "../figures.ts";

export interface ChatStanding {
  /** null before the server has let the visitor in. */
  readonly visitor: ChatVisitor | null;
  readonly state: BrowserState;
  readonly detail: string;
  readonly via: BrowserTransportName;
  /** Why it is not the chosen transport, or is again; else empty. */
  readonly why: string;
}

/** A transport of another server's has no label. */
const labelOf = (name: string): string => (isBrowserTransport(name) ? browserTransports[name].label : name);

/** A transport's label within a sentence, where only WebSocket keeps its capital. */
export const within = (name: string): string => {
  const label = labelOf(name);
  return label === "WebSocket" ? label : `${label.charAt(0).toLowerCase()}${label.slice(1)}`;
};

/** A pause between polls is no news. */
const isCutOff = ({ state, detail }: ChatStanding): boolean =>
  state === "pausing" && !detail.startsWith("next poll in");

/** One or two sentences; the same ones for as long as nothing changes that a visitor needs to know. */
export const chatStanding = (standing: ChatStanding | null): string => {
  if (standing === null) return "Not joined.";
  const { visitor, detail, via, why } = standing;
  if (isCutOff(standing)) return `Cut off: ${detail}.`;
  if (visitor === null) return "Joining …";
  const joined = `You are ${visitor.name} (${visitor.id}), over ${within(via)}.`;
  if (why === "") return joined;
  return via === "websocket" ? `${joined} ${why}.` : `${joined} ${why}. The page tries it again every now and then.`;
};

/** How much may still be typed; a negative number is how much the text is too long. */
export const leftWords = (left: number): string => {
  const characters = `${count(Math.abs(left))} ${Math.abs(left) === 1 ? "character" : "characters"}`;
  return left >= 0 ? `${characters} left` : `${characters} too long`;
};
