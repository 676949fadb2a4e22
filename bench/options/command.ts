// A command: its call, a table of its options, examples, and its exit codes. The text of --help follows from it, in 80
// columns. Knows no single command and reads no argv.

import { type Exits, endsOf } from "./exits.ts";
import { type Read, yesOrNo } from "./values.ts";

export interface Option<T> {
  readonly flag: `--${string}`;
  /** null: a switch. */
  readonly placeholder: string | null;
  readonly read: Read<T>;
  /** The default, in words. */
  readonly fallback: string;
  readonly help: string;
  /** The head in --help under which it stands; "Options" where there is none. */
  readonly group?: string;
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** The values of a table's options, under their keys. */
export type ValuesOf<Table extends OptionTable> = { readonly [Key in keyof Table]?: ReturnType<Table[Key]["read"]> };

interface Example {
  /** As it is typed. */
  readonly call: string;
  readonly does: string;
}

export interface Command<Table extends OptionTable = OptionTable> {
  /** The call as it is typed, such as `npm run report -- RUN`. */
  readonly usage: string;
  /** The command's purpose. */
  readonly purpose: string;
  /** In the order of --help, which comes last by itself. */
  readonly table: Table;
  /** A paragraph each. */
  readonly notes: readonly string[];
  readonly examples: readonly Example[];
  readonly exits: Exits;
  /** Whether arguments without a flag are taken. */
  readonly takesOperands: boolean;
}

export const helpOption: Option<boolean> = {
  flag: "--help",
  placeholder: null,
  read: yesOrNo,
  fallback: "",
  help: "this text",
};

const columns = 80;
/** The column in which an option's help begins. */
const helpFrom = 29;
const codeWidth = 7;
const indent = "  ";

/** The text in lines of at most so many columns, broken at spaces. */
const filled = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
};

/** The text beside its head; below it where the head leaves no room. */
const hung = (head: string, text: string, from: number): readonly string[] => {
  const lines = filled(text, columns - from);
  const fits = head.length < from;
  const [beside = "", ...below] = fits ? lines : ["", ...lines];
  return [`${head.padEnd(from)}${beside}`.trimEnd(), ...below.map((line) => " ".repeat(from) + line)];
};

const optionLines = ({ flag, placeholder, fallback, help }: Option<unknown>): readonly string[] => {
  const head = placeholder === null ? flag : `${flag} ${placeholder}`;
  return hung(`${indent}${head}`, fallback === "" ? help : `${help} (${fallback})`, helpFrom);
};

const defaultGroup = "Options";

/** The options under their heads, in the order in which the heads come first; --help is the last of the last. */
const groupsOf = (table: OptionTable): readonly (readonly [head: string, options: readonly Option<unknown>[]])[] => {
  const options = Object.values(table);
  const groups = [...Map.groupBy(options, ({ group = defaultGroup }) => group)];
  const [head, last] = groups.at(-1) ?? [defaultGroup, []];
  return [...groups.slice(0, -1), [head, [...last, helpOption]]];
};

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const commandHelp = ({ usage, purpose, table, notes, examples, exits }: Command): string => {
  const paragraphs: readonly (readonly string[])[] = [
    [usage, ...filled(capitalised(purpose), columns)],
    ...groupsOf(table).map(([head, options]) => [head, ...options.flatMap(optionLines)]),
    ...notes.map((note) => filled(note, columns)),
    ["Examples", ...examples.flatMap(({ call, does }) => [`${indent}${call}`, ...hung("", does, 6)])],
    ["Exit codes", ...endsOf(exits).flatMap(({ code, meaning }) => hung(`${indent}${code}`, meaning, codeWidth))],
  ];
  return paragraphs.map((lines) => lines.join("\n")).join("\n\n");
};
