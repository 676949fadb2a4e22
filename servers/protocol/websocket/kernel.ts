// Two loops over bytes as WebAssembly with 16-byte vectors, and the memory that they work in: masking, and the check that
// text is UTF-8. They know nothing of frames or messages. JavaScript has no vectors, and a call into native code takes as long
// as either loop takes for several hundred bytes.
//
// The bytes further down are this text, assembled with wabt. `mask` XORs [at, end), and up to 15 bytes behind it, with a key
// whose lowest byte comes first; it returns 0 where all of [at, end) came out below 0x80. `validate` returns 0 where [at, end),
// which is not empty, continues the three bytes before it as UTF-8; a character that is not complete yet is no error. It is the
// table method of Keiser and Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte" (2021): what a byte may be is
// looked up by the two halves of the byte before it and its own upper half, a bit for each kind of error. Changed here: errors
// behind the end do not count, and a last byte that no text may hold is an error at once, not with the byte after it.
//
// (module
//   (memory (export "memory") 18)
//   (func (export "mask") (param $at i32) (param $end i32) (param $key i32) (result i32)
//     (local $keys v128) (local $a v128) (local $b v128) (local $seen v128)
//     (local.set $keys (i32x4.splat (local.get $key)))
//     (loop $next
//       (if (i32.le_u (i32.add (local.get $at) (i32.const 32)) (local.get $end)) (then
//         (v128.store (local.get $at)
//           (local.tee $a (v128.xor (v128.load (local.get $at)) (local.get $keys))))
//         (v128.store offset=16 (local.get $at)
//           (local.tee $b (v128.xor (v128.load offset=16 (local.get $at)) (local.get $keys))))
//         (local.set $seen (v128.or (local.get $seen) (v128.or (local.get $a) (local.get $b))))
//         (local.set $at (i32.add (local.get $at) (i32.const 32)))
//         (br $next))))
//     (loop $rest
//       (if (i32.lt_u (local.get $at) (local.get $end)) (then
//         (v128.store (local.get $at)
//           (local.tee $a (v128.xor (v128.load (local.get $at)) (local.get $keys))))
//         (local.set $seen (v128.or (local.get $seen) (v128.and (local.get $a)
//           (i8x16.lt_s (v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
//             (i8x16.splat (i32.sub (local.get $end) (local.get $at)))))))
//         (local.set $at (i32.add (local.get $at) (i32.const 16)))
//         (br $rest))))
//     (i8x16.bitmask (local.get $seen)))
//   (func (export "validate") (param $at i32) (param $end i32) (result i32)
//     (local $now v128) (local $one v128) (local $wrong v128) (local $error v128)
//     (local $t1 v128) (local $t2 v128) (local $t3 v128) (local $x0f v128) (local $x60 v128) (local $x70 v128) (local $x80 v128)
//     (local $final i32)
//     (local.set $t1 (v128.const i8x16 0x02 0x02 0x02 0x02 0x02 0x02 0x02 0x02 0x80 0x80 0x80 0x80 0x21 0x01 0x15 0x49))
//     (local.set $t2 (v128.const i8x16 0xe7 0xa3 0x83 0x83 0x8b 0xcb 0xcb 0xcb 0xcb 0xcb 0xcb 0xcb 0xcb 0xdb 0xcb 0xcb))
//     (local.set $t3 (v128.const i8x16 0x01 0x01 0x01 0x01 0x01 0x01 0x01 0x01 0xe6 0xae 0xba 0xba 0x01 0x01 0x01 0x01))
//     (local.set $x0f (i8x16.splat (i32.const 0x0f)))
//     (local.set $x60 (i8x16.splat (i32.const 0x60)))
//     (local.set $x70 (i8x16.splat (i32.const 0x70)))
//     (local.set $x80 (i8x16.splat (i32.const 0x80)))
//     (loop $next
//       (if (i32.lt_u (local.get $at) (local.get $end)) (then
//         (local.set $now (v128.load (local.get $at)))
//         (local.set $one (v128.load (i32.sub (local.get $at) (i32.const 1))))
//         (local.set $wrong
//           (v128.xor
//             (v128.and
//               (v128.and
//                 (i8x16.swizzle (local.get $t1) (i8x16.shr_u (local.get $one) (i32.const 4)))
//                 (i8x16.swizzle (local.get $t2) (v128.and (local.get $one) (local.get $x0f))))
//               (i8x16.swizzle (local.get $t3) (i8x16.shr_u (local.get $now) (i32.const 4))))
//             (v128.and (local.get $x80)
//               (v128.or
//                 (i8x16.sub_sat_u (v128.load (i32.sub (local.get $at) (i32.const 2))) (local.get $x60))
//                 (i8x16.sub_sat_u (v128.load (i32.sub (local.get $at) (i32.const 3))) (local.get $x70))))))
//         (if (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 16)) (then
//           (local.set $wrong (v128.and (local.get $wrong)
//             (i8x16.lt_s (v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
//               (i8x16.splat (i32.sub (local.get $end) (local.get $at))))))))
//         (local.set $error (v128.or (local.get $error) (local.get $wrong)))
//         (local.set $at (i32.add (local.get $at) (i32.const 16)))
//         (br $next))))
//     (local.set $final (i32.load8_u (i32.sub (local.get $end) (i32.const 1))))
//     (i32.or (v128.any_true (local.get $error))
//       (i32.or (i32.gt_u (local.get $final) (i32.const 0xf4))
//         (i32.eq (i32.and (local.get $final) (i32.const 0xfe)) (i32.const 0xc0))))))
const machineCode = Buffer.from(
  "0061736d01000000010e0260037f7f7f017f60027f7f017f03030200010503010012071c03066d656d6f72790200046d61736b0000087661" +
    "6c696461746500010ac30302a00101047b2002fd1121030340200041206a20014d044020002000fd0004002003fd512204fd0b0400200020" +
    "00fd0004102003fd512205fd0b0410200620042005fd50fd502106200041206a21000c010b0b03402000200149044020002000fd00040020" +
    "03fd512204fd0b040020062004fd0c000102030405060708090a0b0c0d0e0f200120006bfd0ffd25fd4efd502106200041106a21000c010b" +
    "0b2006fd640b9e02020b7b017ffd0c020202020202020280808080210115492106fd0ce7a383838bcbcbcbcbcbcbcbcbdbcbcb2107fd0c01" +
    "01010101010101e6aebaba010101012108410ffd0f210941e000fd0f210a41f000fd0f210b418001fd0f210c0340200020014904402000fd" +
    "0004002102200041016bfd0004002103200620034104fd6dfd0e200720032009fd4efd0efd4e200820024104fd6dfd0efd4e200c20004102" +
    "6bfd000400200afd73200041036bfd000400200bfd73fd50fd4efd512104200120006b41104904402004fd0c000102030405060708090a0b" +
    "0c0d0e0f200120006bfd0ffd25fd4e21040b20052004fd502105200041106a21000c010b0b200141016b2d0000210d2005fd53200d41f401" +
    "4b200d41fe017141c0014672720b",
  "hex",
);

