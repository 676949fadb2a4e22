import { expect, it } from "vitest";
import { toCsv } from "./csv.ts";

it.each([
  [
    "plain cells",
    [
      ["Transport", "p50 (ms)"],
      ["WebSocket", "0.47"],
    ],
    "Transport,p50 (ms)\r\nWebSocket,0.47\r\n",
  ],
  ["nothing", [], ""],
  ["an absent cell", [["a", "", "b"]], "a,,b\r\n"],
  ["a comma", [["Short polling, every 1 s", "1"]], '"Short polling, every 1 s",1\r\n'],
  ["quotes", [['the "fast" one']], '"the ""fast"" one"\r\n'],
  ["line ends of every kind", [["a\nb", "c\r\nd"]], '"a\nb","c\r\nd"\r\n'],
  ["other alphabets", [["长轮询", "é"]], "长轮询,é\r\n"],
])("%s", (_, rows, text) => expect(toCsv(rows)).toBe(text));

it.each([
  ["=1+1", "'=1+1\r\n"],
  ["+1-2", "'+1-2\r\n"],
  ["-cmd", "'-cmd\r\n"],
  ["@SUM(A1)", "'@SUM(A1)\r\n"],
  ["\t=1", "'\t=1\r\n"],
  ["\r=1", '"\'\r=1"\r\n'],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"\r\n'],
  ["-", "'-\r\n"],
  ["-5", "-5\r\n"],
  ["+0.25", "+0.25\r\n"],
  ["-1.5e-7", "-1.5e-7\r\n"],
  ["-1.5e-7x", "'-1.5e-7x\r\n"],
])("a cell %j cannot be taken for a formula", (cell, text) => expect(toCsv([[cell]])).toBe(text));
