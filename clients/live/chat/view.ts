// The chat on the page: joins, says, leaves, and shows what the chat tells. Knows no transport but by its name.

import type { ChatOptions, ChatWatcher } from "../../browser/chat/chat.ts";
import type { ChatEntry } from "../../browser/chat/entry.ts";
import { joinChat, type Visit } from "../../browser/chat/visit.ts";
import { type BrowserTransportName, browserTransports, isBrowserTransport } from "../../browser/transports.ts";
import { find, say } from "../dom.ts";
import { Draft } from "./draft.ts";
import { type ChatLogView, createChatLogView } from "./log-view.ts";
import { emptyRoom, goOn, hear, leaveRoom } from "./room.ts";
import { type ChatStanding, chatStanding, labelOf } from "./words.ts";

/** Functions are called anew each time. */
type ChatSettings = Pick<ChatOptions, "pollEveryMs" | "holdMs" | "delayMs">;

const fillTransports = (select: HTMLSelectElement): void => {
  for (const name of Object.keys(browserTransports)) select.add(new Option(labelOf(name), name));
  select.value = "websocket";
};

const partsOf = (section: HTMLElement) => ({
  joining: find(section, "#chat-joining", HTMLFormElement),
  name: find(section, "#chat-name", HTMLInputElement),
  transport: find(section, "#chat-transport", HTMLSelectElement),
  join: find(section, "#chat-join", HTMLButtonElement),
  leave: find(section, "#chat-leave", HTMLButtonElement),
  standing: find(section, "#chat-standing", HTMLElement),
  saying: find(section, "#chat-saying", HTMLFormElement),
  trouble: find(section, "#chat-trouble", HTMLElement),
});

export class ChatView {
  readonly #settings: ChatSettings;
  readonly #parts: ReturnType<typeof partsOf>;
  readonly #draft: Draft;
  readonly #log: ChatLogView;
  #chat: Visit | null = null;
  /** null where the visitor has not joined. */
  #standing: ChatStanding | null = null;
  #room = emptyRoom;

  constructor(section: HTMLElement, settings: ChatSettings) {
    this.#settings = settings;
    this.#parts = partsOf(section);
    this.#draft = new Draft(section);
    this.#log = createChatLogView(find(section, "#chat-log", HTMLElement), find(section, "#chat-people", HTMLElement));
    fillTransports(this.#parts.transport);
    this.#watch();
    this.#stand(null);
  }

  /** Draws what has changed since. */
  show(): void {
    this.#log.show(this.#room, this.#ownId);
  }

  get #ownId(): string | null {
    return this.#standing?.visitor?.id ?? null;
  }

  get #wished(): BrowserTransportName {
    const { value } = this.#parts.transport;
    return isBrowserTransport(value) ? value : "websocket";
  }

  #watch(): void {
    const { joining, saying, transport, join, leave } = this.#parts;
    joining.addEventListener("submit", (submission) => {
      submission.preventDefault();
      if (this.#chat === null) this.#enter();
    });
    leave.addEventListener("click", () => {
      this.#chat?.leave();
      join.focus();
    });
    transport.addEventListener("change", () => this.#chat?.change(this.#wished));
    this.#draft.watch(
      saying,
      // A visitor who types on has read the trouble.
      () => this.#tell(""),
      () => this.#utter(),
    );
  }

  #enter(): void {
    this.#tell("");
    // The chat tells again all that it keeps.
    this.#room = emptyRoom;
    const transport = this.#wished;
    this.#stand({ visitor: null, state: "connecting", detail: "", via: transport, why: "" });
    const { origin } = location;
    const options = { ...this.#settings, origin, name: this.#parts.name.value, transport, random: Math.random };
    this.#chat = joinChat(options, this.#watching());
  }

  #watching(): ChatWatcher {
    return {
      joined: (visitor) => {
        this.#change({ visitor, detail: "" });
        this.#draft.focus();
      },
      entry: (seq, entry) => {
        this.#room = hear(this.#room, seq, entry);
        this.#hearOwn(entry);
      },
      state: (state, detail) => (state === "closed" ? this.#over() : this.#change({ state, detail })),
      via: (via, why) => this.#change({ via, why }),
      note: (text) => this.#tell(`${text.charAt(0).toUpperCase()}${text.slice(1)}.`),
      gone: (oldestSeq) => {
        this.#room = goOn(this.#room, oldestSeq);
      },
    };
  }

  #hearOwn({ kind, id, text }: ChatEntry): void {
    if (kind === "said" && id === this.#ownId && this.#draft.hear(text)) this.#tell("");
  }

  async #utter(): Promise<void> {
    if (this.#chat === null) return;
    const said = this.#draft.take();
    if (said === null) return;
    this.#tell("");
    if (!(await this.#chat.say(said.text))) this.#draft.takeBack(said);
  }

  #over(): void {
    this.#chat = null;
    this.#room = leaveRoom(this.#room);
    this.#stand(null);
  }

  #change(news: Partial<ChatStanding>): void {
    if (this.#standing !== null) this.#stand({ ...this.#standing, ...news });
  }

  #stand(standing: ChatStanding | null): void {
    this.#standing = standing;
    const { name, join, leave, standing: line } = this.#parts;
    const joined = standing !== null;
    say(line, chatStanding(standing));
    join.hidden = name.disabled = joined;
    leave.hidden = !joined;
    this.#draft.allow(standing?.visitor?.limits.textCharacters ?? null);
  }

  #tell(trouble: string): void {
    say(this.#parts.trouble, trouble);
  }
}
