import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '@noble/hashes/sha3.js';
import { codedError } from '../net/coded-error.ts';

/** A digest that takes bytes piece by piece. */
export interface Digest {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): Digest;
}

/** A hash function as the library offers it. */
export type HashFunction = typeof sha256 | typeof sha3_256 | typeof md5 | typeof blake2b;

const FIXED: Readonly<Record<string, HashFunction>> = {
  blake2b512: blake2b,
  blake2s256: blake2s,
  md5,
  ripemd160,
  sha1,
  sha224,
  sha256,
  'sha3-224': sha3_224,
  'sha3-256': sha3_256,
  'sha3-384': sha3_384,
  'sha3-512': sha3_512,
  sha384,
  sha512,
  'sha512-224': sha512_224,
  'sha512-256': sha512_256,
};

/** Functions whose digest is as long as one wants, with the length in bytes that OpenSSL gives them. */
const EXTENDABLE = { shake128: [shake128, 16], shake256: [shake256, 32] } as const;

/** OpenSSL's other names for the same functions. */
const ALIASES: Readonly<Record<string, string>> = {
  ripemd: 'ripemd160',
  rmd160: 'ripemd160',
  'rsa-sha512/224': 'sha512-224',
  'rsa-sha512/256': 'sha512-256',
  'sha-1': 'sha1',
  'sha-224': 'sha224',
  'sha-256': 'sha256',
  'sha-384': 'sha384',
  'sha-512': 'sha512',
  'sha2-224': 'sha224',
  'sha2-256': 'sha256',
  'sha2-384': 'sha384',
  'sha2-512': 'sha512',
};

function canonical(name: string): string {
  const lower = name.toLowerCase();
  const known = ALIASES[lower] ?? lower.replace(/^rsa-/, '');
  return ALIASES[known] ?? known;
}

const isExtendable = (name: string): name is keyof typeof EXTENDABLE => Object.hasOwn(EXTENDABLE, name);

/** The hash function of that name, in the spellings that OpenSSL takes; null when there is none. */
export function hashFunction(name: string): HashFunction | null {
  const known = canonical(name);
  return Object.hasOwn(FIXED, known) ? (FIXED[known] ?? null) : null;
}

/** Starts a digest; null for a name that is unknown. `outputLength` in bytes is for shake128 and shake256 alone. */
export function startDigest(name: string, outputLength?: number): Digest | null {
  const known = canonical(name);
  if (isExtendable(known)) {
    const [start, bytes] = EXTENDABLE[known];
    return start.create({ dkLen: outputLength ?? bytes });
  }
  const found = hashFunction(known);
  if (found && outputLength !== undefined && outputLength !== found.outputLen) {
    const message = 'error:030000B2:digital envelope routines::not XOF or invalid length';
    throw Object.assign(codedError(Error, 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH', message), {
      library: 'digital envelope routines',
      reason: 'not XOF or invalid length',
    });
  }
  return found ? found.create() : null;
}

/** What the machine can compute. @see https://nodejs.org/api/crypto.html#cryptogethashes */
export function getHashes(): string[] {
  return [...Object.keys(FIXED), ...Object.keys(EXTENDABLE)].sort();
}
