import { expect, it } from "vitest";
import { acceptKey } from "./accept-key.ts";

it("the example of RFC 6455 section 1.3", () => {
  expect(acceptKey("dGhlIHNhbXBsZSBub25jZQ==")).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
});
