import { expect, it } from "vitest";
import { toMarkdownTable } from "./markdown-table.ts";

it("aligns figures to the right, keeps texts from being markup, and fills short rows", () => {
  const heads = [
    { text: "Transport", words: true },
    { text: "p50 ms", words: false },
  ];
  const rows = [["a|b <i>\n*c*", "0.351"], ["WebSocket"]];
  expect(toMarkdownTable("Summary", heads, rows)).toBe(
    "**Summary**\n\n" +
      "| Transport | p50 ms |\n" +
      "| --- | ---: |\n" +
      "| a\\|b \\<i\\> \\*c\\* | 0.351 |\n" +
      "| WebSocket |  |\n",
  );
});
