// The reading of argv for any command: which options are given, each once, and which arguments stand without a flag.
// Knows no option's meaning.

import { UsageError } from "../failure.ts";
import { type Command, commandHelp, helpOption, type Option, type OptionTable, type ValuesOf } from "./command.ts";
import { nearest, shown, type Written } from "./values.ts";

/** The texts of a command line, or the values of a file, each under its option. */
export type Given = ReadonlyMap<Option<unknown>, Written>;

interface Flags {
  readonly given: Given;
  /** The arguments without a flag. */
  readonly operands: readonly string[];
}

/** A command as an entry point takes it. */
export interface CommandLine<Options> {
  readonly help: string;
  /** The options; "help" where that is asked for. Throws UsageError, one line with the remedy. */
  parse(argv: readonly string[]): Options | "help";
}

/** `resolve` makes the options of the values and operands that are given; it may throw UsageError. */
export const commandLine = <Table extends OptionTable, Options>(
  command: Command<Table>,
  resolve: (values: ValuesOf<Table>, operands: readonly string[]) => Options,
): CommandLine<Options> => ({
  help: commandHelp(command),
  parse: (argv) => {
    const { given, operands } = readFlags(argv, command);
    return isOn(given, helpOption) ? "help" : resolve(valuesOf(given, command.table), operands);
  },
});

/** The first word after which no flag is read, so that an operand may begin with a dash. */
const endOfFlags = "--";

/** Whoever asks for help gets it, whatever else stands beside it. */
const asksForHelp = (argv: readonly string[]): boolean => {
  const end = argv.indexOf(endOfFlags);
  return (end === -1 ? argv : argv.slice(0, end)).some((word) => word === helpOption.flag || word === "-h");
};

/**
 * `--name value` or `--name=value`. A switch has an opposite, `--no-name`, since a file may have turned it. Reads no value.
 * Throws UsageError.
 */
export const readFlags = (argv: readonly string[], { usage, table, takesOperands }: Command): Flags => {
  const options = Object.values(table);
  const given = new Map<Option<unknown>, Written>();
  if (asksForHelp(argv)) {
    given.set(helpOption, { in: "flags", place: helpOption.flag, value: "true" });
    return { given, operands: [] };
  }
  const operands: string[] = [];
  const words = argv.values();
  for (const word of words) {
    if (takesOperands && word === endOfFlags) {
      operands.push(...words);
      break;
    }
    if (takesOperands && !word.startsWith("-")) {
      operands.push(word);
      continue;
    }
    const [name, inline] = splitOnce(word, "=");
    const option = options.find((option) => option.flag === name || oppositeOf(option) === name);
    if (option === undefined) {
      throw new UsageError(
        `${shown(name)} is not an option; ${hint(name, options)}${takesOperands ? usage : "see --help"}`,
      );
    }
    if (given.has(option)) throw new UsageError(`${name} is given twice; a list is written with commas`);
    if (option.placeholder === null) {
      if (inline !== undefined) throw new UsageError(`${name} takes no value; leave out "=${inline}"`);
      given.set(option, { in: "flags", place: name, value: String(!name.startsWith("--no-")) });
      continue;
    }
    const value = inline ?? words.next().value;
    if (value === undefined || (inline === undefined && value.startsWith("--"))) {
      throw new UsageError(`${name} needs a value: ${takesOperands ? usage : `${name} ${option.placeholder}`}`);
    }
    given.set(option, { in: "flags", place: name, value });
  }
  return { given, operands };
};

/** The option's value; undefined where it is not given. Throws UsageError. */
export const valueIn = <T>(given: Given, option: Option<T>): T | undefined => {
  const written = given.get(option);
  return written === undefined ? undefined : option.read(written);
};

export const isOn = (given: Given, option: Option<boolean>): boolean => valueIn(given, option) ?? false;

/** The values of those options of the table that are given. Throws UsageError. */
export const valuesOf = <Table extends OptionTable>(given: Given, table: Table): ValuesOf<Table> => {
  const entries = Object.entries(table).filter(([, option]) => given.has(option));
  const values = Object.fromEntries(entries.map(([key, option]) => [key, valueIn(given, option)]));
  const isOfTable = (read: object): read is ValuesOf<Table> => Object.keys(read).every((key) => key in table);
  if (!isOfTable(values)) throw new Error("a value has no option");
  return values;
};

const oppositeOf = ({ flag, placeholder }: Option<unknown>): string | null => {
  if (placeholder !== null) return null;
  return flag.startsWith("--no-") ? flag.replace("--no-", "--") : flag.replace("--", "--no-");
};

const splitOnce = (text: string, separator: string): readonly [string, string?] => {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
};

const hint = (name: string, options: readonly Option<unknown>[]): string => {
  const meant = nearest(
    name,
    [...options, helpOption].map(({ flag }) => flag),
  );
  return meant === undefined ? "" : `did you mean ${meant}? `;
};
