import { createServer, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { listenOn } from "../machine/listening.ts";
import { ask } from "./requests.ts";

const answering = async (answer: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    socket.once("data", () => answer(socket));
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return listenOn(server, "127.0.0.1");
};

it.each<[string, (socket: Socket) => void]>([
  ["that says nothing", () => {}],
  ["that stops in a head", (socket) => socket.write("HTTP/1.1 200 OK\r\n")],
  ["that stops in a body", (socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na")],
  [
    "that sends a byte now and then",
    (socket) => {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      const timer = setInterval(() => socket.write("1\r\nx\r\n"), 20);
      socket.once("close", () => clearInterval(timer));
    },
  ],
])("a server %s is not waited for without an end", async (_, answer) => {
  const url = await answering(answer);
  await expect(ask(`${url}/clock`, {}, 200)).rejects.toThrow("/clock was not answered within 0.2 s");
});

it("an answer in time is taken, and one that breaks off says why", async () => {
  const url = await answering((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  expect(await ask(`${url}/clock`)).toBe("ok");
  const broken = await answering((socket) => socket.destroy());
  await expect(ask(`${broken}/clock`)).rejects.toThrow("/clock was not answered: other side closed");
});
