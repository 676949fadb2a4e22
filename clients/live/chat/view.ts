// The chat on the page: joins, says, leaves, and shows what the chat tells. Knows no transport but by its name.

import type { Chat, ChatOptions } from "../../browser/chat/chat.ts";
import type { ChatEntry } from "../../browser/chat/entry.ts";
import { joinChat } from "../../browser/chat/visit.ts";
import { type BrowserTransportName, browserTransports } from "../../browser/transports.ts";
import { find, say } from "../dom.ts";
import { createChatLogView } from "./log-view.ts";
import { emptyRoom, goOn, hear, leaveRoom } from "./room.ts";
import { type ChatStanding, chatStanding, leftWords } from "./words.ts";

export interface ChatView {
  /** Draws what has changed since. */
  show(): void;
}

const isTransport = (name: string): name is BrowserTransportName => Object.hasOwn(browserTransports, name);

const fillTransports = (select: HTMLSelectElement): void => {
  for (const [name, { label }] of Object.entries(browserTransports)) select.add(new Option(label, name));
  select.value = "websocket";
};

/** What the section's forms consist of. */
const partsOf = (section: HTMLElement) => ({
  joining: find(section, "#chat-joining", HTMLFormElement),
  name: find(section, "#chat-name", HTMLInputElement),
  transport: find(section, "#chat-transport", HTMLSelectElement),
  join: find(section, "#chat-join", HTMLButtonElement),
  leave: find(section, "#chat-leave", HTMLButtonElement),
  standing: find(section, "#chat-standing", HTMLElement),
  saying: find(section, "#chat-saying", HTMLFormElement),
  draft: find(section, "#chat-text", HTMLTextAreaElement),
  send: find(section, "#chat-send", HTMLButtonElement),
  left: find(section, "#chat-left", HTMLElement),
  trouble: find(section, "#chat-trouble", HTMLElement),
});

/** `nth`: in the order in which it was said. */
interface Said {
  readonly nth: number;
  readonly text: string;
}

const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join("\n");

/** Asked anew each time. */
export type ChatSettings = Pick<ChatOptions, "pollEveryMs" | "holdMs" | "delayMs">;

export const createChatView = (section: HTMLElement, settings: ChatSettings): ChatView => {
  const parts = partsOf(section);
  const { joining, name, transport, join, leave, saying, draft, send } = parts;
  const log = createChatLogView(find(section, "#chat-log", HTMLElement), find(section, "#chat-people", HTMLElement));
  let chat: Chat | null = null;
  let standing: ChatStanding | null = null;
  let room = emptyRoom;
  /** Of what this visitor said: what was put back into the draft, in the order in which it was said, and the last that came. */
  let takenBack: readonly Said[] = [];
  let heard = "";
  let saidSoFar = 0;
  fillTransports(transport);

  const wished = (): BrowserTransportName => (isTransport(transport.value) ? transport.value : "websocket");
  const tell = (text: string): void => say(parts.trouble, text);

  const showStanding = (): void => {
    say(parts.standing, chatStanding(standing));
    const joined = standing !== null;
    join.hidden = name.disabled = joined;
    leave.hidden = !joined;
    draft.disabled = standing?.visitor == null;
    showDraft();
  };
  const showDraft = (): void => {
    const limit = standing?.visitor?.limits.textCharacters;
    const left = limit === undefined ? null : limit - [...draft.value].length;
    say(parts.left, left === null ? "" : leftWords(left));
    parts.left.classList.toggle("trouble", left !== null && left < 0);
    send.disabled = left === null || left < 0;
  };
  const change = (news: Partial<ChatStanding>): void => {
    if (standing === null) return;
    standing = { ...standing, ...news };
    showStanding();
  };

  const takeBack = (said: Said): void => {
    if (draft.value === "") takenBack = [];
    if (draft.value === textOf(takenBack)) {
      takenBack = [...takenBack, said].sort((one, other) => one.nth - other.nth);
      draft.value = textOf(takenBack);
    } else {
      draft.value = `${said.text}\n${draft.value}`;
    }
    showDraft();
  };
  /** What was taken back, and comes after all, is not to be said twice. */
  const recognise = ({ kind, id, text }: ChatEntry): void => {
    if (kind !== "said" || id !== standing?.visitor?.id) return;
    heard = text;
    if (text !== textOf(takenBack) || text !== draft.value) return;
    draft.value = "";
    tell("");
    showDraft();
  };
  const over = (): void => {
    chat = null;
    standing = null;
    room = leaveRoom(room);
    showStanding();
  };

  const enter = (): void => {
    tell("");
    // The chat tells again all that it keeps.
    room = emptyRoom;
    standing = { visitor: null, state: "connecting", detail: "", via: wished(), why: "" };
    showStanding();
    const { origin } = location;
    chat = joinChat(
      { ...settings, origin, name: name.value, transport: wished(), random: Math.random },
      {
        joined: (visitor) => {
          change({ visitor, detail: "" });
          draft.focus();
        },
        entry: (seq, entry) => {
          room = hear(room, seq, entry);
          recognise(entry);
        },
        state: (state, detail) => (state === "closed" ? over() : change({ state, detail })),
        via: (via, why) => change({ via, why }),
        note: (text) => tell(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`),
        gone: (oldestSeq) => {
          room = goOn(room, oldestSeq);
        },
      },
    );
  };

  const utter = async (): Promise<void> => {
    const text = draft.value;
    if (chat === null || send.disabled || text.trim() === "") return;
    tell("");
    [takenBack, heard] = [[], ""];
    const nth = saidSoFar++;
    draft.value = "";
    showDraft();
    // Where an answer is lost, what was said may have come all the same.
    if (!(await chat.say(text)) && heard !== text) takeBack({ nth, text });
  };

  joining.addEventListener("submit", (submission) => {
    submission.preventDefault();
    if (chat === null) enter();
  });
  leave.addEventListener("click", () => {
    chat?.leave();
    join.focus();
  });
  transport.addEventListener("change", () => chat?.change(wished()));
  saying.addEventListener("submit", (submission) => {
    submission.preventDefault();
    utter();
  });
  // Enter sends, with Shift it breaks the line; not while a word is still being composed.
  draft.addEventListener("keydown", (stroke) => {
    if (stroke.key !== "Enter" || stroke.shiftKey || stroke.isComposing) return;
    stroke.preventDefault();
    utter();
  });
  draft.addEventListener("input", () => {
    // Who types on has read why not.
    tell("");
    showDraft();
  });
  showStanding();
  return { show: () => log.show(room, standing?.visitor?.id ?? null) };
};
