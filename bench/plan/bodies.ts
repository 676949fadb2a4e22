// The bodies that a plan publishes: its seed tells what must arrive. Pure; also runs in a browser's page.

import { type Random, seededRandom } from "../statistics/random.ts";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .";

/** Bodies of exactly `bytes` ASCII characters. Each is another window on one random text, so that no two neighbours are alike. */
export const bodies = (bytes: number, random: Random): ((seq: number) => string) => {
  const windows = 997;
  let text = "";
  for (let i = 0; i < bytes + windows; i++) text += letters.charAt(Math.floor(random() * letters.length));
  return (seq) => text.slice((seq * 31) % windows, ((seq * 31) % windows) + bytes);
};

/** The body of each seq, as the publisher sends it and the subscribers expect it. */
export const plannedBodies = (bodyBytes: number, seed: number): ((seq: number) => string) =>
  bodies(bodyBytes, seededRandom(seed, 0xb0d7));
