// The bodies of the live server's messages: readable words of the length that was asked for. Pure.

const words =
  "Polling asks again and again whether there is news. Long polling asks once and waits for the answer. " +
  "A stream or a socket stays open, and news comes down it as it happens. ";

/** Exactly `bytes` characters of ASCII. The bodies of neighbours differ from the first word on. */
export const bodyOf = (seq: number, bytes: number): string => {
  const start = `#${seq}: `;
  const text = start + words.repeat(Math.ceil(Math.max(0, bytes - start.length) / words.length));
  return text.slice(0, bytes);
};
