import { invalidArgType, outOfRange } from '../net/coded-error.ts';
import { constantsOf } from '../unsupported/stand-in.ts';

/** @see https://nodejs.org/api/zlib.html#constants */
export const constants: Readonly<Record<string, number>> = Object.freeze({
  ...constantsOf('zlib', 'constants'),
  Z_MAX_CHUNK: Number.POSITIVE_INFINITY,
});

export const { Z_FULL_FLUSH, Z_FINISH } = constants as Readonly<Record<'Z_FULL_FLUSH' | 'Z_FINISH', Flush>>;

/** What the library calls a flush mode. */
export type Flush = 0 | 1 | 2 | 3 | 4 | 5;
type Strategy = 0 | 1 | 2 | 3 | 4;

export interface ZlibOptions {
  flush?: number;
  finishFlush?: number;
  chunkSize?: number;
  windowBits?: number;
  level?: number;
  memLevel?: number;
  strategy?: number;
  dictionary?: ArrayBufferView | ArrayBuffer;
  info?: boolean;
  maxOutputLength?: number;
}

/** The options of every kind of stream, checked, with Node's defaults. */
export interface Settings {
  readonly flush: Flush;
  readonly finishFlush: Flush;
  /** Bytes of one piece of output. */
  readonly chunkSize: number;
  readonly windowBits: number;
  readonly level: number;
  readonly memLevel: number;
  readonly strategy: Strategy;
  readonly dictionary: Uint8Array | null;
  readonly info: boolean;
  readonly maxOutputLength: number;
}

/** @see https://nodejs.org/api/zlib.html#class-options */
export function toSettings(given: unknown, allowsZeroWindow: boolean, smallestWindow: number): Settings {
  if (given !== undefined && given !== null && typeof given !== 'object') {
    throw invalidArgType('options', 'of type object', given);
  }
  const options: ZlibOptions = given ?? {};
  const chunkSize = inRange(options.chunkSize, 'chunkSize', 64, Number.POSITIVE_INFINITY, 16 * 1024);
  const flush = inRange(options.flush, 'flush', 0, 5, 0) as Flush;
  const finishFlush = inRange(options.finishFlush, 'finishFlush', 0, 5, 4) as Flush;
  const largest = Number.MAX_SAFE_INTEGER;
  const maxOutputLength = inRange(options.maxOutputLength, 'maxOutputLength', 1, largest, largest);
  const ownWindow = allowsZeroWindow && (options.windowBits === undefined || options.windowBits === 0);
  return {
    chunkSize,
    flush,
    finishFlush,
    maxOutputLength,
    windowBits: ownWindow ? 15 : inRange(options.windowBits, 'windowBits', smallestWindow, 15, 15),
    level: inRange(options.level, 'level', -1, 9, -1),
    memLevel: inRange(options.memLevel, 'memLevel', 1, 9, 8),
    strategy: inRange(options.strategy, 'strategy', 0, 4, 0) as Strategy,
    dictionary: toDictionary(options.dictionary),
    info: options.info === true,
  };
}

function inRange(value: unknown, name: string, from: number, to: number, fallback: number): number {
  if (value === undefined || Number.isNaN(value)) return fallback;
  if (typeof value !== 'number') throw invalidArgType(`options.${name}`, 'of type number', value);
  if (value >= from && value <= to) return value;
  const range = to === Number.POSITIVE_INFINITY ? `>= ${from}` : `>= ${from} and <= ${to}`;
  throw outOfRange(`options.${name}`, range, value);
}

function toDictionary(value: unknown): Uint8Array | null {
  if (value === undefined) return null;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw invalidArgType('options.dictionary', 'an instance of Buffer, TypedArray, DataView, or ArrayBuffer', value);
}
