// Two loops over bytes as WebAssembly with 16-byte vectors, and the memory that they work in: masking, and the check that
// text is UTF-8. They know nothing of frames or messages. JavaScript has no vectors, and a call into native code costs as
// much as either loop takes for several hundred bytes.
//
// The bytes further down are this text, assembled with wabt. `mask` XORs [at, end), and up to 15 bytes behind it, with a key
// whose lowest byte comes first; it returns 0 where all of [at, end) came out below 0x80. `validate` returns 0 where [at, end)
// continues the three bytes before it as UTF-8; a character that is not complete yet is no error. It is the table method of
// Keiser and Lemire, "Validating UTF-8 In Less Than One Instruction Per Byte" (2021): what a byte may be is looked up by the
// two halves of the byte before it and its own upper half, a bit for each kind of error. Added to it: bytes that no text may
// hold are errors at once, not with the next byte, and errors behind the end do not count.
//
// (module
//   (memory (export "memory") 2)
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
//     (local $last v128) (local $now v128) (local $one v128) (local $wrong v128) (local $error v128)
//     (local.set $last (v128.load (i32.sub (local.get $at) (i32.const 16))))
//     (loop $next
//       (if (i32.lt_u (local.get $at) (local.get $end)) (then
//         (local.set $now (v128.load (local.get $at)))
//         (local.set $one (i8x16.shuffle 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 (local.get $last) (local.get $now)))
//         (local.set $wrong
//           (v128.or
//             (v128.xor
//               (v128.and
//                 (v128.and
//                   (i8x16.swizzle (v128.const i8x16 0x02 0x02 0x02 0x02 0x02 0x02 0x02 0x02 0x80 0x80 0x80 0x80 0x21 0x01 0x15 0x49)
//                     (i8x16.shr_u (local.get $one) (i32.const 4)))
//                   (i8x16.swizzle (v128.const i8x16 0xe7 0xa3 0x83 0x83 0x8b 0xcb 0xcb 0xcb 0xcb 0xcb 0xcb 0xcb 0xcb 0xdb 0xcb 0xcb)
//                     (v128.and (local.get $one) (i8x16.splat (i32.const 0x0f)))))
//                 (i8x16.swizzle (v128.const i8x16 0x01 0x01 0x01 0x01 0x01 0x01 0x01 0x01 0xe6 0xae 0xba 0xba 0x01 0x01 0x01 0x01)
//                   (i8x16.shr_u (local.get $now) (i32.const 4))))
//               (v128.and (i8x16.splat (i32.const 0x80))
//                 (v128.or
//                   (i8x16.sub_sat_u
//                     (i8x16.shuffle 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 (local.get $last) (local.get $now))
//                     (i8x16.splat (i32.const 0x60)))
//                   (i8x16.sub_sat_u
//                     (i8x16.shuffle 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 (local.get $last) (local.get $now))
//                     (i8x16.splat (i32.const 0x70))))))
//             (v128.or
//               (i8x16.gt_u (local.get $now) (i8x16.splat (i32.const 0xf4)))
//               (i8x16.eq (v128.and (local.get $now) (i8x16.splat (i32.const 0xfe))) (i8x16.splat (i32.const 0xc0))))))
//         (if (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 16)) (then
//           (local.set $wrong (v128.and (local.get $wrong)
//             (i8x16.lt_s (v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
//               (i8x16.splat (i32.sub (local.get $end) (local.get $at))))))))
//         (local.set $error (v128.or (local.get $error) (local.get $wrong)))
//         (local.set $last (local.get $now))
//         (local.set $at (i32.add (local.get $at) (i32.const 16)))
//         (br $next))))
//     (v128.any_true (local.get $error))))
const CODE = Buffer.from(
  "0061736d01000000010e0260037f7f7f017f60027f7f017f03030200010503010002071c03066d656d6f72790200046d61736b0000087661" +
    "6c696461746500010adc0302a00101047b2002fd1121030340200041206a20014d044020002000fd0004002003fd512204fd0b0400200020" +
    "00fd0004102003fd512205fd0b0410200620042005fd50fd502106200041206a21000c010b0b03402000200149044020002000fd00040020" +
    "03fd512204fd0b040020062004fd0c000102030405060708090a0b0c0d0e0f200120006bfd0ffd25fd4efd502106200041106a21000c010b" +
    "0b2006fd640bb70201057b200041106bfd00040021020340200020014904402000fd000400210320022003fd0d0f10111213141516171819" +
    "1a1b1c1d1e2104fd0c0202020202020202808080802101154920044104fd6dfd0efd0ce7a383838bcbcbcbcbcbcbcbcbdbcbcb2004410ffd" +
    "0ffd4efd0efd4efd0c0101010101010101e6aebaba0101010120034104fd6dfd0efd4e418001fd0f20022003fd0d0e0f1011121314151617" +
    "18191a1b1c1d41e000fd0ffd7320022003fd0d0d0e0f101112131415161718191a1b1c41f000fd0ffd73fd50fd4efd51200341f401fd0ffd" +
    "28200341fe01fd0ffd4e41c001fd0ffd23fd50fd502105200120006b41104904402005fd0c000102030405060708090a0b0c0d0e0f200120" +
    "006bfd0ffd25fd4e21050b20062005fd50210620032102200041106a21000c010b0b2006fd530b",
  "hex",
);

/** What the text above exports. Its types belong to browsers' libraries, which are not loaded here. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly mask: (at: number, end: number, key: number) => number;
  readonly validate: (at: number, end: number) => number;
}
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Exports };
};

export const kernel: Exports = new WebAssembly.Instance(new WebAssembly.Module(CODE)).exports;

/** The kernel's memory. What lies there is good until anybody's next call that works in it. */
export const scratch: Buffer = Buffer.from(kernel.memory.buffer);
/** Where a run of bytes lies in it: with room for what came before, and behind up to `SCRATCH_BYTES` for one more vector. */
export const SCRATCH_START = 64;
export const SCRATCH_BYTES = 65_536;
