import { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync } from './crypto/derive.ts';
import { getHashes } from './crypto/digests.ts';
import { createHash, createHmac, Hash, Hmac, hash } from './crypto/hash.ts';
import { randomBytes, randomFill, randomFillSync, randomInt, randomUUID, randomUUIDv7 } from './crypto/random.ts';
import { followSubtle } from './crypto/subtle.ts';
import { codedError } from './net/coded-error.ts';
import { constantsOf, missingExports, unavailable } from './unsupported/stand-in.ts';

followSubtle();

/** The browser's. Its `subtle` exists in secure contexts, of which `http://127.0.0.1` is one. @see https://nodejs.org/api/webcrypto.html */
export const webcrypto = globalThis.crypto;

/** @see https://nodejs.org/api/crypto.html#cryptotimingsafeequala-b */
export function timingSafeEqual(one: unknown, other: unknown): boolean {
  const [a, b] = [toComparable(one, 'buf1'), toComparable(other, 'buf2')];
  if (a.byteLength !== b.byteLength) {
    const message = 'Input buffers must have the same byte length';
    throw codedError(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', message);
  }
  let difference = 0;
  for (let i = 0; i < a.byteLength; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

function toComparable(value: unknown, name: string): Uint8Array {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  const expected = 'an instance of ArrayBuffer, Buffer, TypedArray, or DataView';
  throw codedError(TypeError, 'ERR_INVALID_ARG_TYPE', `The "${name}" argument must be ${expected}.`);
}

export function getRandomValues<T extends ArrayBufferView<ArrayBuffer> | null>(array: T): T {
  return webcrypto.getRandomValues(array as Parameters<Crypto['getRandomValues']>[0]) as T;
}

const own = {
  constants: constantsOf('crypto', 'constants'),
  createHash,
  createHmac,
  getCiphers: (): string[] => [],
  getCurves: (): string[] => [],
  getFips: () => 0,
  getHashes,
  getRandomValues,
  Hash,
  hash,
  hkdf,
  hkdfSync,
  Hmac,
  pbkdf2,
  pbkdf2Sync,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  randomUUIDv7,
  scrypt,
  scryptSync,
  secureHeapUsed: () => ({ total: 0, used: 0, utilization: Number.NaN, min: 2 }),
  setFips(on: boolean) {
    if (on) throw unavailable('crypto', 'setFips');
  },
  subtle: webcrypto.subtle,
  timingSafeEqual,
  webcrypto,
};

export { createHash, createHmac, hash, randomBytes, randomFillSync, randomUUID };

/** @see https://nodejs.org/api/crypto.html */
export default { ...own, ...missingExports('crypto', own) };
