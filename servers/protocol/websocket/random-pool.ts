// Random bytes in advance: a system call for each mask key would cost more than all the rest of a small frame. Every byte is
// given out once. It does not know where the bytes come from.
import type { RandomFill } from "./mask.ts";

const poolBytes = 8192;

/** Fills from a pool that `fill` refills. */
export const pooledRandom = (fill: RandomFill): RandomFill => {
  const pool = Buffer.alloc(poolBytes);
  let used = poolBytes;
  return (target) => {
    if (target.length > poolBytes - used) {
      if (target.length > poolBytes) {
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
};
