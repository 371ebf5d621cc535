import { Buffer } from './buffer.ts';
import { toBytes } from './crypto/arguments.ts';
import { later } from './fs/styles.ts';
import { codedError, invalidArgType } from './net/coded-error.ts';
import { missingExports } from './unsupported/stand-in.ts';
import { crc32 } from './zlib/crc32.ts';
import { createEngine, type Kind } from './zlib/engine.ts';
import { constants } from './zlib/options.ts';
import { Deflate, DeflateRaw, Gunzip, Gzip, Inflate, InflateRaw, settingsFor, Unzip } from './zlib/stream.ts';

type Callback = (error: unknown, result?: unknown) => void;

function tooLarge(bytes: number): Error {
  return codedError(RangeError, 'ERR_BUFFER_TOO_LARGE', `Cannot create a Buffer larger than ${bytes} bytes`);
}

/** The whole of something in one call: checks the arguments, and gives what computes. */
function plan(kind: Kind, data: unknown, options: unknown): () => unknown {
  const expected = 'of type string or an instance of Buffer, TypedArray, DataView, or ArrayBuffer';
  const bytes = toBytes(data, 'buffer', 'utf8', expected);
  const settings = settingsFor(kind, options);
  return () => {
    const pieces: Uint8Array[] = [];
    let total = 0;
    for (const piece of createEngine(kind, settings).run(bytes, settings.finishFlush)) {
      total += piece.byteLength;
      if (total > settings.maxOutputLength) throw tooLarge(settings.maxOutputLength);
      pieces.push(piece);
    }
    const buffer = Buffer.concat(pieces, total);
    return settings.info ? { buffer, engine: { bytesWritten: bytes.byteLength } } : buffer;
  };
}

/** `gzip` and `gzipSync`, for each kind. @see https://nodejs.org/api/zlib.html#convenience-methods */
function inOneCall(kind: Kind): Record<string, unknown> {
  const withCallback = (data: unknown, given: unknown, callback?: unknown): void => {
    const done = typeof given === 'function' ? given : callback;
    if (typeof done !== 'function') throw invalidArgType('callback', 'of type function', done);
    later(plan(kind, data, typeof given === 'function' ? undefined : given), (error, result) => {
      if (error) (done as Callback)(error);
      else (done as Callback)(null, result);
    });
  };
  const sync = (data: unknown, options?: unknown) => plan(kind, data, options)();
  Object.defineProperty(withCallback, 'name', { value: kind });
  Object.defineProperty(sync, 'name', { value: `${kind}Sync` });
  return { [kind]: withCallback, [`${kind}Sync`]: sync };
}

const KINDS: readonly Kind[] = ['deflate', 'gzip', 'deflateRaw', 'unzip', 'inflate', 'gunzip', 'inflateRaw'];

export const createDeflate = (options?: unknown) => new Deflate(options);
export const createInflate = (options?: unknown) => new Inflate(options);
export const createDeflateRaw = (options?: unknown) => new DeflateRaw(options);
export const createInflateRaw = (options?: unknown) => new InflateRaw(options);
export const createGzip = (options?: unknown) => new Gzip(options);
export const createGunzip = (options?: unknown) => new Gunzip(options);
export const createUnzip = (options?: unknown) => new Unzip(options);

const own = {
  ...Object.assign({}, ...KINDS.map(inOneCall)),
  constants,
  crc32,
  createDeflate,
  createDeflateRaw,
  createGunzip,
  createGzip,
  createInflate,
  createInflateRaw,
  createUnzip,
  Deflate,
  DeflateRaw,
  Gunzip,
  Gzip,
  Inflate,
  InflateRaw,
  Unzip,
};

/** @see https://nodejs.org/api/zlib.html */
export default { ...own, ...missingExports('zlib', own) };
