// A command: its call, a table of its options, and its exit codes. The text of --help follows from it.
// Knows no single command and reads no argv.

import { type Exits, explainExits } from "./exits.ts";
import { type Read, yesOrNo } from "./values.ts";

export interface Option<T> {
  readonly flag: `--${string}`;
  /** null: a switch. */
  readonly placeholder: string | null;
  readonly read: Read<T>;
  /** The default, in words. */
  readonly fallback: string;
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** The values of a table's options, under their keys. */
export type ValuesOf<Table extends OptionTable> = { readonly [Key in keyof Table]?: ReturnType<Table[Key]["read"]> };

export interface Command<Table extends OptionTable = OptionTable> {
  /** The call as it is typed, such as `npm run report -- RUN`. */
  readonly usage: string;
  /** The command's purpose; may go on over several lines. */
  readonly purpose: string;
  /** In the order of --help, which comes last by itself. */
  readonly table: Table;
  /** The width of the flags' column in --help. */
  readonly flagsWidth: number;
  readonly notes: readonly string[];
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

export const commandHelp = ({ usage, purpose, table, flagsWidth, notes, exits }: Command): string => {
  const rows = [...Object.values(table), helpOption].map(({ flag, placeholder, fallback, help }) => {
    const left = placeholder === null ? flag : `${flag} ${placeholder}`;
    return `  ${left.padEnd(flagsWidth)} ${help}${fallback === "" ? "" : ` (${fallback})`}`;
  });
  const ends = wrapped(`Exit: ${explainExits(exits)}`).map((line) => line.replace(/^ {2}/, "      "));
  return [`${usage}: ${purpose}`, "", ...rows, "", ...notes, ...ends].join("\n");
};

/** The text in lines that fit a terminal, broken at spaces; all lines but the first are indented. */
export const wrapped = (text: string): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line === "") line = word;
    else if (line.length + word.length < 116) line += ` ${word}`;
    else {
      lines.push(line);
      line = `  ${word}`;
    }
  }
  return [...lines, line];
};
