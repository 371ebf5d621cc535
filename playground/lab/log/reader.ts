/** A request that ends too soon, or says what cannot be. */
export class MalformedRequest extends Error {}

/** Reads the types of the Kafka protocol. @see https://kafka.apache.org/protocol.html#protocol_types */
export class Reader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(buffer: Buffer) {
    this.#buffer = buffer;
  }

  int8(): number {
    return this.#buffer.readInt8(this.#advance(1));
  }

  int16(): number {
    return this.#buffer.readInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.#buffer.readInt32BE(this.#advance(4));
  }

  /** Beyond 2^53 a neighbour of the number. */
  int64(): number {
    return Number(this.#buffer.readBigInt64BE(this.#advance(8)));
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  string(): string {
    const text = this.nullableString();
    if (text === null) throw new MalformedRequest('a string is null');
    return text;
  }

  nullableString(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.#take(length).toString('utf8');
  }

  bytes(): Buffer {
    const length = this.int32();
    return length < 0 ? Buffer.alloc(0) : this.#take(length);
  }

  array<T>(read: (reader: Reader) => T): T[] {
    return this.nullableArray(read) ?? [];
  }

  nullableArray<T>(read: (reader: Reader) => T): T[] | null {
    const length = this.int32();
    if (length < 0) return null;
    // Each element takes a byte at least: a length beyond the request must not cost memory.
    if (length > this.#buffer.length - this.#at) throw new MalformedRequest('an array is longer than its request');
    return Array.from({ length }, () => read(this));
  }

  #take(length: number): Buffer {
    const start = this.#advance(length);
    return this.#buffer.subarray(start, start + length);
  }

  #advance(length: number): number {
    const start = this.#at;
    if (start + length > this.#buffer.length) throw new MalformedRequest('a request ends too soon');
    this.#at = start + length;
    return start;
  }
}
