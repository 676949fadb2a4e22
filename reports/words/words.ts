// What a page says, in any language: texts, and sentences as functions of what they tell. The English is the type, so that
// a text which another language lacks does not compile.
import type { english } from "./english/english.ts";

export type Words = typeof english;
