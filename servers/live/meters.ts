// /meters?page=KEY: what the server's sockets saw of one page's requests, by transport. Bytes are the sockets' own counts,
// heads included, read at the start and the end of each request. Knows no transport but by its path.

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { isUpgrade } from "../http-server.ts";
import type { CreateEndpoint } from "../server.ts";
import { addressKey } from "./guard/addresses.ts";
import { targetOf } from "./guard/target.ts";

const meteredTransports = ["short-polling", "long-polling", "server-sent-events", "websocket"] as const;

type MeteredTransport = (typeof meteredTransports)[number];

/** Up is from the page. An upgraded or streaming request is one request. */
interface TransportMeter {
  readonly requests: number;
  readonly empty: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

type PageMeters = Readonly<Record<MeteredTransport, TransportMeter>>;

/** A socket's counts at some instant. */
interface SocketBytes {
  readonly read: number;
  readonly written: number;
}

/** A metered request that is not over yet. `from`: its socket's counts at its start. */
interface OpenRequest {
  readonly page: Page;
  readonly socket: Socket;
  readonly transport: MeteredTransport;
  readonly from: SocketBytes;
}

interface Page {
  /** The key of the address that it first asked from. */
  readonly address: string;
  readonly ended: Record<MeteredTransport, { -readonly [K in keyof TransportMeter]: TransportMeter[K] }>;
  readonly open: Set<OpenRequest>;
}

const pageKey = /^[A-Za-z0-9-]{1,64}$/;

const newPage = (address: string): Page => {
  const none = () => ({ requests: 0, empty: 0, bytesUp: 0, bytesDown: 0 });
  const ended = { "short-polling": none(), "long-polling": none(), "server-sent-events": none(), websocket: none() };
  return { address, ended, open: new Set() };
};

/** The page and the transport of a request; null for one that is not metered. */
const readTarget = (
  request: IncomingMessage,
): { readonly key: string; readonly transport: MeteredTransport } | null => {
  const target = targetOf(request);
  const transport = meteredTransports.find((name) => target?.pathname === `/${name}`);
  const key = target?.searchParams.get("page") ?? "";
  return transport !== undefined && pageKey.test(key) ? { key, transport } : null;
};

/**
 * The meters of each page. Beyond `maxPages`, or half as many of one address, the page that has asked nothing for the longest
 * time is forgotten.
 */
class Meters {
  readonly #maxPages: number;
  /** The page that asked last stands last. */
  readonly #pages = new Map<string, Page>();
  /** A socket's counts at the end of its last request: what follows belongs to the next one. */
  readonly #settled = new WeakMap<Socket, SocketBytes>();
  /** Ends the request that a socket's bytes belong to now. */
  readonly #endCurrent = new WeakMap<Socket, () => void>();

  constructor(maxPages: number) {
    this.#maxPages = maxPages;
  }

  of(key: string): PageMeters {
    return metersAt(this.#pages.get(key) ?? newPage(""));
  }

  watch(server: Server): void {
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      if (request.socket.destroyed) return;
      const end = this.#begin(request, request.socket);
      response.once("close", () => end(response.statusCode === 204 && response.writableFinished));
    });
    server.on("upgrade", (request: IncomingMessage, socket) => {
      // Other requests that name a protocol to change to are served as requests.
      if (!(socket instanceof Socket) || !isUpgrade(request)) return;
      const end = this.#begin(request, socket);
      socket.once("close", () => end(false));
    });
  }

  /** Returns how to end the request; a next one on the same socket ends it too. */
  #begin(request: IncomingMessage, socket: Socket): (empty: boolean) => void {
    this.#endCurrent.get(socket)?.();
    const metered = this.#open(request, socket);
    let over = false;
    const end = (empty: boolean): void => {
      if (over) return;
      over = true;
      this.#endCurrent.delete(socket);
      this.#settled.set(socket, { read: socket.bytesRead, written: socket.bytesWritten });
      if (metered !== null) settle(metered, empty);
    };
    this.#endCurrent.set(socket, () => end(false));
    return end;
  }

  /** null for a request that is not metered. */
  #open(request: IncomingMessage, socket: Socket): OpenRequest | null {
    const target = readTarget(request);
    if (target === null) return null;
    const page = this.#pageOf(target.key, addressKey(socket.remoteAddress));
    const from = this.#settled.get(socket) ?? { read: 0, written: 0 };
    const metered = { page, socket, transport: target.transport, from };
    page.open.add(metered);
    page.ended[target.transport].requests++;
    return metered;
  }

  #pageOf(key: string, address: string): Page {
    if (!this.#pages.has(key)) this.#makeRoomFor(address);
    const page = this.#pages.get(key) ?? newPage(address);
    this.#pages.delete(key);
    this.#pages.set(key, page);
    return page;
  }

  #makeRoomFor(address: string): void {
    const own = [...this.#pages].filter(([, page]) => page.address === address);
    const crowded = own.length >= this.#maxPages / 2;
    const [oldest] = crowded ? own : this.#pages;
    if (oldest !== undefined && (crowded || this.#pages.size >= this.#maxPages)) this.#pages.delete(oldest[0]);
  }
}

const settle = (metered: OpenRequest, empty: boolean): void => {
  const { page, transport } = metered;
  page.open.delete(metered);
  addBytes(page.ended[transport], metered);
  if (empty) page.ended[transport].empty++;
};

const addBytes = (meter: { bytesUp: number; bytesDown: number }, { socket, from }: OpenRequest): void => {
  meter.bytesUp += socket.bytesRead - from.read;
  meter.bytesDown += socket.bytesWritten - from.written;
};

/** The meters as of now, open requests included. */
const metersAt = ({ ended, open }: Page): PageMeters => {
  const meters = structuredClone(ended);
  for (const metered of open) addBytes(meters[metered.transport], metered);
  return meters;
};

export const metersOf =
  (maxPages: number): CreateEndpoint =>
  () => {
    const meters = new Meters(maxPages);
    return {
      path: "/meters",
      mount: (app) => {
        meters.watch(app.server);
        app.get<{ Querystring: { page?: string } }>("/meters", { exposeHeadRoute: true }, (request, reply) => {
          const { page: key } = request.query;
          if (typeof key !== "string" || !pageKey.test(key)) {
            return reply.code(400).send({ error: "page must be 1 to 64 letters, digits or hyphens" });
          }
          return reply.send(meters.of(key));
        });
      },
      close: () => {},
    };
  };
