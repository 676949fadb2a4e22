// The body of a poll's answer as bytes: an array of messages that are JSON already. Does not look into them.

/** Returns a JSON array in UTF-8. */
export const joinMessages = (jsons: readonly Buffer[]): Buffer => {
  const parts: Buffer[] = [opening];
  for (const json of jsons) {
    if (parts.length > 1) parts.push(comma);
    parts.push(json);
  }
  parts.push(closing);
  return Buffer.concat(parts);
};

const opening = Buffer.from("[");
const comma = Buffer.from(",");
const closing = Buffer.from("]");
