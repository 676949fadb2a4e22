// The window that a command prints to. Colours follow NO_COLOR, FORCE_COLOR and the kind of stream.

import { styleText } from "node:util";
import { cellsOf, wrapText } from "../bench/cells.ts";
import { plainTerminal, type Terminal } from "../reports/writing/terminal.ts";

/** Some terminals say that they are 0 columns wide. */
const columnsOf = ({ columns }: { readonly columns?: number }): number =>
  columns === undefined || columns === 0 ? plainTerminal.columns : columns;

export const terminalOf = (verbose: boolean): Terminal => ({
  columns: columnsOf(process.stdout),
  verbose,
  style: (format, text) => styleText(format, text, { stream: process.stdout }),
});

/** The text with its lines broken to fit a window; as it is where nobody watches. */
export const fitted = (text: string): string =>
  process.stdout.isTTY
    ? text
        .split("\n")
        .map((line) => (cellsOf(line) > columnsOf(process.stdout) ? wrapText(line, columnsOf(process.stdout)) : line))
        .join("\n")
    : text;

/** A text beside its head, hung below itself where it does not fit a window. */
export const hung = (head: string, text: string): string =>
  process.stdout.isTTY
    ? `${head}${wrapText(text, columnsOf(process.stdout), " ".repeat(head.length)).trimStart()}`
    : `${head}${text}`;
