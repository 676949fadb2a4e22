// The words in which the chat tells its visitor how it stands. Pure; knows no page.

import type { ChatVisitor } from "../../browser/chat/entry.ts";
import type { BrowserState } from "../../browser/subscriber.ts";
import { type BrowserTransportName, isBrowserTransport } from "../../browser/transports.ts";
import { words } from "../language.ts";

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
export const labelOf = (name: string): string => (isBrowserTransport(name) ? words.transports[name] : name);

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
  if (standing === null) return words.chat.notJoined;
  const { visitor, detail, via, why } = standing;
  if (isCutOff(standing)) return words.chat.cutOff(detail);
  if (visitor === null) return words.chat.joining;
  const joined = words.chat.joined(visitor.name, visitor.id, within(via));
  if (why === "") return joined;
  return words.chat.because(joined, why, via !== "websocket");
};

/** How much may still be typed; a negative number is how much the text is too long. */
export const leftWords = (left: number): string => words.chat.left(left);
