import { hkdf as deriveHkdf } from '@noble/hashes/hkdf.js';
import { pbkdf2 as derivePbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt as deriveScrypt } from '@noble/hashes/scrypt.js';
import { Buffer } from '../buffer.ts';
import { later } from '../fs/styles.ts';
import { codedError, invalidArgType, outOfRange } from '../net/coded-error.ts';
import { type Callback, checkCallback, toBytes, toCount, toText } from './arguments.ts';
import { hashFunction } from './digests.ts';
import { invalidDigest } from './hash.ts';

/** Derivation of keys. Each checks its arguments first; what it gives computes, at once or in a later turn. */

function toDigest(name: string) {
  const found = hashFunction(name);
  if (!found) throw invalidDigest(name);
  return found;
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function planPbkdf2(password: unknown, salt: unknown, iterations: unknown, keylen: unknown, digest: unknown) {
  const name = toText(digest, 'digest');
  const secret = toBytes(password, 'password');
  const salted = toBytes(salt, 'salt');
  const c = toCount(iterations, 'iterations', 1);
  const dkLen = toCount(keylen, 'keylen', 0);
  const found = toDigest(name);
  return () => asBuffer(dkLen === 0 ? new Uint8Array() : derivePbkdf2(found, secret, salted, { c, dkLen }));
}

/** @see https://nodejs.org/api/crypto.html#cryptopbkdf2syncpassword-salt-iterations-keylen-digest */
export function pbkdf2Sync(...args: Parameters<typeof planPbkdf2>): Buffer {
  return planPbkdf2(...args)();
}

export function pbkdf2(...given: unknown[]): void {
  const [password, salt, iterations, keylen, digest, callback] =
    typeof given[4] === 'function' ? [...given.slice(0, 4), undefined, given[4]] : given;
  if (digest !== undefined) checkCallback(callback);
  derive(planPbkdf2(password, salt, iterations, keylen, digest), callback);
}

interface ScryptOptions {
  N?: number;
  cost?: number;
  r?: number;
  blockSize?: number;
  p?: number;
  parallelization?: number;
  maxmem?: number;
}

const MAX_MEMORY = 32 * 1024 * 1024;

function planScrypt(password: unknown, salt: unknown, keylen: unknown, options: ScryptOptions = {}) {
  const secret = toBytes(password, 'password');
  const salted = toBytes(salt, 'salt');
  const dkLen = toCount(keylen, 'keylen', 0);
  const N = option(options, 'N', 'cost') ?? 16_384;
  const r = option(options, 'r', 'blockSize') ?? 8;
  const p = option(options, 'p', 'parallelization') ?? 1;
  const maxmem = options.maxmem ?? MAX_MEMORY;
  const invalid = 'Invalid scrypt params';
  if (N < 2 || (N & (N - 1)) !== 0 || r === 0 || p === 0) {
    throw codedError(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', invalid);
  }
  if (128 * r * (N + p + 2) > maxmem) {
    const reason = 'error:030000AC:digital envelope routines::memory limit exceeded';
    throw codedError(RangeError, 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', `${invalid}: ${reason}`);
  }
  return () =>
    asBuffer(dkLen === 0 ? new Uint8Array() : deriveScrypt(secret, salted, { N, r, p, dkLen, maxmem: maxmem * 2 }));
}

function option(options: ScryptOptions, short: 'N' | 'r' | 'p', long: keyof ScryptOptions): number | undefined {
  const [one, other] = [options[short], options[long]];
  if (one !== undefined && other !== undefined) {
    const message = `Option "${short}" cannot be used in combination with option "${long}"`;
    throw codedError(TypeError, 'ERR_INCOMPATIBLE_OPTION_PAIR', message);
  }
  const value = one ?? other;
  return value === undefined ? undefined : toCount(value, one === undefined ? long : short, 0, 2 ** 32 - 1);
}

/** @see https://nodejs.org/api/crypto.html#cryptoscryptsyncpassword-salt-keylen-options */
export function scryptSync(...args: Parameters<typeof planScrypt>): Buffer {
  return planScrypt(...args)();
}

export function scrypt(password: unknown, salt: unknown, keylen: unknown, given: unknown, callback?: unknown): void {
  const done = typeof given === 'function' ? given : callback;
  checkCallback(done);
  const options = typeof given === 'object' && given !== null ? given : {};
  derive(planScrypt(password, salt, keylen, options), done);
}

const INPUT_KEY = 'of type string or an instance of SecretKeyObject, ArrayBuffer, TypedArray, DataView, or Buffer';
const MAX_INFO_BYTES = 1024;

function planHkdf(digest: unknown, ikm: unknown, salt: unknown, info: unknown, keylen: unknown) {
  const name = toText(digest, 'digest');
  const key = toBytes(ikm, 'ikm', undefined, INPUT_KEY);
  const salted = toBytes(salt, 'salt');
  const context = toBytes(info, 'info');
  const length = toCount(keylen, 'length', 0);
  if (context.byteLength > MAX_INFO_BYTES) {
    throw outOfRange('info', `must not contain more than ${MAX_INFO_BYTES} bytes`, context.byteLength);
  }
  const found = toDigest(name);
  if (length > 255 * found.outputLen) {
    throw codedError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length');
  }
  return () => {
    const bytes = length === 0 ? new Uint8Array() : deriveHkdf(found, key, salted, context, length);
    return new Uint8Array(bytes).buffer;
  };
}

/** @see https://nodejs.org/api/crypto.html#cryptohkdfsyncdigest-ikm-salt-info-keylen */
export function hkdfSync(...args: Parameters<typeof planHkdf>): ArrayBuffer {
  return planHkdf(...args)();
}

export function hkdf(...given: unknown[]): void {
  const [digest, ikm, salt, info, keylen, callback] = given;
  checkCallback(callback);
  derive(planHkdf(digest, ikm, salt, info, keylen), callback);
}

function derive<T>(compute: () => T, callback: unknown): void {
  if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
  later(compute, (error, result) => (callback as Callback<T>)(error instanceof Error ? error : null, result));
}
