// Input for the fuzz run: frames that are mostly right, and mutations that make them slightly wrong. It knows nothing of what
// reads them.
import { deflateAlone } from "../websocket/deflate.ts";
import { encodeFrame, opcode } from "../websocket/frame.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Half of the time the bytes as they are, else with a few of them changed, taken away, doubled or put in. */
export const mutate = (bytes: Buffer, random: SeededRandom): Buffer => {
  let mutated = bytes;
  for (let times = random.chance(0.5) ? 0 : 1 + random.integer(3); times > 0; times--) {
    const at = random.integer(mutated.length + 1);
    const to = Math.min(mutated.length, at + random.integer(8));
    const [before, between, after] = [mutated.subarray(0, at), mutated.subarray(at, to), mutated.subarray(to)];
    mutated = Buffer.concat(
      random.pick([
        [before, random.bytes(between.length), after],
        [before, between.map((byte) => byte ^ (1 << random.integer(8))), after],
        [before, after],
        [before, between, between, after],
        [before, random.bytes(random.integer(8)), mutated.subarray(at)],
        [before],
      ]),
    );
  }
  return mutated;
};

/** The bytes of a few frames: messages in fragments, control frames between, some of it compressed, some against the rules. */
export const randomFrames = (random: SeededRandom, masked: boolean): Buffer => {
  const frames: Buffer[] = [];
  let inMessage = false;
  for (let count = 1 + random.integer(7); count > 0; count--) {
    const control = random.chance(0.25);
    const code = control ? random.pick([opcode.ping, opcode.pong, opcode.close]) : dataOpcode(random, inMessage);
    const fin = control || random.chance(0.6);
    const rsv1 = !control && !inMessage && random.chance(0.2);
    const payload = control ? controlPayload(random, code) : dataPayload(random);
    const mask = masked === random.chance(0.99) ? random.bytes(4) : null;
    frames.push(
      encodeFrame(random.chance(0.99) ? code : random.integer(16), rsv1 ? deflateAlone(payload, 15) : payload, {
        fin,
        rsv1,
        mask,
      }),
    );
    if (!control) inMessage = !fin;
  }
  return Buffer.concat(frames);
};

const dataOpcode = (random: SeededRandom, inMessage: boolean): number =>
  inMessage === random.chance(0.98) ? opcode.continuation : random.pick([opcode.text, opcode.binary]);

const controlPayload = (random: SeededRandom, code: number): Buffer => {
  if (code !== opcode.close) return random.bytes(random.integer(random.pick([4, 126, 130])));
  const body = Buffer.from(`\0\0${random.pick(["", "bye", "€"])}`);
  body.writeUInt16BE(random.pick([1_000, 1_001, 3_000, 4_999, 999, 1_005, 1_015, random.integer(65_536)]));
  return body.subarray(0, random.pick([body.length, body.length, 0, 1]));
};

const dataPayload = (random: SeededRandom): Buffer => {
  const length = random.integer(random.pick([1, 4, 30, 130, 700, random.chance(0.05) ? 150_000 : 60]));
  const pattern = random.pick(["abc", "Größe ", "漢字 ", "😀", "\uFFFD"]);
  // Cut anywhere, so also within a character.
  return random.chance(0.1) ? random.bytes(Math.min(length, 500)) : Buffer.alloc(length, pattern);
};
