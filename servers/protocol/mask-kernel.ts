// The masking loop as 213 bytes of WebAssembly with 16-byte vectors, and the one page of memory that it works in.
// It does not know what the bytes are, but says whether one of them is above 0x7f, for whoever asks whether text is ASCII.
//
// The bytes below are this text, assembled with wabt:
//
// (module
//   (memory (export "memory") 1)
//   (func (export "mask") (param $end i32) (param $key i32) (result i32)
//     (local $at i32) (local $keys v128) (local $a v128) (local $b v128) (local $seen v128)
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
//     (loop $tail
//       (if (i32.lt_u (local.get $at) (local.get $end)) (then
//         (v128.store (local.get $at)
//           (local.tee $a (v128.xor (v128.load (local.get $at)) (local.get $keys))))
//         ;; only the bytes before the end count
//         (local.set $seen (v128.or (local.get $seen) (v128.and (local.get $a)
//           (i8x16.lt_s (v128.const i8x16 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
//             (i8x16.splat (i32.sub (local.get $end) (local.get $at)))))))
//         (local.set $at (i32.add (local.get $at) (i32.const 16)))
//         (br $tail))))
//     (i8x16.bitmask (local.get $seen))))
const KERNEL = Buffer.from(
  "0061736d0100000001070160027f7f017f030201000503010001071102066d656d6f72790200046d61736b00000aa50101a20102017f047b20" +
    "01fd1121030340200241206a20004d044020022002fd0004002003fd512204fd0b040020022002fd0004102003fd512205fd0b041020062004" +
    "2005fd50fd502106200241206a21020c010b0b03402002200049044020022002fd0004002003fd512204fd0b040020062004fd0c0001020304" +
    "05060708090a0b0c0d0e0f200020026bfd0ffd25fd4efd502106200241106a21020c010b0b2006fd640b",
  "hex",
);

/** What the text above exports. The compiler's own library has no WebAssembly outside a browser. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** XORs the memory from 0 to `end` with the key, lowest byte first; up to 15 bytes further, never past the page. */
  readonly mask: (end: number, key: number) => number;
}
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Kernel };
};

const kernel = new WebAssembly.Instance(new WebAssembly.Module(KERNEL)).exports;

/** Where bytes have to lie for `maskScratch`; good until the next frame, of whatever connection, is masked. */
export const scratch: Buffer = Buffer.from(kernel.memory.buffer);

/** Masks, or unmasks, the first `length` bytes of the scratch; returns 0 where all of them come out below 0x80. */
export const maskScratch: (length: number, key: number) => number = kernel.mask;
