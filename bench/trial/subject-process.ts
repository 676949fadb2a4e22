// A process that loads another tree's registry: whatever that tree's modules do when they are loaded, they do it to this
// process alone.

import { answerCalls } from "../machine/child.ts";
import type { DefaultDifference } from "../record/run.ts";
import { differencesOf } from "../transports.ts";
import { loadSubject, type Subject } from "./subject.ts";

interface AskedTransports {
  readonly subject: Subject;
  readonly names: readonly string[];
}

export interface SubjectCalls {
  /** Those of the names that the tree has, and the defaults in which they differ there. */
  transports(
    asked: AskedTransports,
  ): Promise<{ readonly names: readonly string[]; readonly differences: readonly DefaultDifference[] }>;
}

const calls = {
  transports: async ({ subject, names }: AskedTransports) => {
    const { has, transportNamed } = await loadSubject(subject);
    const own = names.filter(has);
    // A revision whose servers cannot be loaded, or do not say, shows that in its trials.
    return { names: own, differences: await differencesOf(own, transportNamed).catch(() => []) };
  },
} satisfies SubjectCalls;

await answerCalls(calls);
process.exit();
