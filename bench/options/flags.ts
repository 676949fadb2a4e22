// argv as flags with their text: which are given, each once. Knows no option's meaning.

import { UsageError } from "../failure.ts";
import type { Option } from "./option-table.ts";
import { nearest, type Written } from "./values.ts";

/** What stands on a command line or in a file, under the option that it is for. */
export type Given = ReadonlyMap<Option<unknown>, Written>;

/** `--name value` or `--name=value`; of a switch also its opposite, since a file may have turned it. Throws UsageError. */
export const readFlags = (argv: readonly string[], options: readonly Option<unknown>[]): Given => {
  const given = new Map<Option<unknown>, Written>();
  for (let i = 0; i < argv.length; i++) {
    const [name = "", inline] = splitOnce(argv[i] ?? "", "=");
    const option = options.find((option) => option.flag === name || oppositeOf(option) === name);
    if (option === undefined) throw new UsageError(`${name} is not an option; ${hint(name, options)}see --help`);
    if (given.has(option)) throw new UsageError(`${name} is given twice; a list is written with commas`);
    if (option.placeholder === null) {
      if (inline !== undefined) throw new UsageError(`${name} takes no value; leave out "=${inline}"`);
      given.set(option, { in: "flags", place: name, value: String(!name.startsWith("--no-")) });
      continue;
    }
    const value = inline ?? argv[++i];
    if (value === undefined || (inline === undefined && value.startsWith("--"))) {
      throw new UsageError(`${name} needs a value: ${name} ${option.placeholder}`);
    }
    given.set(option, { in: "flags", place: name, value });
  }
  return given;
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
    options.map(({ flag }) => flag),
  );
  return meant === undefined ? "" : `did you mean ${meant}? `;
};
