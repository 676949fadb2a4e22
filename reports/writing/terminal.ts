// A terminal as a text is made for it: how wide it is, and how it shows what matters. Knows no stream and no run.

type Format = "bold" | "dim" | "green" | "red" | "yellow";

export interface Terminal {
  /** The window's width. */
  readonly columns: number;
  /** Everything that is known is printed; else one table and the verdict. */
  readonly verbose: boolean;
  /** Adds the terminal's colours, or none; it must not change the text's width. */
  style(format: Format, text: string): string;
}

/** For a stream that is no terminal. */
export const plainTerminal: Terminal = { columns: 100, verbose: false, style: (_, text) => text };
