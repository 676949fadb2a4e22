// Random bytes in advance: a system call a mask key would cost more than all the rest of a small frame. Every byte is
// given out once. It does not know where they come from.
import type { RandomFill } from "./mask.ts";

const POOL_BYTES = 8192;

/** Fills from a pool that `fill` refills. */
export function pooledRandom(fill: RandomFill): RandomFill {
  const pool = Buffer.alloc(POOL_BYTES);
  let used = POOL_BYTES;
  return (target) => {
    if (target.length > POOL_BYTES - used) {
      if (target.length > POOL_BYTES) {
        fill(target);
        return;
      }
      fill(pool);
      used = 0;
    }
    const end = used + target.length;
    for (let at = used; at < end; at++) target[at - used] = pool[at] ?? 0;
    used = end;
  };
}
