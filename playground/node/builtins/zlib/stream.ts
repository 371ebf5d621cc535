import { Buffer } from '../buffer.ts';
import { callable } from '../callable.ts';
import { later } from '../fs/styles.ts';
import { Transform } from '../stream.ts';
import { unavailable } from '../unsupported/stand-in.ts';
import { createEngine, type Engine, type Kind } from './engine.ts';
import { constants, type Flush, type Settings, toSettings, Z_FULL_FLUSH } from './options.ts';

type Done = (error?: Error | null) => void;

/** What may be done before the event loop turns again. */
const BYTES_OF_A_TURN = 64 * 1024;
const STEPS_OF_A_TURN = 64;

/** Marks the empty chunk that `flush` writes, so that it keeps its place among the others. */
const kFlush = Symbol('flush');

/** From the weakest to the strongest. */
const STRENGTHS: readonly number[] = [
  'Z_NO_FLUSH',
  'Z_BLOCK',
  'Z_PARTIAL_FLUSH',
  'Z_SYNC_FLUSH',
  'Z_FULL_FLUSH',
  'Z_FINISH',
].map((name) => constants[name]!);

function stronger(one: Flush, other: Flush): Flush {
  return STRENGTHS.indexOf(one) > STRENGTHS.indexOf(other) ? one : other;
}

export function settingsFor(kind: Kind, options: unknown): Settings {
  const reads = kind === 'inflate' || kind === 'gunzip' || kind === 'unzip';
  return toSettings(options, reads, kind === 'gzip' ? 9 : 8);
}

/** @see https://nodejs.org/api/zlib.html#class-zlibzlibbase */
export class ZlibBase extends Transform {
  /** Bytes that were put in. */
  bytesWritten = 0;
  _closed = false;
  readonly #settings: Settings;
  readonly #engine: Engine;
  #resume: (() => void) | null = null;
  /** Work since the last turn of the event loop. */
  #pending = 0;
  #steps = 0;

  constructor(kind: Kind, options?: unknown) {
    const settings = settingsFor(kind, options);
    const engine = createEngine(kind, settings);
    super({ autoDestroy: true, ...(typeof options === 'object' ? options : {}) });
    this.#settings = settings;
    this.#engine = engine;
  }

  /** Sends out what was held back, so that a reader can decode all that was written until now. */
  flush(kind?: number | (() => void), callback?: () => void): void {
    const done = typeof kind === 'function' ? kind : callback;
    const mode = typeof kind === 'number' ? kind : Z_FULL_FLUSH;
    if (this.writableFinished) {
      if (done) process.nextTick(done);
    } else if (this.writableEnded) {
      if (done) this.once('end', done);
    } else {
      this.write(Object.assign(Buffer.alloc(0), { [kFlush]: mode }), done);
    }
  }

  close(callback?: () => void): void {
    if (callback) {
      if (this.closed) process.nextTick(callback);
      else this.on('close', callback);
    }
    this.destroy();
  }

  reset(): void {
    this.#engine.reset();
  }

  params(level: number, strategy: number, callback?: () => void): void {
    if (level !== this.#settings.level || strategy !== this.#settings.strategy) {
      throw unavailable('zlib', 'Zlib.params');
    }
    if (callback) process.nextTick(callback);
  }

  override _transform(chunk: Uint8Array & { [kFlush]?: number }, _encoding: string, done: Done): void {
    const asked = chunk[kFlush];
    const last = this.writableEnded && this.writableLength === chunk.byteLength;
    const { flush, finishFlush } = this.#settings;
    const mode = asked === undefined ? (last ? stronger(flush, finishFlush) : flush) : (asked as Flush);
    this.#process(chunk, mode, done);
  }

  override _flush(done: Done): void {
    this.#process(Buffer.alloc(0), this.#settings.finishFlush, done);
  }

  override _read(size: number): void {
    const resume = this.#resume;
    this.#resume = null;
    if (resume) resume();
    else super._read(size);
  }

  override _destroy(error: Error | null, done: Done): void {
    this._closed = true;
    done(error);
  }

  /** In a later turn, as in Node, whose threads do the work; and no faster than the output is read. */
  #process(chunk: Uint8Array, flush: Flush, done: Done): void {
    if (this.#engine.ended && chunk.byteLength === 0) return void process.nextTick(done);
    const pieces = this.#engine.run(chunk, flush);
    const step = () => this.#soon(() => pieces.next(), taken);
    const taken = (error: unknown, piece?: IteratorResult<Uint8Array<ArrayBuffer>, void>) => {
      if (this.destroyed) return;
      if (error instanceof Error) return done(error);
      if (!piece || piece.done) {
        this.bytesWritten += chunk.byteLength;
        return done();
      }
      this.#give(piece.value, step);
    };
    this.#pending += chunk.byteLength;
    step();
  }

  /** A turn of the event loop for each of many small chunks would cost more than the work. */
  #soon<T>(work: () => T, done: (error: unknown, result?: T) => void): void {
    if (this.#pending < BYTES_OF_A_TURN && this.#steps++ < STEPS_OF_A_TURN) {
      process.nextTick(() => {
        let result: T;
        try {
          result = work();
        } catch (error) {
          done(error);
          return;
        }
        done(null, result);
      });
      return;
    }
    this.#pending = 0;
    this.#steps = 0;
    later(work, done);
  }

  #give(piece: Uint8Array<ArrayBuffer>, next: () => void): void {
    if (this.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))) next();
    else this.#resume = next;
  }
}

function streamClass(name: string, kind: Kind) {
  const Class = class extends ZlibBase {
    constructor(options?: unknown) {
      super(kind, options);
    }
  };
  Object.defineProperty(Class, 'name', { value: name });
  return callable(Class);
}

export const Deflate = streamClass('Deflate', 'deflate');
export const Inflate = streamClass('Inflate', 'inflate');
export const Gzip = streamClass('Gzip', 'gzip');
export const Gunzip = streamClass('Gunzip', 'gunzip');
export const DeflateRaw = streamClass('DeflateRaw', 'deflateRaw');
export const InflateRaw = streamClass('InflateRaw', 'inflateRaw');
export const Unzip = streamClass('Unzip', 'unzip');
