import type { SystemChild } from '../../system.ts';
import { type Chunk, joinChunks, toBytes } from '../net/chunks.ts';
import { syscallError } from '../net/system-error.ts';
import { Readable, Writable } from '../stream.ts';

type Done = (error?: Error | null) => void;

/** A child's stdout or stderr. It never keeps this process alive: the child does. */
export class OutputPipe extends Readable {
  override _read(): void {}

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/** A child's stdin. The machine gives no word back when it was read, so writes are always accepted. */
export class InputPipe extends Writable {
  #child: SystemChild | null = null;

  constructor() {
    super({ decodeStrings: false });
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  attach(child: SystemChild | null): void {
    this.#child = child;
  }

  override _write(chunk: Uint8Array | string, encoding: BufferEncoding, done: Done): void {
    this.#send(toBytes({ chunk, encoding }), done);
  }

  override _writev(chunks: Chunk[], done: Done): void {
    this.#send(joinChunks(chunks), done);
  }

  override _final(done: Done): void {
    this.#child?.input(null);
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    if (!this.writableFinished) this.#child?.input(null);
    this.#child = null;
    done(error);
  }

  #send(bytes: Uint8Array, done: Done): void {
    if (!this.#child) {
      done(syscallError('EPIPE', 'write'));
      return;
    }
    this.#child.input(bytes);
    done();
  }
}
