// The lines of the chat, and the visitors that are here, in the document. What others typed is set as text and nothing else.

import { find } from "../dom.ts";
import { timeOfDay } from "../figures.ts";
import { words } from "../language.ts";
import { type ChatLine, type ChatRoom, keptLines, linesAfter } from "./room.ts";
import { within } from "./words.ts";

export interface ChatLogView {
  show(room: ChatRoom, ownId: string | null): void;
}

const piece = (tag: "span" | "small" | "time", kind: string, text: string): HTMLElement => {
  const element = document.createElement(tag);
  element.className = kind;
  element.textContent = text;
  return element;
};

/** A text of more characters or lines than these may be too high for its box, and scrolls in it. */
const [longCharacters, longLines] = [150, 8];

const saidOf = (text: string): HTMLElement => {
  const said = piece("span", "said", text);
  // The keyboard has to reach a part that scrolls.
  if (text.length > longCharacters || text.split("\n").length > longLines) said.tabIndex = 0;
  return said;
};

const lineOf = ({ entry }: ChatLine, own: boolean): HTMLLIElement => {
  const { kind, id, name, text, via, at } = entry;
  const line = document.createElement("li");
  line.className = own ? "own" : "";
  const time = piece("small", "when", timeOfDay(at));
  const who = piece("span", "who", name);
  const which = piece("small", "id", `(${id})`);
  if (kind === "said") line.append(time, " ", who, " ", which, " ", saidOf(text), " ");
  else line.append(time, " ", who, " ", which, " ", piece("span", "came", kind === "joined" ? "joined" : "left"));
  if (kind === "said" && via !== "") line.append(piece("small", "via", words.chat.via(within(via))));
  return line;
};

/** More lines than this at once are history: there to be read, not to be read out. */
const mostReadOut = 5;

/** A log that is scrolled no further from its end than this follows what comes. */
const nearEndPx = 40;

export const createChatLogView = (log: HTMLElement, people: HTMLElement): ChatLogView => {
  // The keyboard has to reach a part that scrolls.
  log.tabIndex = 0;
  const list = find(log, "ol", HTMLElement);
  let shown: ChatRoom | null = null;
  let newest: ChatLine | null = null;

  const append = (room: ChatRoom, ownId: string | null): void => {
    const following = log.scrollHeight - log.scrollTop - log.clientHeight < nearEndPx;
    const news = linesAfter(room, newest);
    if (news === null) list.replaceChildren();
    const lines = news ?? room.lines;
    log.ariaLive = lines.length > mostReadOut ? "off" : "polite";
    list.append(...lines.map((line) => lineOf(line, line.entry.id === ownId)));
    while (list.childElementCount > keptLines) list.firstElementChild?.remove();
    newest = room.lines.at(-1) ?? null;
    if (following) log.scrollTop = log.scrollHeight;
  };
  const name = ({ here }: ChatRoom, ownId: string | null): void =>
    people.replaceChildren(
      ...[...here].map(([id, name]) => {
        const person = document.createElement("li");
        person.append(
          piece("span", "who", name),
          " ",
          piece("small", "id", id === ownId ? words.chat.you(id) : `(${id})`),
        );
        return person;
      }),
    );

  return {
    show: (room, ownId) => {
      if (room === shown) return;
      if (room.lines !== shown?.lines) append(room, ownId);
      if (room.here !== shown?.here) name(room, ownId);
      shown = room;
    },
  };
};
