// One TCP connection of a load client. All sockets of a process read into one buffer, and every byte is counted here.
// Knows nothing of what the bytes mean.

import { connect, type Socket } from "node:net";
import { Deadline } from "./deadline.ts";
import { defaultPatience, type Patience, within } from "./patience.ts";
import type { Traffic } from "./subscriber.ts";

/** The calls of a connection to its owner; `data` is valid until the call returns. */
interface SocketOwner {
  open(): void;
  data(chunk: Buffer): void;
  /** The last call: null after an orderly end, else the reason, the system's or the one that it was destroyed for. */
  closed(reason: string | null): void;
}

export interface ClientSocket {
  write(bytes: Buffer): void;
  /** Sends all bytes that are written, and a FIN; lingers. */
  end(): void;
  /** The last word has been said, and the server is to end TCP: the connection is destroyed unless it does so in time. */
  linger(): void;
  /** The reason is given where the server is to blame. */
  destroy(reason?: string): void;
}

/** One buffer serves all sockets: bytes that are read are used up before the next read. */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);

/** A server's address in parts; `authority` is what the Host header says. */
interface Address {
  readonly host: string;
  readonly port: number;
  readonly authority: string;
}

/** Parsed once each: all connections of a process go to few servers. */
const addresses = new Map<string, Address>();

export const hostOf = (url: string): Address => {
  const known = addresses.get(url);
  if (known !== undefined) return known;
  const { hostname, port, host } = new URL(url);
  const address = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 80), authority: host };
  addresses.set(url, address);
  return address;
};

/** The reader's remedies for a connection that could not be opened. */
const remedies: Readonly<Record<string, string>> = {
  EMFILE: 'no open file was left: lower --subscribers or raise "ulimit -n"',
  EADDRNOTAVAIL: "no local port was left: lower --subscribers or --rate, or use --connection keep-alive",
  ECONNREFUSED: "nothing listens there: the server is gone",
};

/** One line on a connection that was lost, with the remedy where there is one. */
export const lossOf = (url: string, reason: string): string => {
  const remedy = Object.entries(remedies).find(([code]) => reason.includes(code))?.[1];
  return `lost the connection to ${url}: ${reason}${remedy === undefined ? "" : `; ${remedy}`}`;
};

/** Destroys a socket that does not open in time, or does not close in time after the call of what is returned. */
const limit = (
  socket: Socket,
  { dialMs, lingerMs }: Patience,
  destroy: (reason?: string) => void,
): Pick<ClientSocket, "linger"> => {
  const dialling = new Deadline(() => destroy(`no connection ${within(dialMs)}`));
  dialling.set(dialMs);
  let lingering: NodeJS.Timeout | undefined;
  const linger = (): void => {
    lingering ??= setTimeout(destroy, lingerMs);
  };
  socket.once("connect", () => dialling.close());
  // The server has ended TCP, but may never read what is still to be sent.
  socket.once("end", linger);
  socket.once("close", () => {
    dialling.close();
    clearTimeout(lingering);
  });
  return { linger };
};

export const dial = (
  url: string,
  traffic: Traffic,
  owner: SocketOwner,
  patience: Patience = defaultPatience,
): ClientSocket => {
  const { host, port } = hostOf(url);
  let opened = false;
  let ending = false;
  let reason: string | null = null;
  const socket: Socket = connect({
    host,
    port,
    noDelay: true,
    onread: {
      buffer: readBuffer,
      callback: (length) => {
        traffic.bytes.down += length;
        owner.data(readBuffer.subarray(0, length));
        return true;
      },
    },
  });
  const destroy = (why?: string): void => {
    ending = true;
    socket.destroy(why === undefined ? undefined : new Error(why));
  };
  const { linger } = limit(socket, patience, destroy);
  socket.once("connect", () => {
    opened = true;
    traffic.connections.opened++;
    owner.open();
  });
  socket.on("end", () => {
    if (!ending) traffic.connections.closedByServer++;
  });
  socket.on("error", (error) => {
    reason = error.message;
    if (!opened) traffic.connections.failed++;
  });
  socket.on("close", () => owner.closed(reason));
  return {
    write: (bytes) => {
      traffic.bytes.up += bytes.length;
      socket.write(bytes);
    },
    end: () => {
      ending = true;
      socket.end();
      linger();
    },
    linger,
    destroy,
  };
};
