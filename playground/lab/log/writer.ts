/** Writes the types of the Kafka protocol. @see https://kafka.apache.org/protocol.html#protocol_types */
export class Writer {
  readonly #parts: Buffer[] = [];

  int8(value: number): this {
    return this.#fill(1, (buffer) => buffer.writeInt8(value));
  }

  int16(value: number): this {
    return this.#fill(2, (buffer) => buffer.writeInt16BE(value));
  }

  int32(value: number): this {
    return this.#fill(4, (buffer) => buffer.writeInt32BE(value));
  }

  int64(value: number): this {
    return this.#fill(8, (buffer) => buffer.writeBigInt64BE(BigInt(value)));
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0);
  }

  string(text: string | null): this {
    if (text === null) return this.int16(-1);
    const bytes = Buffer.from(text, 'utf8');
    this.int16(bytes.length);
    this.#parts.push(bytes);
    return this;
  }

  bytes(bytes: Buffer): this {
    this.int32(bytes.length);
    this.#parts.push(bytes);
    return this;
  }

  array<T>(items: readonly T[], write: (writer: this, item: T) => void): this {
    this.int32(items.length);
    for (const item of items) write(this, item);
    return this;
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }

  #fill(length: number, write: (buffer: Buffer) => void): this {
    const buffer = Buffer.alloc(length);
    write(buffer);
    this.#parts.push(buffer);
    return this;
  }
}
