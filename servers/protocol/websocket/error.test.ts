import { expect, it } from "vitest";
import { ProtocolError } from "./error.ts";

it("a protocol error carries its close code", () => {
  const error = new ProtocolError(1002, "frame masked");
  expect(error).toBeInstanceOf(Error);
  expect({ name: error.name, code: error.code, message: error.message }).toEqual({
    name: "ProtocolError",
    code: 1002,
    message: "frame masked",
  });
});
