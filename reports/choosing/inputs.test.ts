import { describe, expect, it } from "vitest";
import { type SampleCell, sampleEstimate, sampleRun } from "../../bench/fixtures/run.ts";
import { noTimes } from "../../bench/fixtures/trial.ts";
import type { Ceiling, Floor } from "../../bench/record/run.ts";
import { fixtureRun } from "../fixtures/run.ts";
import { plainTransports } from "../legend/transports.ts";
import { predictAll, predictAt } from "./choices.ts";
import { choosingInputs } from "./inputs.ts";

const inputsOf = (cells: readonly SampleCell[], floors: readonly Floor[] = []) => {
  const run = { ...sampleRun(cells), floors };
  return choosingInputs(run, plainTransports(run));
};

const floorAt = (oneWayMs: number, mean: number): Floor => ({
  oneWayMs,
  link: { kind: "veth", cpuUtilization: 0 },
  connectMs: noTimes,
  closedRoundTripMs: noTimes,
  pacedRoundTripMs: { ...noTimes, mean },
  fanOut: null,
});

/** One message of 20 B with 30 B around it and 4 B of frame. */
const bytes = { body: 200, envelope: 300, framing: 40, up: 0, down: 540, perDelivery: { up: 0, down: 54 } } as const;
const socket = (change: Partial<SampleCell> = {}): SampleCell => ({
  scenario: "broadcast",
  transport: "websocket",
  conditions: { oneWayMs: 0 },
  metrics: { responseTimeMeanMs: sampleEstimate(0.3), responseTimeP99Ms: sampleEstimate(1.1) },
  trials: [{ bytes }],
  ...change,
});
const long = (change: Partial<SampleCell> = {}): SampleCell => ({
  scenario: "broadcast",
  transport: "long-polling",
  conditions: { oneWayMs: 0 },
  trials: [{ requests: { turnaroundMs: 0.08, headBytes: { request: 120, fullAnswer: 160, emptyAnswer: null } } }],
  ...change,
});

