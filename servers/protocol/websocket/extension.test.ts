import { expect, it } from "vitest";
import { formatExtension, isToken, listMembers, parseExtensions } from "./extension.ts";

it("tokens", () => {
  for (const token of ["a", "permessage-deflate", "x.y_z~!#$%&'*+^`|"]) expect(isToken(token)).toBe(true);
  for (const text of ["", "a b", "a,b", "é", '"a"', "a/b"]) expect(isToken(text)).toBe(false);
});

it.each([
  ["", []],
  [" , ,", []],
  ["a", ["a"]],
  [" keep-alive ,\tUpgrade ", ["keep-alive", "Upgrade"]],
  ['a; b="c,d", e', ['a; b="c,d"', "e"]],
  ['a; b="c\\",d", e', ['a; b="c\\",d"', "e"]],
])("list %j has the members %j", (header, members) => {
  expect(listMembers(header)).toEqual(members);
});

it.each([
  ["", []],
  ["foo", [{ name: "foo", parameters: [] }]],
  [
    "foo; bar; baz=2",
    [
      {
        name: "foo",
        parameters: [
          ["bar", null],
          ["baz", "2"],
        ],
      },
    ],
  ],
  ['foo ; baz = "2"', [{ name: "foo", parameters: [["baz", "2"]] }]],
  ['foo; a="\\b\\c"', [{ name: "foo", parameters: [["a", "bc"]] }]],
  [
    "foo; a; a",
    [
      {
        name: "foo",
        parameters: [
          ["a", null],
          ["a", null],
        ],
      },
    ],
  ],
  [
    "foo, bar; baz",
    [
      { name: "foo", parameters: [] },
      { name: "bar", parameters: [["baz", null]] },
    ],
  ],
])("header %j", (header, extensions) => {
  expect(parseExtensions(header)).toEqual(extensions);
});

it.each(["foo bar", ";", "foo;", "foo; =1", "foo; a=", 'foo; a="', 'foo; a="b c"', 'foo; a=""', "foo; a b", "(foo)"])(
  "header %j is malformed",
  (header) => {
    expect(parseExtensions(header)).toBe(null);
  },
);

it("an extension as text", () => {
  expect(
    formatExtension({
      name: "foo",
      parameters: [
        ["bar", null],
        ["baz", "2"],
      ],
    }),
  ).toBe("foo; bar; baz=2");
  expect(formatExtension({ name: "foo", parameters: [] })).toBe("foo");
});
