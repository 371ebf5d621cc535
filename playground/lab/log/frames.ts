import { MalformedRequest } from './reader.ts';

const LENGTH_BYTES = 4;
const LARGEST = 100 * 1024 * 1024;

/** Splits a connection's bytes into requests: each comes after its length. */
export class FrameSplitter {
  #chunks: Buffer[] = [];
  #size = 0;

  /** Returns the requests that these bytes complete. Throws a {@link MalformedRequest} for a length that cannot be. */
  push(chunk: Buffer): Buffer[] {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    const frames: Buffer[] = [];
    for (let length = this.#nextLength(); length !== null; length = this.#nextLength()) {
      const all = Buffer.concat(this.#chunks);
      frames.push(all.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
      const rest = all.subarray(LENGTH_BYTES + length);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#size = rest.length;
    }
    return frames;
  }

  /** The length of the next request; null when it is not complete. */
  #nextLength(): number | null {
    if (this.#size < LENGTH_BYTES) return null;
    let [first = Buffer.alloc(0)] = this.#chunks;
    if (first.length < LENGTH_BYTES) {
      first = Buffer.concat(this.#chunks);
      this.#chunks = [first];
    }
    const length = first.readInt32BE(0);
    if (length < 0 || length > LARGEST) throw new MalformedRequest(`a request has length ${length}`);
    return this.#size >= LENGTH_BYTES + length ? length : null;
  }
}

/** A response with its length before it. */
export function frame(correlationId: number, body: Buffer): Buffer {
  const head = Buffer.alloc(2 * LENGTH_BYTES);
  head.writeInt32BE(LENGTH_BYTES + body.length, 0);
  head.writeInt32BE(correlationId, LENGTH_BYTES);
  return Buffer.concat([head, body]);
}