describe("what a run gives the model", () => {
  it("is nothing where no Poisson messages were timed", () => {
    expect(inputsOf([])).toBeNull();
    expect(inputsOf([socket({ metrics: {} })])).toBeNull();
    expect(inputsOf([socket({ conditions: { schedule: "periodic" } })])).toBeNull();
    expect(inputsOf([socket({ trials: [] })])).toBeNull();
  });

  it("is the software's share of the delay, each transport's own, of the round trip and of the turnaround", () => {
    const slow = { responseTimeMeanMs: sampleEstimate(5) };
    const inputs = inputsOf([socket(), long({ metrics: slow })], [floorAt(50, 100.4), floorAt(0, 0.16)]);
    const told = inputs?.transports.map(({ name, software }) => [name, software]);
    // A gap of 0.24 ms: R·g²/2 = 0.0003 ms of the 5 are the model's wait.
    expect(told).toEqual([
      ["websocket", { ms: 0.3, msPerSubscriber: 0 }],
      ["long-polling", { ms: expect.closeTo(5 - (0.01 * 0.24 ** 2) / 2, 5), msPerSubscriber: 0 }],
    ]);
    expect(inputs).toMatchObject({ roundTripFloorMs: 0.16, turnaroundMs: 0.08 });
  });

  it("takes the link's delay off", () => {
    const metrics = { responseTimeMeanMs: sampleEstimate(50.75) };
    const inputs = inputsOf([socket({ conditions: { oneWayMs: 50 }, metrics })], [floorAt(50, 100.5)]);
    expect(inputs?.transports[0]?.software).toEqual({ ms: 0.75, msPerSubscriber: 0 });
    expect(inputs?.roundTripFloorMs).toBe(0.5);
  });

  it("tells what each subscriber adds where their numbers differ", () => {
    const of = (subscribers: number, mean: number): SampleCell =>
      socket({
        scenario: `${subscribers}`,
        conditions: { oneWayMs: 0, subscribers },
        metrics: { responseTimeMeanMs: sampleEstimate(mean) },
      });
    expect(inputsOf([of(100, 3), of(50, 2)])?.transports[0]?.software).toEqual({
      ms: expect.closeTo(1, 9),
      msPerSubscriber: expect.closeTo(0.02, 9),
    });
    // Fewer subscribers wait longer: then it is the same for all, the means weighing one over their squares.
    expect(inputsOf([of(100, 2), of(50, 4)])?.transports[0]?.software).toEqual({
      ms: expect.closeTo((2 / 4 + 4 / 16) / (1 / 4 + 1 / 16), 9),
      msPerSubscriber: 0,
    });
  });

  it("is what was measured, of all subscribers together, with its interval and the number of trials", () => {
    const metrics = {
      responseTimeMeanMs: sampleEstimate(0.3, 0.1),
      responseTimeP99Ms: sampleEstimate(1.1),
      responseTimeP90Ms: sampleEstimate(0.7),
      requestsPerSubscriberSecond: sampleEstimate(0),
      bytesPerSubscriberSecond: sampleEstimate(540, 20),
    };
    expect(inputsOf([socket({ metrics, trials: [{ bytes }, { bytes }] })])?.transports[0]?.cells).toEqual([
      {
        place: {
          ratePerSec: 10,
          subscribers: 20,
          schedule: "poisson",
          bodyBytes: 20,
          oneWayMs: 0,
          pollEveryMs: null,
          holdMs: null,
        },
        trials: 2,
        figures: {
          meanMs: { value: 0.3, low: expect.closeTo(0.2, 12), high: 0.4 },
          p99Ms: { value: 1.1, low: null, high: null },
          p90Ms: { value: 0.7, low: null, high: null },
          requestsPerSec: { value: 0, low: null, high: null },
          bytesPerSec: { value: 10_800, low: 10_400, high: 11_200 },
          cores: null,
        },
        compared: null,
      },
    ]);
  });

  it("of two scenarios with one setting is that with more trials, else the first", () => {
    const of = (scenario: string, mean: number, trials: number): SampleCell =>
      socket({
        scenario,
        metrics: { responseTimeMeanMs: sampleEstimate(mean) },
        trials: Array.from({ length: trials }, () => ({ bytes })),
      });
    const meansOf = (...cells: readonly SampleCell[]) =>
      inputsOf(cells)?.transports[0]?.cells.map(({ figures }) => figures.meanMs?.value);
    expect(meansOf(of("broadcast", 1, 2), of("rates", 2, 3))).toEqual([2]);
    expect(meansOf(of("broadcast", 1, 2), of("rates", 2, 2))).toEqual([1]);
  });

  it("is what a flood showed: the cheapest answer, and the most of them", () => {
    const ceiling: Ceiling = {
      path: "/long-polling?since=0",
      answer: "full",
      connections: 50,
      durationMs: 600,
      requestsPerSec: 10_000,
      serverCpuUtilization: 0.95,
      floodCpuUtilization: 0.9,
      errors: 0,
    };
    const floodIn = (change: Partial<Ceiling>, cells: readonly SampleCell[] = [socket(), long()]) => {
      const run = { ...sampleRun(cells), ceilings: [{ ...ceiling, ...change }] };
      return choosingInputs(run, plainTransports(run))?.transports.map(({ flood }) => flood);
    };
    const cost = { leastCores: expect.closeTo(0.000_095, 12), mostPerSec: 10_000 };
    expect(floodIn({})).toEqual([null, { full: cost, empty: cost }]);
    // With half a core in use, something else was the limit: a whole core answers twice as many.
    expect(floodIn({ serverCpuUtilization: 0.5 })?.[1]?.full.mostPerSec).toBe(20_000);
    // 200 requests a second at 0.0095 cores: 47.5 µs each, half of what the flood's took.
    const cheap = long({
      metrics: { requestsPerSubscriberSecond: sampleEstimate(10), serverCpuUtilization: sampleEstimate(0.0095) },
    });
    const floors = [floorAt(0, 0.16)];
    const run = { ...sampleRun([socket(), cheap]), floors, ceilings: [ceiling] };
    const inputs = choosingInputs(run, plainTransports(run));
    expect(inputs?.transports[1]?.flood?.full.leastCores).toBeCloseTo(0.000_047_5, 12);
  });

  it("is the envelope without the body, and the heads", () => {
    const inputs = inputsOf([
      socket(),
      long({
        trials: [
          {
            bytes,
            requests: {
              total: 10,
              messagesPerResponse: 1,
              headBytes: { request: 120, fullAnswer: 160, emptyAnswer: null },
            },
          },
        ],
      }),
    ]);
    expect(inputs?.transports.map(({ wire }) => wire)).toEqual([
      {
        envelopeBytes: 30,
        requestBytes: null,
        fullAnswerBytes: null,
        emptyAnswerBytes: null,
        framingPerMessageBytes: null,
        keepAlivePerSecond: 0,
      },
      // Each answer with one message has two bytes of brackets.
      {
        envelopeBytes: 28,
        requestBytes: 120,
        fullAnswerBytes: 160,
        emptyAnswerBytes: null,
        framingPerMessageBytes: 4,
        keepAlivePerSecond: 0,
      },
    ]);
  });

  it("is CPU by requests and deliveries where the cells bear a fit", () => {
    const cell = (ratePerSec: number, pollEveryMs: number, subscribers: number): SampleCell => {
      const requestsPerSec = (1000 / pollEveryMs) * subscribers;
      // The first delivery of each answer, of which half have one, is the request's.
      const further = Math.max(0, ratePerSec * subscribers - requestsPerSec / 2);
      return {
        scenario: "rates",
        transport: "short-polling",
        conditions: { oneWayMs: 0, ratePerSec, pollEveryMs, subscribers },
        metrics: {
          responseTimeMeanMs: sampleEstimate(1),
          requestsPerSubscriberSecond: sampleEstimate(1000 / pollEveryMs),
          emptyShare: sampleEstimate(0.5),
          serverCpuUtilization: sampleEstimate(requestsPerSec * 0.000_05 + further * 0.000_01),
        },
        trials: [{}],
      };
    };
    const cells = [cell(1, 1000, 20), cell(10, 1000, 100), cell(10, 100, 5), cell(50, 500, 40)];
    const cpu = inputsOf(cells)?.transports[0]?.cpu;
    expect(cpu).toMatchObject({ from: "fit", cells: 4, sideBySide: 1 });
    expect(cpu?.from === "fit" && cpu.terms).toEqual({
      constant: 0,
      perPublication: 0,
      perRequest: expect.closeTo(0.000_05, 12),
      perRootRequest: 0,
      perDelivery: expect.closeTo(0.000_01, 12),
      perBodyByte: 0,
    });
  });

  it("is CPU per thousand deliveries where they do not", () => {
    const metrics = {
      responseTimeMeanMs: sampleEstimate(0.3),
      serverCpuUtilization: sampleEstimate(0.002),
      serverCpuMsPerThousandDeliveries: sampleEstimate(10),
    };
    expect(inputsOf([socket({ metrics })])?.transports[0]?.cpu).toEqual({
      from: "nearest",
      cells: [{ deliveriesPerSec: 200, msPerThousandDeliveries: 10 }],
    });
  });

  it("is the region of the cells with deliveries", () => {
    const inputs = inputsOf([
      socket(),
      socket({ scenario: "rates", conditions: { oneWayMs: 10, ratePerSec: 2, bodyBytes: 64 } }),
      socket({ scenario: "silence", conditions: { schedule: "silent", ratePerSec: 0, subscribers: 400 } }),
    ]);
    expect(inputs?.transports[0]?.cells).toHaveLength(2);
    expect(inputs?.transports[0]?.region).toEqual({
      ratePerSec: [2, 10],
      subscribers: [20, 20],
      bodyBytes: [20, 64],
      oneWayMs: [0, 10],
      deliveriesPerSec: [40, 200],
    });
  });

  it("leaves out other makes of a transport, other heads and new connections", () => {
    const inputs = inputsOf([
      socket(),
      long(),
      socket({ transport: "ws-library" }),
      socket({ transport: "websocket:again" }),
      socket({ scenario: "heads", conditions: { headers: "browser", bodyBytes: 9 } }),
      long({ scenario: "new", conditions: { connection: "close", bodyBytes: 9 } }),
    ]);
    expect(inputs?.transports.map(({ name, region }) => [name, region.bodyBytes])).toEqual([
      ["websocket", [20, 20]],
      ["long-polling", [20, 20]],
    ]);
  });

  it("begins with the main scenario's setting, and its poll interval as the limit", () => {
    expect(choosingInputs(fixtureRun, plainTransports(fixtureRun))?.defaults).toEqual({
      ratePerSec: 10,
      subscribers: 100,
      bodyBytes: 256,
      oneWayMs: 0,
      staleMs: 1000,
      sendsPerMin: 0,
      between: "nothing",
    });
  });

  it("leaves the limit as wide as the polls that were measured needed it", () => {
    const of = (p99: number): SampleCell => ({
      scenario: "broadcast",
      transport: "short-polling",
      conditions: { oneWayMs: 0 },
      metrics: { responseTimeMeanMs: sampleEstimate(500), responseTimeP99Ms: sampleEstimate(p99) },
      trials: [{}],
    });
    expect([inputsOf([of(991)]), inputsOf([of(1003.2)])].map((inputs) => inputs?.defaults.staleMs)).toEqual([
      1000, 1004,
    ]);
  });
});

