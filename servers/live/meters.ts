// /meters?page=KEY: what the server's sockets saw of one page's requests, by transport. Bytes are the sockets' own counts,
// heads included; they are read at the edges of each request. Knows no transport but by its path.

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { CreateEndpoint } from "../server.ts";
import { addressKey } from "./guard/addresses.ts";

const meteredTransports = ["short-polling", "long-polling", "server-sent-events", "websocket"] as const;

type MeteredTransport = (typeof meteredTransports)[number];

/** Up is from the page. An upgraded or streaming request is one request. */
export interface TransportMeter {
  readonly requests: number;
  readonly empty: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
}

export type PageMeters = Readonly<Record<MeteredTransport, TransportMeter>>;

/** A request that is not over yet, from these counts of its socket on. */
interface Span {
  readonly socket: Socket;
  readonly transport: MeteredTransport;
  readonly read: number;
  readonly written: number;
}

interface Page {
  /** The key of the one that it first asked from. */
  readonly address: string;
  readonly ended: Record<MeteredTransport, { -readonly [K in keyof TransportMeter]: TransportMeter[K] }>;
  readonly open: Set<Span>;
}

const pageKey = /^[A-Za-z0-9-]{1,64}$/;

const newPage = (address = ""): Page => {
  const none = () => ({ requests: 0, empty: 0, bytesUp: 0, bytesDown: 0 });
  const ended = { "short-polling": none(), "long-polling": none(), "server-sent-events": none(), websocket: none() };
  return { address, ended, open: new Set() };
};

/** Where a request belongs; null where nobody meters it. */
const readTarget = (url: string): { readonly key: string; readonly transport: MeteredTransport } | null => {
  const target = URL.parse(url, "http://any");
  const transport = meteredTransports.find((name) => target?.pathname === `/${name}`);
  const key = target?.searchParams.get("page") ?? "";
  return transport !== undefined && pageKey.test(key) ? { key, transport } : null;
};

/** Beyond `maxPages`, or half as many of one address, the page that has asked nothing for the longest time is forgotten. */
export const metersOf =
  (maxPages: number): CreateEndpoint =>
  () => {
    const pages = new Map<string, Page>();
    /** Up to where a socket's bytes belong to requests that are over. */
    const settled = new WeakMap<Socket, { readonly read: number; readonly written: number }>();
    /** The request that a socket's bytes belong to now. */
    const current = new WeakMap<Socket, () => void>();

    const makeRoomFor = (address: string): void => {
      const own = [...pages].filter(([, page]) => page.address === address);
      const crowded = own.length >= maxPages / 2;
      const [oldest] = crowded ? own : pages;
      if (oldest !== undefined && (crowded || pages.size >= maxPages)) pages.delete(oldest[0]);
    };

    const pageOf = (key: string, address: string): Page => {
      if (!pages.has(key)) makeRoomFor(address);
      const page = pages.get(key) ?? newPage(address);
      pages.delete(key);
      pages.set(key, page);
      return page;
    };

    /** Returns how to end the span. */
    const begin = (request: IncomingMessage, socket: Socket): ((empty: boolean) => void) => {
      current.get(socket)?.();
      const target = readTarget(request.url ?? "");
      const page = target === null ? null : pageOf(target.key, addressKey(socket.remoteAddress));
      const from = settled.get(socket) ?? { read: 0, written: 0 };
      const span = target === null ? null : { socket, transport: target.transport, ...from };
      if (page !== null && span !== null) {
        page.open.add(span);
        page.ended[span.transport].requests++;
      }
      let over = false;
      const end = (empty: boolean): void => {
        if (over) return;
        over = true;
        current.delete(socket);
        settled.set(socket, { read: socket.bytesRead, written: socket.bytesWritten });
        if (page === null || span === null) return;
        page.open.delete(span);
        const meter = page.ended[span.transport];
        addSpan(meter, span);
        if (empty) meter.empty++;
      };
      current.set(socket, () => end(false));
      return end;
    };

    const watch = (server: Server): void => {
      server.on("request", (request: IncomingMessage, response: ServerResponse) => {
        if (request.socket.destroyed) return;
        const end = begin(request, request.socket);
        response.once("close", () => end(response.statusCode === 204 && response.writableFinished));
      });
      server.on("upgrade", (request: IncomingMessage, socket) => {
        if (!(socket instanceof Socket)) return;
        const end = begin(request, socket);
        socket.once("close", () => end(false));
      });
    };

    return {
      path: "/meters",
      mount: (app) => {
        watch(app.server);
        app.get<{ Querystring: { page?: string } }>("/meters", { exposeHeadRoute: true }, (request, reply) => {
          const { page: key } = request.query;
          if (typeof key !== "string" || !pageKey.test(key)) {
            return reply.code(400).send({ error: "page must be 1 to 64 letters, digits or hyphens" });
          }
          return reply.send(metersAt(pages.get(key) ?? newPage()));
        });
      },
      close: () => {},
    };
  };

const addSpan = (meter: { bytesUp: number; bytesDown: number }, { socket, read, written }: Span): void => {
  meter.bytesUp += socket.bytesRead - read;
  meter.bytesDown += socket.bytesWritten - written;
};

/** As of now, what is open included. */
const metersAt = ({ ended, open }: Page): PageMeters => {
  const meters = structuredClone(ended);
  for (const span of open) addSpan(meters[span.transport], span);
  return meters;
};
