import { expect, it } from "vitest";
import { coresIn, splitCores } from "./pinning.ts";

it("reads the cores that a process may use", () => {
  expect(coresIn("0-1")).toEqual([0, 1]);
  expect(coresIn("3")).toEqual([3]);
  expect(coresIn("0-2,5,8-9")).toEqual([0, 1, 2, 5, 8, 9]);
  expect(coresIn("")).toEqual([]);
});

it("gives the server one core and the clients the others, or says why not", async () => {
  const pinning = await splitCores();
  if (typeof pinning === "string") {
    expect(pinning).toMatch(/^(taskset|this process may use one core)/);
    return;
  }
  const [server, clients] = [pinning.server.at(-1) ?? "", pinning.clients.at(-1) ?? ""].map(coresIn);
  expect(server).toHaveLength(1);
  expect(clients?.length).toBeGreaterThan(0);
  expect(clients).not.toContain(server?.[0]);
});
