// What is under way on a server's connections. What is written past Node's answers waits for its turn there, and a server
// that stops leaves no connection behind. Knows no request's meaning.

import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

/** How long a peer may take to end TCP after it was told to go. */
export const lingerMs = 2_000;

/** Ends TCP, and does not wait for the peer's end for ever. What still comes is dropped: only who reads sees that end. */
export const leave = (socket: Duplex): void => {
  if (socket.writableEnded || socket.destroyed) return;
  socket.end();
  socket.resume();
  endWithin(socket, lingerMs);
};

/** Destroys the socket if it has not closed by then. */
export const endWithin = (socket: Duplex, ms: number): void => {
  const timer = setTimeout(() => socket.destroy(), ms);
  socket.once("close", () => clearTimeout(timer));
};

/** Whether a body belongs to the request. An empty one is none. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";

/** The answer whose turn it is; null where the connection waits for a request. Node keeps it there, under no public name. */
const underWay = (socket: Duplex): ServerResponse | null =>
  "_httpMessage" in socket && socket._httpMessage instanceof ServerResponse ? socket._httpMessage : null;

/** Calls `act` once no answer is under way on the connection, and never where it closes before. */
const afterAnswers = (socket: Duplex, act: () => void): void => {
  const answer = underWay(socket);
  if (answer === null) act();
  else {
    answer.once("close", () => {
      if (!socket.destroyed) afterAnswers(socket, act);
    });
  }
};

const nothing = Buffer.alloc(0);

export class Connections {
  readonly #open = new Set<Socket>();
  /** Those that have left HTTP. */
  readonly #taken = new Set<Socket>();
  /** Answers that wait behind another on their connection, which only clients that pipeline cause. */
  readonly #queued = new WeakMap<Socket, Set<ServerResponse>>();
  /** The answer to a connection's last request that has a body. */
  readonly #withBody = new WeakMap<Duplex, ServerResponse>();
  /** Those of which nothing more is read. */
  readonly #refused = new WeakSet<Duplex>();
  readonly #onClose: (this: Socket) => void;
  #drained: (() => void) | null = null;
  #state: "serving" | "saying goodbye" | "closing" = "serving";

  constructor() {
    const close = (socket: Socket): void => this.#close(socket);
    // One listener for all sockets, because of what one for each would cost an idle connection.
    this.#onClose = function (this: Socket) {
      close(this);
    };
  }

  /** Whether no connection may leave HTTP any more. */
  get stopping(): boolean {
    return this.#state !== "serving";
  }

  /** Sees each connection when it comes. */
  watch(socket: Socket): void {
    if (this.#state === "closing") {
      socket.destroy();
      return;
    }
    this.#open.add(socket);
    socket.on("close", this.#onClose);
  }

  #close(socket: Socket): void {
    this.#open.delete(socket);
    this.#taken.delete(socket);
    if (this.#taken.size === 0) this.#drained?.();
  }

  /** Sees each request before it is served. */
  note(request: IncomingMessage, response: ServerResponse): void {
    if (response.socket === null) this.#queue(request.socket, response);
    if (hasBody(request)) this.#withBody.set(request.socket, response);
  }

  #queue(socket: Socket, response: ServerResponse): void {
    const queued = this.#queued.get(socket) ?? new Set();
    this.#queued.set(socket, queued.add(response));
    response.once("close", () => queued.delete(response));
  }

  /** Sees each connection that leaves HTTP. */
  take(socket: Socket): void {
    this.#taken.add(socket);
  }

  /**
   * Hands a connection over that Node has let go of, once all earlier answers are out (RFC 9112 section 9.3.2), and never where it
   * ends before. `head`, which came behind the request, is what `accept` is given, or what it reads first from the socket.
   */
  handOver(socket: Socket, head: Buffer, accept: (head: Buffer) => void): void {
    if (underWay(socket) === null) {
      accept(head);
      return;
    }
    if (head.length > 0) socket.unshift(head);
    // At an upgrade Node forgets the answers that wait behind the first; else it would tell them of the end.
    const dropQueued = (): void => {
      for (const response of this.#queued.get(socket) ?? []) response.destroy();
    };
    socket.once("close", dropQueued);
    afterAnswers(socket, () => {
      socket.off("close", dropQueued);
      if (!socket.writable) return;
      accept(nothing);
      // The peer's end was seen before anybody listened for it.
      if (socket.readableEnded) leave(socket);
    });
  }

  /**
   * Writes a last word to a connection on which something came that cannot be read, and closes it. The word waits for its turn,
   * and is left out where it would stand inside an answer, or be a second one to the same request. `isOver`: the peer has ended.
   */
  refuse(socket: Duplex, word: Buffer, isOver: boolean): void {
    // Whatever comes behind a fault is a fault again.
    if (socket.destroyed || this.#refused.has(socket)) return;
    this.#refused.add(socket);
    socket.pause();
    const broken = this.#unfinished(socket);
    const close = (word: Buffer | null): void => {
      if (word !== null && socket.writable) socket.write(word);
      socket.destroy();
    };
    const step = (): void => {
      const answer = underWay(socket);
      if (answer === null) close(broken === null ? word : null);
      else if (answer === broken && !answer.headersSent) close(word);
      else if (!answer.writableEnded && (answer.headersSent || isOver)) close(null);
      else {
        answer.once("close", () => {
          if (!socket.destroyed) step();
        });
      }
    };
    step();
  }

  /** The answer to a request whose body has not come to its end; null where there is none. */
  #unfinished(socket: Duplex): ServerResponse | null {
    const response = this.#withBody.get(socket);
    return response === undefined || response.req.complete ? null : response;
  }

  /**
   * Waits for the goodbyes of connections that have left HTTP, but no longer than `lingerMs`. Then closes what waits for a request
   * or for the rest of one, and every other connection once its answer is out. Returns how to forgo cutting off, after as long
   * again, what is left then.
   */
  async stop(): Promise<() => void> {
    this.#state = "saying goodbye";
    await this.#goodbyes();
    this.#state = "closing";
    for (const socket of this.#open) {
      if (socket.writableEnded || this.#unfinished(socket) !== null) socket.destroySoon();
      else afterAnswers(socket, () => socket.destroySoon());
    }
    const cutOff = setTimeout(() => destroyAll(this.#open), lingerMs);
    return () => clearTimeout(cutOff);
  }

  #goodbyes(): Promise<void> {
    for (const socket of this.#taken) if (socket.writableEnded) this.#taken.delete(socket);
    if (this.#taken.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cutOff = setTimeout(() => {
        destroyAll(this.#taken);
        resolve();
      }, lingerMs);
      this.#drained = () => {
        clearTimeout(cutOff);
        resolve();
      };
    });
  }
}

const destroyAll = (sockets: ReadonlySet<Socket>): void => {
  for (const socket of sockets) socket.destroy();
};
