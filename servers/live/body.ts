// What a message of the live server says: words that can be read, as long as was asked. Pure.

const words =
  "Polling asks again and again whether there is news. Long polling asks once and waits for the answer. " +
  "A stream or a socket stays open, and news comes down it as it happens. ";

/** Exactly `bytes` characters of ASCII; neighbours differ from their first word on. */
export const bodyOf = (seq: number, bytes: number): string => {
  const start = `#${seq}: `;
  const text = start + words.repeat(Math.ceil(Math.max(0, bytes - start.length) / words.length));
  return text.slice(0, bytes);
};