/** The exports of the text above. WebAssembly's types belong to browsers' libraries, which are not loaded here. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly mask: (at: number, end: number, key: number) => number;
  readonly validate: (at: number, end: number) => number;
}
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Exports };
};

export const kernel: Exports = new WebAssembly.Instance(new WebAssembly.Module(machineCode)).exports;

/** The kernel's memory: first the scratch, then the slots. Offsets in it are what `mask` and `validate` take. */
export const memory: Buffer = Buffer.from(kernel.memory.buffer);

/** The room before and behind a run of bytes, since vectors read and write beyond its ends. */
const marginBytes = 64;
/** The longest run that the scratch or a slot holds. */
export const runBytes = 65_536;
/** The offset at which anybody's bytes may lie until another function is called. */
export const scratch: number = marginBytes;

/** The offsets at which a message's bytes can stay from call to call, for a few messages at a time. */
const freeSlots: number[] = [];
const slotStride = runBytes + 2 * marginBytes;
for (let at = scratch + slotStride; at + slotStride <= memory.length; at += slotStride) freeSlots.push(at);

/** An offset with room for runBytes that is the caller's until it gives it back, or null while all are taken. */
export const takeSlot = (): number | null => freeSlots.pop() ?? null;

export const returnSlot = (at: number): void => {
  freeSlots.push(at);
};

/** From here on the native copy is faster than a loop. */
const copyFromBytes = 16;

/** Copies `bytes[start, end)` into the kernel's memory. */
export const load = (at: number, bytes: Buffer, start: number, end: number): void => {
  if (end - start < copyFromBytes)
    for (let from = start; from < end; from++) memory[at + from - start] = bytes[from] ?? 0;
  // This takes half as long as the next, but copies a whole buffer only.
  else if (end - start === bytes.length) memory.set(bytes, at);
  else bytes.copy(memory, at, start, end);
};
