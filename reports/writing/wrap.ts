// Plain text in lines of a terminal's width. Knows nothing of what the text says.

/** Breaks at spaces; a word longer than a line stands alone. The indent counts as part of a line's width. */
export const wrapText = (text: string, width: number, indent = ""): string => {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= width) lines.push(`${indent}${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
};
