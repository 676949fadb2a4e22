// A socket that swallows what is written, and an upgrade request without a network: what JavaScript alone costs.

import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { Duplex } from "node:stream";

/** Takes everything at once and says nothing. The last two methods are those that servers call on a TCP socket. */
export class Swallower extends Duplex {
  override _read(): void {}
  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }
  override _writev(_chunks: unknown, done: () => void): void {
    done();
  }
  setTimeout(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
}

/** The key is that of RFC 6455, section 1.3. */
export const requestUpgrade = (path: string): IncomingMessage => {
  const request = new IncomingMessage(new Socket());
  request.method = "GET";
  request.url = path;
  request.httpVersion = "1.1";
  Object.assign(request.headers, {
    host: "localhost",
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  });
  return request;
};
