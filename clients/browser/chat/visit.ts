// A visit to the chat: joins, hears the entries over the chosen transport, says, leaves, and joins again where the server has
// forgotten the visitor. Does not know how entries are shown.

import type { Answer } from "../answer.ts";
import { Backoff } from "../backoff.ts";
import { type FallbackWatcher, subscribeWithFallback } from "../fallback.ts";
import { errorIn, retryAfterMs, seconds } from "../server-words.ts";
import type { BrowserSubscription } from "../subscriber.ts";
import { type BrowserTransportName, browserTransports } from "../transports.ts";
import type { ChatOptions, ChatWatcher } from "./chat.ts";
import { type ChatEntry, type ChatVisitor, readChatEntry, readChatVisitor } from "./entry.ts";
import { type ChatRequests, createChatRequests, pause } from "./requests.ts";
import { Unheard } from "./unheard.ts";

/** Used where ChatOptions do not say. */
const defaultTryAgainMs = 15_000;
const notJoined = "not joined: it was not sent";
const notHeard = "the connection was lost: it may not have been heard";

export class Visit {
  readonly #options: ChatOptions;
  readonly #watcher: ChatWatcher;
  readonly #requests: ChatRequests;
  readonly #life = new AbortController();
  readonly #backoff = new Backoff();
  readonly #unheard = new Unheard();
  #framesSaid = 0;
  #transport: BrowserTransportName;
  #visitor: ChatVisitor | null = null;
  #subscription: BrowserSubscription | null = null;
  #cursor = 0;
  #epoch = "";
  #joining: Promise<void> | null = null;

  constructor(options: ChatOptions, watcher: ChatWatcher) {
    this.#options = options;
    this.#watcher = watcher;
    this.#transport = options.transport;
    this.#requests = createChatRequests(options.origin, options.delayMs, this.#life.signal);
  }

  /** The seq of the last entry told. */
  get cursor(): number {
    return this.#cursor;
  }

