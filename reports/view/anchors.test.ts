import { describe, expect, it } from "vitest";
import { cellAnchor, columnAnchor, panelAnchors, rowAnchors, slugOf } from "./anchors.ts";

describe("a slug", () => {
  it.each([
    ["broadcast", "broadcast"],
    ["t1-headers", "t1-headers"],
    ["Two  Words!", "two-words"],
    ["websocket:browser", "websocket-browser"],
    ["</script>", "script"],
    ["广播", "unnamed"],
    ["", "unnamed"],
    [`${"a".repeat(31)} b`, "a".repeat(31)],
    ["a".repeat(99), "a".repeat(32)],
  ])("of %j is %j", (name, slug) => expect(slugOf(name)).toBe(slug));
});

const panels = (...scenarios: readonly string[]): readonly { readonly scenario: string }[] =>
  scenarios.map((scenario) => ({ scenario }));

describe("panels' anchors", () => {
  it("are their scenarios' names, numbered where a scenario has several panels", () => {
    expect(panelAnchors(panels("broadcast", "sparse", "sparse", "sparse"))).toEqual([
      "broadcast",
      "sparse",
      "sparse-2",
      "sparse-3",
    ]);
  });

  it("are never those of other parts of the page, nor of each other", () => {
    expect(panelAnchors(panels("rig", "a", "a", "a-2", "Trials"))).toEqual(["rig-2", "a", "a-2", "a-2-2", "trials-2"]);
  });
});

it("rows' anchors are their transports' names", () => {
  const rows = ["rig", "websocket", "websocket"].map((transport) => ({ transport }));
  expect(rowAnchors(rows)).toEqual(["rig", "websocket", "websocket-2"]);
});

it("a column and a cell are named by their panel, the column and the row", () => {
  const rows = [{ transport: "websocket" }, { transport: "websocket" }] as const;
  expect(columnAnchor({ id: "broadcast" }, "p99")).toBe("broadcast-p99");
  expect(rows.map((row) => cellAnchor({ id: "broadcast", rows }, row, "p99"))).toEqual([
    "broadcast-p99-websocket",
    "broadcast-p99-websocket-2",
  ]);
});
