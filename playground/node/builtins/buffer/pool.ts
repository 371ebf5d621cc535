/** A buffer's memory; `Buffer.prototype` is this class's prototype. */
export class FastBuffer extends Uint8Array<ArrayBufferLike> {
  constructor(source: number | ArrayBufferLike, byteOffset?: number, length?: number) {
    super(source as ArrayBufferLike, byteOffset, length);
  }

  // Typed arrays tell their subclasses by this when they make one of the same kind, as `map` and `slice` do.
  static get [Symbol.species]() {
    return FastBuffer;
  }
}

/** Small buffers share one block of memory, as in Node: the block's size is `Buffer.poolSize`. */
export const pool = { size: 64 * 1024 };

let block = new ArrayBuffer(pool.size);
let used = 0;

/** Uninitialised in Node; here whatever an earlier, dropped neighbour never wrote, which is zeros. */
export function allocate(size: number): FastBuffer {
  if (size >= pool.size >>> 1) return new FastBuffer(size);
  if (size > block.byteLength - used) {
    block = new ArrayBuffer(pool.size);
    used = 0;
  }
  const made = new FastBuffer(block, used, size);
  // The next one starts at a multiple of 8, so that any typed array can look at it.
  used = (used + size + 7) & ~7;
  return made;
}

/** A buffer of at most `most` bytes that `fill` writes; only what it says it wrote is kept. */
export function allocateUpTo(most: number, fill: (target: FastBuffer) => number): FastBuffer {
  if (most >= pool.size >>> 1) {
    const target = new FastBuffer(most);
    const written = fill(target);
    return written === most ? target : new FastBuffer(target.buffer, 0, written);
  }
  if (most > block.byteLength - used) {
    block = new ArrayBuffer(pool.size);
    used = 0;
  }
  const target = new FastBuffer(block, used, most);
  const written = fill(target);
  const made = written === most ? target : new FastBuffer(block, used, written);
  used = (used + written + 7) & ~7;
  return made;
}
