// A pane's state after what its subscription tells, and the words for it.

import { expect, it } from "vitest";
import { type Arrival, arrive, fail, newPane, type Pane, reach, renew, shownMessages, skip, turn } from "./state.ts";
import { resilience, standing, waitingOnServer } from "./words.ts";

const arrival = (seq: number): Arrival => ({ seq, bodyBytes: 1, ageMs: 2, caughtUp: false });
const arriveAll = (pane: Pane, seqs: readonly number[], now = 0): Pane =>
  seqs.reduce((before, seq) => arrive(before, arrival(seq), now), pane);
const plain = (text: string): string => text.replaceAll("\u202f", " ");

it("counts what is lost, what comes twice, and keeps the newest", () => {
  const pane = arriveAll(newPane(0), [5, 6, 9, 9, 10, 11, 12, 13, 14]);
  expect(pane).toMatchObject({ messages: 8, lost: 2, twice: 1, lastSeq: 14 });
  expect(pane.latest.map(({ seq }) => seq)).toEqual([14, 13, 12, 11, 10, 9]);
  expect(pane.latest).toHaveLength(shownMessages);
});

it("tells an outage, and how it went on after it", () => {
  let pane = arriveAll(turn(newPane(0), "open", "", 10), [116, 117], 20);
  expect(plain(resilience(pane, 20))).toBe("0 lost, 0 duplicated");
  pane = fail(turn(pane, "pausing", "lost the connection", 100), 100);
  pane = fail(turn(turn(pane, "connecting", "", 500), "pausing", "lost the connection", 600), 600);
  expect(plain(resilience(pane, 1_100))).toBe("cut off for 1.0 s · 0 lost, 0 duplicated");
  pane = turn(turn(pane, "connecting", "", 1_300), "open", "", 1_400);
  expect(plain(resilience(pane, 1_500))).toBe("reconnected after 1.30 s · 0 lost, 0 duplicated");
  pane = arriveAll(pane, [118, 119], 1_600);
  expect(plain(resilience(pane, 1_700))).toBe("reconnected after 1.30 s · resumed at 118 · 0 lost, 0 duplicated");
});

it("takes an answer without news, or a message, for the end of an outage", () => {
  const cutOff = fail(newPane(0), 10);
  expect(reach(cutOff, 30).recovery).toEqual({ afterMs: 20, resumedAt: null });
  expect(arrive(cutOff, arrival(3), 40).recovery).toEqual({ afterMs: 30, resumedAt: 3 });
});

it("takes a request that nobody answers for no end of an outage", () => {
  const pane = turn(turn(fail(newPane(0), 10), "connecting", "", 20), "holding", "", 320);
  expect(standing(pane, 1_010, 5_000, 30_000)).toMatchObject({
    name: "Cut off",
    trouble: "asked again: no answer yet",
  });
  expect(resilience(pane, 1_010)).toMatch(/^cut off for /);
});

it("counts nothing as lost that the server tells it no longer keeps", () => {
  const pane = arriveAll(skip(arriveAll(newPane(0), [1, 2]), 40), [40, 41]);
  expect(pane).toMatchObject({ lost: 0, twice: 0, lastSeq: 41 });
  expect(resilience(pane, 0)).toBe("messages before 40 are no longer kept · 0 lost, 0 duplicated");
  expect(resilience(reach(fail(pane, 10), 30), 40)).toMatch(/ · messages before 40 are no longer kept · /);
});

it("takes another log's seqs for no sequel", () => {
  const before = skip(arriveAll(reach(fail(newPane(0), 0), 10), [99, 100]), 101);
  const pane = arriveAll(renew(before), [3, 4]);
  expect(pane).toMatchObject({ lost: 0, twice: 0, lastSeq: 4, messages: 4 });
  expect(resilience(pane, 20)).toBe("the server began another log · 0 lost, 0 duplicated");
});

it.each([
  ["closed", "", "Closed", "for 2.0 s", null],
  ["connecting", "", "Connecting", "for 2.0 s", null],
  ["open", "", "Open", "for 2.0 s", 1],
  ["open", "polling", "Open", "polling", 1],
  ["holding", "", "Held by the server", "2.0 s of 2.5 s", 0.8],
  ["pausing", "next poll in 5 s", "Waiting", "next poll in 3.0 s", 0.4],
] as const)("says where it stands: %s %s", (state, detail, name, note, progress) => {
  const said = standing(turn({ ...newPane(0), state: "connecting" }, state, detail, 0), 2_000, 5_000, 2_500);
  expect([said.name, plain(said.note), said.progress]).toEqual([name, note, progress]);
});

it("says why it is cut off", () => {
  const pane = fail(turn(newPane(0), "pausing", "lost the connection: next attempt in 0.2 s", 0), 0);
  expect(standing(pane, 100, 5_000, 30_000)).toMatchObject({ name: "Cut off", tone: "cut-off", trouble: pane.detail });
});

it("is connected over whatever polls there are, and no more once one fails", () => {
  const polled = turn(turn(turn(newPane(0), "connecting", "", 5), "open", "", 10), "pausing", "", 20);
  const held = turn(turn(fail(polled, 30), "connecting", "", 40), "holding", "", 50);
  expect([polled, fail(polled, 30), held, reach(held, 60)].map((pane) => pane.connectedSince)).toEqual([
    10,
    null,
    null,
    60,
  ]);
  expect(turn(polled, "closed", "", 70).connectedSince).toBeNull();
});

it("begins each hold anew, and no other state that stays", () => {
  const held = turn(turn(newPane(0), "holding", "", 10), "holding", "", 20);
  const open = turn(turn(newPane(0), "open", "", 10), "open", "polling", 20);
  expect([held.stateSince, open.stateSince]).toEqual([20, 10]);
});

it("says what waits on the server", () => {
  expect([0, 1, 7].map(waitingOnServer)).toEqual([
    "nothing new on the server",
    "1 message waits on the server",
    "7 messages wait on the server",
  ]);
});
