import { Buffer } from '../buffer.ts';
import { later } from '../fs/styles.ts';
import { invalidArgType, outOfRange } from '../net/coded-error.ts';
import { type Callback, checkCallback, toCount } from './arguments.ts';

/** The most that a browser gives in one call. */
const QUOTA_BYTES = 65_536;

function fill(bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.byteLength; offset += QUOTA_BYTES) {
    // A view of shared memory is refused: what is random is made elsewhere and copied.
    bytes.set(
      globalThis.crypto.getRandomValues(new Uint8Array(Math.min(QUOTA_BYTES, bytes.byteLength - offset))),
      offset,
    );
  }
}

/** @see https://nodejs.org/api/crypto.html#cryptorandombytessize-callback */
export function randomBytes(size: number, callback?: Callback<Buffer>): Buffer | undefined {
  const bytes = Buffer.alloc(Math.floor(toCount(size, 'size', 0)));
  if (callback === undefined) {
    fill(bytes);
    return bytes;
  }
  checkCallback(callback);
  later(
    () => fill(bytes),
    () => callback(null, bytes),
  );
  return undefined;
}

function part(buffer: unknown, offset: unknown, size: unknown): Uint8Array {
  if (!ArrayBuffer.isView(buffer) && !(buffer instanceof ArrayBuffer)) {
    throw invalidArgType('buf', 'an instance of ArrayBuffer or ArrayBufferView', buffer);
  }
  const view = ArrayBuffer.isView(buffer) ? buffer : new Uint8Array(buffer);
  const unit = 'BYTES_PER_ELEMENT' in view ? Number(view.BYTES_PER_ELEMENT) : 1;
  const from = toCount(offset, 'offset', 0, view.byteLength / unit) * unit;
  const bytes = size === undefined ? view.byteLength - from : toCount(size, 'size', 0) * unit;
  if (from + bytes > view.byteLength) throw outOfRange('size + offset', `<= ${view.byteLength}`, from + bytes);
  return new Uint8Array(view.buffer, view.byteOffset + from, bytes);
}

/** @see https://nodejs.org/api/crypto.html#cryptorandomfillsyncbuffer-offset-size */
export function randomFillSync<B>(buffer: B, offset: unknown = 0, size?: unknown): B {
  fill(part(buffer, offset, size));
  return buffer;
}

/** `randomFill(buffer[, offset][, size], callback)` */
export function randomFill<B>(buffer: B, ...rest: unknown[]): void {
  const callback = rest.find((argument) => typeof argument === 'function') ?? rest.at(-1);
  checkCallback(callback);
  const [offset = 0, size] = rest.filter((argument) => argument !== callback);
  const target = part(buffer, offset, size);
  later(
    () => fill(target),
    () => (callback as Callback<B>)(null, buffer),
  );
}

/** Below this many values, 48 random bits decide evenly once those beyond the last whole round are thrown away. */
const RANGE = 2 ** 48;

/** `randomInt([min, ]max[, callback])`. @see https://nodejs.org/api/crypto.html#cryptorandomintmin-max-callback */
export function randomInt(first: unknown, second?: unknown, third?: unknown): number | undefined {
  const single = second === undefined || typeof second === 'function';
  const [min, max, callback] = single ? [0, first, second] : [first, second, third];
  if (callback !== undefined) checkCallback(callback);
  if (typeof min !== 'number' || !Number.isSafeInteger(min)) throw invalidArgType('min', 'a safe integer', min);
  if (typeof max !== 'number' || !Number.isSafeInteger(max)) throw invalidArgType('max', 'a safe integer', max);
  if (max <= min) throw outOfRange('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range >= RANGE) {
    throw outOfRange(max === first && single ? 'max' : 'max - min', `<= ${RANGE - 1}`, range);
  }
  if (callback === undefined) return min + below(range);
  process.nextTick(callback as (error: undefined, value: number) => void, undefined, min + below(range));
  return undefined;
}

function below(range: number): number {
  const limit = RANGE - (RANGE % range);
  const words = new Uint32Array(2);
  while (true) {
    globalThis.crypto.getRandomValues(words);
    const value = (words[0]! & 0xffff) * 2 ** 32 + words[1]!;
    if (value < limit) return value % range;
  }
}

interface UuidOptions {
  disableEntropyCache?: boolean;
}

function checkOptions(options: UuidOptions | undefined): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
  const { disableEntropyCache } = options;
  if (disableEntropyCache !== undefined && typeof disableEntropyCache !== 'boolean') {
    throw invalidArgType('options.disableEntropyCache', 'of type boolean', disableEntropyCache);
  }
}

/** RFC 9562's version 4. The browser's own exists in secure contexts alone. */
export function randomUUID(options?: UuidOptions): string {
  checkOptions(options);
  return uuid(4, new Uint8Array());
}

/** RFC 9562's version 7: they sort by the time when they were made. */
export function randomUUIDv7(options?: UuidOptions): string {
  checkOptions(options);
  const time = new DataView(new ArrayBuffer(8));
  time.setBigUint64(0, BigInt(Date.now()) << 16n);
  return uuid(7, new Uint8Array(time.buffer, 0, 6));
}

function uuid(version: number, prefix: Uint8Array): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  bytes.set(prefix);
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
