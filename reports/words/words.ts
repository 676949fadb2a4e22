// The words of a page in any language: texts, and sentences as functions of the facts in them. English is the type, so that
// a language that lacks a text does not compile.
import type { english } from "./english/english.ts";

export type Words = typeof english;
