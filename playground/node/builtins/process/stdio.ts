import type { OutputStream } from '#machine/protocol.ts';
import { acquire, type Handle } from '../../liveness.ts';
import { system } from '../../system.ts';
import { Buffer } from '../buffer.ts';
import { type Chunk, joinChunks, toBytes } from '../net/chunks.ts';
import { Readable, Writable } from '../stream.ts';

type Done = (error?: Error | null) => void;

/** `process.stdout` or `process.stderr`, as a pipe: written at once, never full, never closed. */
export class StandardOutput extends Writable {
  readonly fd: 1 | 2;
  readonly _type = 'pipe';
  readonly #stream: OutputStream;

  constructor(stream: OutputStream) {
    super({ decodeStrings: false });
    this.#stream = stream;
    this.fd = stream === 'stdout' ? 1 : 2;
  }

  override _write(chunk: Uint8Array | string, encoding: BufferEncoding, done: Done): void {
    system().output(this.#stream, Uint8Array.from(toBytes({ chunk, encoding })));
    done();
  }

  override _writev(chunks: Chunk[], done: Done): void {
    system().output(this.#stream, Uint8Array.from(joinChunks(chunks)));
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    done(error);
  }
}

/** `process.stdin`, as a pipe: keeps the process running only while it is read. */
export class StandardInput extends Readable {
  readonly fd = 0;
  readonly #life: Handle = acquire();
  #ended = false;

  constructor() {
    super();
    this.#life.unref();
    this.on('pause', () => this.#life.unref());
    this.on('close', () => this.#life.release());
  }

  override _read(): void {
    if (!this.#ended) this.#life.ref();
  }

  /** What whoever started this process wrote; null ends it. */
  _receive(bytes: Uint8Array | null): void {
    if (this.#ended || this.destroyed) return;
    if (bytes) {
      this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      return;
    }
    this.#ended = true;
    this.#life.unref();
    this.push(null);
  }

  ref(): this {
    this.#life.ref();
    return this;
  }

  unref(): this {
    this.#life.unref();
    return this;
  }
}
