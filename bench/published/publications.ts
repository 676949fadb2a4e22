// Publications from which more than one table is taken.

import type { Publication } from "./rows.ts";

/** Tables T1 and T2. */
export const lubbersAndGreco: Publication = {
  authors: "Lubbers and Greco",
  title: "HTML5 WebSocket: A Quantum Leap in Scalability for the Web",
  year: 2010,
};
