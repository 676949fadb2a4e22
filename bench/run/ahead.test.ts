import { describe, expect, it } from "vitest";
import { TrialFailure } from "../failure.ts";
import { parseBenchOptions } from "../options/bench-options.ts";
import { layOut, type PlannedTrial } from "../plan/plan.ts";
import type { Begun } from "../trial/begun.ts";
import { ownSubject } from "../trial/subject.ts";
import { createAhead } from "./ahead.ts";
import type { Turn } from "./turns.ts";

const options = parseBenchOptions(["--transports", "websocket", "--scenarios", "broadcast", "--trials", "2"]);
if (options === "help") throw new Error("help");
const store = { folder: "", append: () => {}, keepRaw: () => {}, close: () => {} };
const side = { subject: ownSubject, revision: null, transports: ["websocket"], store };
const planned = layOut(options).steps.flat();
const turnOf = (trials: readonly PlannedTrial[]): Turn => ({ index: 0, side, trials });
const [first, second] = planned.map((trial) => turnOf([trial]));
if (first === undefined || second === undefined) throw new Error("two turns are planned");

const begunThat = (close: () => void): Begun => {
  const part = { role: "a process", ended: new Promise<string>(() => {}), answers: async () => null };
  const child = { ...part, call: () => expect.fail("nothing is called"), stop: async () => {} };
  const network = {
    kind: "loopback",
    serverHost: "",
    serverSide: [],
    clientSide: [],
    parts: [],
    reach: async (url: string) => url,
    cpuMs: async () => 0,
    gaps: () => expect.fail("nothing is asked"),
    close: async () => {},
  } as const;
  return { server: child, clients: [child], network, parts: [part], close: async () => close() };
};

describe("trials begun ahead", () => {
  it("are handed to their own turn, once, and are its to close", async () => {
    const closed: string[] = [];
    const begun = begunThat(() => closed.push("first"));
    const ahead = createAhead(async () => begun);
    await ahead.begin(first);
    expect(ahead.take(second)).toBe(null);
    expect(await ahead.take(first)).toBe(begun);
    expect(ahead.take(first)).toBe(null);
    await ahead.close();
    expect(closed).toEqual([]);
  });

  it("are closed where no turn took them", async () => {
    const closed: string[] = [];
    const ahead = createAhead(async () => begunThat(() => closed.push("first")));
    await ahead.begin(first);
    await ahead.close();
    await ahead.close();
    expect(closed).toEqual(["first"]);
  });

  it("fail in their own turn, and not in the one beside which they began", async () => {
    const ahead = createAhead(() => Promise.reject(new TrialFailure("no link")));
    await ahead.begin(first);
    await expect(ahead.take(first)).rejects.toThrow("no link");
    await ahead.begin(second);
    await ahead.close();
  });

  it("are none where no turn follows, or it has several trials, or a browser", async () => {
    const ahead = createAhead(() => expect.fail("nothing may begin"));
    await ahead.begin(undefined);
    await ahead.begin(turnOf(planned));
    await ahead.begin(turnOf(planned.slice(0, 1).map((trial) => ({ ...trial, transport: "websocket:browser" }))));
    await ahead.close();
  });
});