  start(): void {
    addEventListener("pagehide", () => this.leave(), { signal: this.#life.signal });
    this.#join(0);
  }

  /** Joins once at a time, however many callers find that it has to be done. */
  #join(waitMs: number): Promise<void> {
    this.#joining ??= this.#tryToJoin(waitMs).finally(() => {
      this.#joining = null;
    });
    return this.#joining;
  }

  /** The server does not know the visitor any more: it has started anew, or has heard nothing for too long. */
  #rejoin(): Promise<void> {
    return this.#join(this.#backoff.next(this.#options.random()));
  }

  async #tryToJoin(firstWaitMs: number): Promise<void> {
    const name = this.#visitor?.name ?? this.#options.name;
    const life = this.#life.signal;
    this.#visitor = null;
    this.#unsubscribe();
    for (let waitMs = firstWaitMs; ; ) {
      await pause(waitMs, life);
      if (life.aborted) return;
      this.#watcher.state("connecting", "joining");
      const answer = await this.#requests.join(name);
      const visitor = answer.status === 201 ? readChatVisitor(answer.text) : null;
      if (visitor !== null) return this.#joined(visitor);
      if (life.aborted) return;
      const reason = refusalIn(answer);
      if (isFinal(answer.status)) {
        this.#watcher.note(reason);
        return this.#end(reason);
      }
      waitMs = retryAfterMs(answer.retryAfter) + this.#backoff.next(this.#options.random());
      this.#watcher.state("pausing", `${reason}: next attempt in ${seconds(waitMs)}`);
    }
  }

  #joined(visitor: ChatVisitor): void {
    if (this.#life.signal.aborted) {
      this.#requests.leave(visitor.token);
      return;
    }
    this.#visitor = visitor;
    if (this.#epoch !== "" && visitor.epoch !== this.#epoch) {
      this.#cursor = 0;
      this.#watcher.gone(null);
    }
    this.#epoch = visitor.epoch;
    this.#watcher.joined(visitor);
    if (this.#visitor === visitor) this.#subscribe(visitor);
  }

  #subscribe({ token }: ChatVisitor): void {
    const transport = this.#transport;
    const { origin, tryAgainMs = defaultTryAgainMs, ...options } = this.#options;
    const chosen = { ...options, since: this.#cursor, query: { visitor: token } };
    const urlOf = (name: BrowserTransportName): string => `${origin}/chat/${name}`;
    const watcher = this.#watching(token);
    this.#watcher.via(transport, "");
    this.#subscription =
      transport === "websocket"
        ? subscribeWithFallback(
            {
              ...chosen,
              urls: { websocket: urlOf("websocket"), "long-polling": urlOf("long-polling") },
              reachable: () => this.#isReachable(token),
              tryAgainMs,
            },
            watcher,
          )
        : browserTransports[transport].subscribe(urlOf(transport), chosen, watcher);
  }

  #watching(token: string): FallbackWatcher {
    let over = false;
    return {
      message: ({ seq, body }, receivedAt) => {
        this.#cursor = seq;
        this.#backoff.reset();
        const entry = readChatEntry(body);
        if (entry !== null) this.#hear(seq, entry, receivedAt);
      },
      state: (state, detail) => {
        if (state !== "open") this.#giveUpUnheard();
        // A subscription that is closed ends here; the chat goes on, or tells its end itself.
        over ||= state === "closed";
        if (state === "open" || state === "holding") this.#backoff.reset();
        if (!over) this.#watcher.state(state, detail);
      },
      gone: (oldestSeq) => {
        this.#cursor = oldestSeq === null ? 0 : oldestSeq - 1;
        this.#watcher.gone(oldestSeq);
      },
      via: (transport, why) => this.#watcher.via(transport, why),
      note: (text, ref) => {
        this.#watcher.note(text);
        this.#unheard.refuse(ref);
      },
      failed: ({ status }) => {
        if (status === 401 && this.#visitor?.token === token) this.#rejoin();
      },
    };
  }

  #hear(seq: number, entry: ChatEntry, receivedAt: number): void {
    this.#watcher.entry(seq, entry, receivedAt);
    const { kind, id, text, via } = entry;
    if (kind === "said" && via === "websocket" && id === this.#visitor?.id) this.#unheard.hear(text);
  }

  /** Texts that went up a lost connection may not have arrived. */
  #giveUpUnheard(): void {
    if (this.#unheard.giveUp() && !this.#life.signal.aborted) this.#watcher.note(notHeard);
  }

  async #isReachable(token: string): Promise<boolean> {
    const { status } = await this.#requests.probe(token, this.#cursor);
    if (status === 401 && this.#visitor?.token === token) this.#rejoin();
    return status !== null && status !== 401 && status !== 429 && status < 500;
  }

  /**
   * Goes over the WebSocket where one is open, else as a request. Resolves once its fate is known, to false where it was refused or
   * may not have arrived; the watcher was told why.
   */
  async say(text: string): Promise<boolean> {
    const ref = String(++this.#framesSaid);
    if (this.#subscription?.send(JSON.stringify({ text, ref })) === true) return this.#unheard.add(ref, text);
    return (await this.#post(text)) ?? (await this.#post(text)) ?? this.#refuse(notJoined);
  }

  /** null where the server did not know the visitor, who has joined again meanwhile. */
  async #post(text: string): Promise<boolean | null> {
    await this.#joining;
    if (this.#visitor === null) return this.#refuse(notJoined);
    const { token } = this.#visitor;
    const answer = await this.#requests.say(token, text);
    if (answer.status === 201) return true;
    if (answer.status === 401) {
      // Others may have found that out meanwhile, and joined again.
      if (this.#visitor?.token === token) await this.#rejoin();
      return null;
    }
    return this.#refuse(`${refusalIn(answer)}: it ${answer.status === null ? "may not have been" : "was not"} sent`);
  }

  #refuse(reason: string): false {
    this.#watcher.note(reason);
    return false;
  }

  /** Changes to another transport, from the cursor on. */
  change(transport: BrowserTransportName): void {
    this.#transport = transport;
    if (this.#visitor === null) return;
    this.#unsubscribe();
    this.#subscribe(this.#visitor);
  }

  leave(): void {
    if (this.#life.signal.aborted) return;
    if (this.#visitor !== null) this.#requests.leave(this.#visitor.token);
    this.#end("");
  }

  #end(detail: string): void {
    this.#visitor = null;
    this.#life.abort();
    this.#unsubscribe();
    this.#watcher.state("closed", detail);
  }

  #unsubscribe(): void {
    this.#subscription?.close();
    this.#subscription = null;
  }
}

/** Why an answer is not the one hoped for, in words: the server's own, where it gave some. */
const refusalIn = ({ status, text, failure }: Answer): string =>
  errorIn(text) ?? (status === null ? failure : `the server answered ${status}`);

/** The answer will be the same next time. */
const isFinal = (status: number | null): boolean =>
  status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;

/** Joins at once, and stays until it is told to leave or the page goes. */
export const joinChat = (options: ChatOptions, watcher: ChatWatcher): Visit => {
  const visit = new Visit(options, watcher);
  visit.start();
  return visit;
};
