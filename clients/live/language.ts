// The page's words: in the language that the visitor chose, or else the first of the browser's that the page has. Read once: a
// choice loads the page anew.

import { chinese } from "./chinese.ts";
import { english, type LiveWords } from "./words.ts";

const kept = "live-language";
const languages: readonly LiveWords[] = [english, chinese];

const stem = (language: string): string | undefined => language.toLowerCase().split("-")[0];

/** Stems are compared: a reader of zh-TW prefers zh-CN to English. */
export const wordsFor = (chosen: string | null, asked: readonly string[]): LiveWords => {
  const wanted = asked.flatMap((one) => languages.find(({ language }) => stem(language) === stem(one)) ?? []);
  return languages.find(({ language }) => language === chosen) ?? wanted[0] ?? english;
};

/** The browser may refuse the page its storage, and outside of a browser there is none. */
const chosenBefore = (): string | null => {
  try {
    return sessionStorage.getItem(kept);
  } catch {
    return null;
  }
};

export const rememberLanguage = (language: string): void => {
  try {
    sessionStorage.setItem(kept, language);
  } catch {}
};

const inBrowser = "document" in globalThis;

export const words: LiveWords = inBrowser ? wordsFor(chosenBefore(), navigator.languages) : english;