describe("what the chooser says of the fixed run", () => {
  const inputs = choosingInputs(fixtureRun, plainTransports(fixtureRun));
  const own = inputs === null ? [] : predictAll(inputs, inputs.defaults);

  it("is at each measured setting what was measured there", () => {
    if (inputs === null) throw new Error("the fixed run gives the model nothing");
    const cells = inputs.transports.flatMap((transport) => transport.cells.map((cell) => ({ transport, cell })));
    expect(cells.length).toBeGreaterThan(15);
    for (const { transport, cell } of cells) {
      const summary = fixtureRun.summaries.find(
        ({ transport: name, conditions }) =>
          name === transport.name &&
          Object.entries(cell.place).every(([factor, value]) =>
            Object.entries(conditions).some(([key, other]) => key === factor && other === value),
          ),
      );
      const { subscribers } = cell.place;
      const { metrics } = summary ?? {};
      const told = predictAt(inputs, transport, cell.place, inputs.defaults);
      expect(told.beyond).toBeNull();
      expect(told.meanMs).toBe(metrics?.responseTimeMeanMs?.median ?? null);
      const p99Ms = metrics?.responseTimeP99Ms?.median;
      if (p99Ms !== undefined) expect(told.p99Ms).toBe(p99Ms);
      expect(told.requestsPerSec).toBe((metrics?.requestsPerSubscriberSecond?.median ?? Number.NaN) * subscribers);
      expect(told.bytesPerSec).toBe((metrics?.bytesPerSubscriberSecond?.median ?? Number.NaN) * subscribers);
      expect(told.cores).toBe(metrics?.serverCpuUtilization?.median);
      expect(Object.values(told.outside).flat()).toEqual([]);
    }
  });

  it("is at its own setting measured, with intervals, and nothing of it extrapolated", () => {
    expect(
      own.map(({ name, pollEveryMs, measured, outside }) => [
        name,
        pollEveryMs,
        Object.keys(measured),
        Object.values(outside).flat(),
      ]),
    ).toEqual([
      ["short-polling", 1000, ["meanMs", "p99Ms", "requestsPerSec", "bytesPerSec", "cores"], []],
      ["long-polling", null, ["meanMs", "p99Ms", "requestsPerSec", "bytesPerSec", "cores"], []],
      ["websocket", null, ["meanMs", "p99Ms", "requestsPerSec", "bytesPerSec", "cores"], []],
    ]);
    expect(own.every(({ measured }) => measured.cores?.low !== null)).toBe(true);
  });

  it("has the comparison with the baseline at the setting, and how far off its bytes may be", () => {
    const compared = inputs?.transports.map(({ name, cells }) => [name, cells[0]?.compared?.baseline ?? null]);
    expect(compared).toEqual([
      ["short-polling", "websocket"],
      ["long-polling", "websocket"],
      ["websocket", null],
    ]);
    for (const { errors } of inputs?.transports ?? []) {
      expect(errors.bytesPerSec).toBeGreaterThan(0);
      expect(errors.bytesPerSec).toBeLessThan(1);
    }
  });

  it("jumps nowhere: steps of a hundredth of a doubling change no figure by 5 %", () => {
    if (inputs === null) throw new Error("the fixed run gives the model nothing");
    for (const transport of inputs.transports) {
      for (const factor of ["ratePerSec", "subscribers", "bodyBytes", "oneWayMs"] as const) {
        const [start] = transport.cells;
        if (start === undefined) throw new Error(`${transport.name} was not measured`);
        const told = Array.from({ length: 401 }, (_, i) => {
          const value = (start.place[factor] + 1) * 2 ** ((i - 200) / 100);
          return predictAt(inputs, transport, { ...start.place, [factor]: value }, inputs.defaults);
        });
        for (const quantity of ["meanMs", "p99Ms", "requestsPerSec", "bytesPerSec", "cores"] as const) {
          const values = told.flatMap((one) => one[quantity] ?? []).filter((value) => value > 0);
          const steps = values.slice(1).map((value, i) => Math.abs(Math.log(value / (values[i] ?? Number.NaN))));
          expect(Math.max(0, ...steps), `${transport.name}: ${quantity} over ${factor}`).toBeLessThan(0.05);
        }
      }
    }
  });

  it("extrapolates nothing between its measured settings", () => {
    const inside = { ratePerSec: 7, subscribers: 70, bodyBytes: 256, oneWayMs: 0, staleMs: 500 };
    const outside =
      inputs === null
        ? []
        : predictAll(inputs, { ...inputs.defaults, ...inside }).flatMap((one) => Object.values(one.outside).flat());
    expect(outside).toEqual([]);
  });
});
