import {
  type Z_CallStatus,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
  zlibDeflateSetDictionary,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  zlibInflateSetDictionary,
} from 'pako';
import { type Flush, type Settings, Z_FINISH } from './options.ts';

export type Kind = 'deflate' | 'gzip' | 'deflateRaw' | 'inflate' | 'gunzip' | 'inflateRaw' | 'unzip';

/** What zlib's functions return. @see https://zlib.net/manual.html#Constants */
const STATUS = { ok: 0, end: 1, needDictionary: 2, streamError: -2, dataError: -3, bufferError: -5 } as const;

const CODES: Readonly<Record<number, string>> = {
  2: 'Z_NEED_DICT',
  [-1]: 'Z_ERRNO',
  [-2]: 'Z_STREAM_ERROR',
  [-3]: 'Z_DATA_ERROR',
  [-4]: 'Z_MEM_ERROR',
  [-5]: 'Z_BUF_ERROR',
};

const METHOD_DEFLATED = 8;
/** Added to the window's size: what wraps the data. */
const GZIP = 16;
const EITHER = 32;

export interface ZlibError extends Error {
  errno: number;
  code: string;
}

function zlibError(message: string, status: number): ZlibError {
  return Object.assign(new Error(message), { errno: status, code: CODES[status] ?? 'Z_DATA_ERROR' });
}

/** One compression or decompression, fed piece by piece. */
export interface Engine {
  /** True when the compressed data has ended: nothing more comes out. */
  readonly ended: boolean;
  /** Takes all of `input` and gives what comes out, in pieces of `chunkSize` bytes. Throws what Node's streams emit. */
  run(input: Uint8Array, flush: Flush): Generator<Uint8Array<ArrayBuffer>, void, void>;
  reset(): void;
}

export function createEngine(kind: Kind, settings: Settings): Engine {
  if (kind === 'deflate' || kind === 'gzip' || kind === 'deflateRaw') return new Compression(kind, settings);
  return new Decompression(kind, settings);
}

function giveRoom(stream: ZStream, bytes: number): void {
  stream.output = new Uint8Array(bytes);
  stream.next_out = 0;
  stream.avail_out = bytes;
}

function giveInput(stream: ZStream, input: Uint8Array): void {
  stream.input = input;
  stream.next_in = 0;
  stream.avail_in = input.byteLength;
}

class Compression implements Engine {
  ended = false;
  readonly #stream = new ZStream();
  readonly #settings: Settings;

  constructor(kind: 'deflate' | 'gzip' | 'deflateRaw', settings: Settings) {
    const { level, memLevel, strategy, windowBits } = settings;
    this.#settings = settings;
    const window = kind === 'gzip' ? windowBits + GZIP : kind === 'deflateRaw' ? -Math.max(9, windowBits) : windowBits;
    const status = zlibDeflateInit2(this.#stream, level, METHOD_DEFLATED, window, memLevel, strategy);
    if (status !== STATUS.ok) throw zlibError('Init error', status);
    this.#setDictionary();
  }

  *run(input: Uint8Array, flush: Flush): Generator<Uint8Array<ArrayBuffer>, void, void> {
    const stream = this.#stream;
    giveInput(stream, input);
    do {
      giveRoom(stream, this.#settings.chunkSize);
      const status = zlibDeflate(stream, flush);
      if (status === STATUS.streamError) throw zlibError(stream.msg || 'Zlib error', status);
      if (stream.next_out > 0) yield stream.output.subarray(0, stream.next_out);
    } while (stream.avail_out === 0);
    this.ended = flush === Z_FINISH;
  }

  reset(): void {
    zlibDeflateReset(this.#stream);
    this.ended = false;
    this.#setDictionary();
  }

  #setDictionary(): void {
    const { dictionary } = this.#settings;
    if (dictionary) zlibDeflateSetDictionary(this.#stream, dictionary);
  }
}

class Decompression implements Engine {
  readonly #stream = new ZStream();
  readonly #settings: Settings;
  readonly #kind: Kind;
  #ended = false;
  /** Whether the members of a gzip file may follow one another. */
  #gzip: boolean;

  constructor(kind: Kind, settings: Settings) {
    const { windowBits } = settings;
    this.#kind = kind;
    this.#settings = settings;
    this.#gzip = kind === 'gunzip';
    const wrapping = { inflate: 0, gunzip: GZIP, unzip: EITHER, inflateRaw: 0 };
    const window = kind === 'inflateRaw' ? -windowBits : windowBits + wrapping[kind as keyof typeof wrapping];
    const status = zlibInflateInit2(this.#stream, window);
    if (status !== STATUS.ok) throw zlibError('Init error', status);
    this.#prepare();
  }

  get ended(): boolean {
    return this.#ended;
  }

  *run(input: Uint8Array, flush: Flush): Generator<Uint8Array<ArrayBuffer>, void, void> {
    const stream = this.#stream;
    if (this.#kind === 'unzip' && stream.total_in === 0 && input[0] === 0x1f) this.#gzip = true;
    giveInput(stream, input);
    do {
      giveRoom(stream, this.#settings.chunkSize);
      const status = this.#inflate(flush);
      const produced = stream.output.subarray(0, stream.next_out);
      this.#check(status, flush);
      if (produced.byteLength > 0) yield produced;
    } while (stream.avail_out === 0 && !this.#ended);
  }

  reset(): void {
    zlibInflateReset(this.#stream);
    this.#ended = false;
    this.#prepare();
  }

  #inflate(flush: Flush): Z_CallStatus {
    const stream = this.#stream;
    if (this.#ended) {
      if (!this.#startsMember()) return STATUS.end;
      zlibInflateReset(stream);
      this.#ended = false;
    }
    let status = zlibInflate(stream, flush);
    const { dictionary } = this.#settings;
    if (status === STATUS.needDictionary && dictionary) {
      const accepted = zlibInflateSetDictionary(stream, dictionary) === STATUS.ok;
      status = accepted ? zlibInflate(stream, flush) : STATUS.needDictionary;
    }
    while (status === STATUS.end && this.#startsMember() && stream.avail_out > 0) {
      zlibInflateReset(stream);
      status = zlibInflate(stream, flush);
    }
    this.#ended = status === STATUS.end;
    return status;
  }

  /** Zeros after a gzip file are padding. */
  #startsMember(): boolean {
    const { avail_in, input, next_in } = this.#stream;
    return this.#gzip && avail_in > 0 && input[next_in] !== 0;
  }

  #check(status: Z_CallStatus, flush: Flush): void {
    if (status === STATUS.end) return;
    const stream = this.#stream;
    if (status === STATUS.ok || status === STATUS.bufferError) {
      if (flush === Z_FINISH && stream.avail_out !== 0) throw zlibError('unexpected end of file', STATUS.bufferError);
      return;
    }
    if (status === STATUS.needDictionary) {
      throw zlibError(this.#settings.dictionary ? 'Bad dictionary' : 'Missing dictionary', status);
    }
    throw zlibError(stream.msg || 'Zlib error', status);
  }

  #prepare(): void {
    const { dictionary } = this.#settings;
    if (this.#kind === 'inflateRaw' && dictionary) zlibInflateSetDictionary(this.#stream, dictionary);
  }
}
