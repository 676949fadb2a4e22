// Standard output and error of a process, whose reader may go, stop reading, or never have been there.

/** A stream to somebody who may not listen. */
interface Output {
  readonly writableLength: number;
  on(event: "error", listener: () => void): unknown;
}

/** Output that nobody reads, or that finds no room, is lost and harms nothing: an error that nobody handles ends a process. */
export const letOutputGo = (streams: readonly Output[]): void => {
  for (const stream of streams) stream.on("error", () => {});
};

const unsent = (streams: readonly Output[]): number => streams.reduce((sum, stream) => sum + stream.writableLength, 0);

/**
 * Ends the process by `exit` once its work is done and its output has not moved for so long: a reader that has stopped
 * reading would keep it for ever. It ends by itself where all has been read before.
 */
export const exitThoughUnread = (streams: readonly Output[], stalledMs: number, exit: () => void): void => {
  let last = unsent(streams);
  const look = (): void => {
    const now = unsent(streams);
    if (now === last) exit();
    last = now;
  };
  setInterval(look, stalledMs).unref();
};
