import { expect, it } from "vitest";
import { scenarioNames, scenariosOf } from "../../../bench/plan/scenarios.ts";
import { transports } from "../../../bench/transports.ts";
import { chinese } from "./chinese.ts";

const { basics, evidence } = chinese;
const chineseText = /\p{Script=Han}/u;

it("every scenario has a name and a reason", () => {
  const scenarios = scenariosOf("full", scenarioNames);
  expect(scenarios.length).toBeGreaterThan(10);
  for (const { name, why } of scenarios) {
    expect(basics.scenario(name), name).toMatch(chineseText);
    expect(basics.why(name, why), name).toMatch(chineseText);
  }
});

it("every transport has a name, as an arm too", () => {
  for (const name of Object.keys(transports)) {
    expect(basics.transport(name, "the label of the registry")).not.toBe("the label of the registry");
    expect(basics.transport(`${name}:browser`, "the label of the registry")).toMatch(/（Chromium 中）$/);
  }
});

it("every default of a transport is told", async () => {
  for (const { server } of Object.values(transports)) {
    const { defaults } = await server();
    for (const [topic, value] of Object.entries(defaults)) {
      expect(evidence.defaults.topic(topic), topic).toMatch(chineseText);
      expect(evidence.defaults.value(value), value).toMatch(chineseText);
    }
  }
});

it("what it does not know stays as it is", () => {
  expect(basics.scenario("flood")).toBe("flood");
  expect(basics.why("flood", "Too much.")).toBe("Too much.");
  expect(basics.transport("pigeon", "Carrier pigeon")).toBe("Carrier pigeon");
});
