// The common parts of the processes of a contest's far side. It is cheap, so that it is never the limit, and has a process
// of its own, so that its CPU is not that of the side which is compared.

import type { ClientSocket } from "../../clients/socket.ts";

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * Blocks this thread. What the other process writes meanwhile finds nobody to wake: in use, the far side is another
 * machine, and waking a process of this one would be much of what is compared.
 */
export const sleep = (ms: number): void => {
  Atomics.wait(sleeper, 0, 0, ms);
};

/** All connections to each contestant's server, by the contestant's name. */
export class Groups<Group extends { readonly sockets: readonly ClientSocket[] }> {
  readonly #byName = new Map<string, Group>();

  add(name: string, group: Group): Group {
    this.#byName.set(name, group);
    return group;
  }

  /** Throws RangeError where none has that name. */
  named(name: string): Group {
    const group = this.#byName.get(name);
    if (group === undefined) throw new RangeError(`no group is called ${name}`);
    return group;
  }

  leave(name: string): void {
    for (const socket of this.named(name).sockets) socket.destroy();
    this.#byName.delete(name);
  }
}
