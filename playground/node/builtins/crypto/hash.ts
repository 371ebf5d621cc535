import type { TransformOptions } from 'node:stream';
import { hmac } from '@noble/hashes/hmac.js';
import type { Buffer } from '../buffer.ts';
import { callable } from '../callable.ts';
import { codedError, invalidArgValue } from '../net/coded-error.ts';
import { Transform } from '../stream.ts';
import { encodedDigest, toBytes, toEncoding, toText } from './arguments.ts';
import { type Digest, hashFunction, startDigest } from './digests.ts';

type Done = (error?: Error | null) => void;

const DATA = 'of type string or an instance of Buffer, TypedArray, or DataView';
const KEY = 'of type string or an instance of ArrayBuffer, Buffer, TypedArray, DataView, KeyObject, or CryptoKey';

const finalized = () => codedError(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');

export const invalidDigest = (name: string) =>
  codedError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid digest: ${name}`);

interface HashOptions extends TransformOptions {
  outputLength?: number;
}

/** @see https://nodejs.org/api/crypto.html#class-hash */
class StreamingHash extends Transform {
  readonly #digest: Digest;
  #finalized = false;

  constructor(algorithm: string | Digest, options: HashOptions = {}) {
    const digest =
      typeof algorithm === 'object' ? algorithm : startDigest(toText(algorithm, 'algorithm'), options.outputLength);
    if (!digest) throw new Error('Digest method not supported');
    super(options);
    this.#digest = digest;
  }

  copy(_options?: HashOptions): StreamingHash {
    if (this.#finalized) throw finalized();
    return new StreamingHash(this.#digest.clone());
  }

  update(data: unknown, encoding?: unknown): this {
    if (this.#finalized) throw finalized();
    this.#digest.update(toBytes(data, 'data', encoding, DATA));
    return this;
  }

  digest(encoding?: unknown): string | Buffer {
    if (this.#finalized) throw finalized();
    this.#finalized = true;
    return encodedDigest(this.#digest.digest(), encoding);
  }

  override _transform(chunk: unknown, encoding: string, done: Done): void {
    this.update(chunk, encoding);
    done();
  }

  override _flush(done: Done): void {
    this.push(this.digest());
    done();
  }
}

/** @see https://nodejs.org/api/crypto.html#class-hmac */
class StreamingHmac extends Transform {
  readonly #digest: Digest;
  #finalized = false;

  constructor(algorithm: string, key: unknown, options?: object) {
    const name = toText(algorithm, 'hmac');
    const secret = toBytes(key, 'key', undefined, KEY);
    const found = hashFunction(name);
    if (!found) throw invalidDigest(name);
    super(options);
    this.#digest = hmac.create(found, secret);
  }

  update(data: unknown, encoding?: unknown): this {
    if (this.#finalized) throw finalized();
    this.#digest.update(toBytes(data, 'data', encoding, DATA));
    return this;
  }

  /** A second call gives nothing, where a Hash would throw: so does Node. */
  digest(encoding?: unknown): string | Buffer {
    const bytes = this.#finalized ? new Uint8Array() : this.#digest.digest();
    this.#finalized = true;
    return encodedDigest(bytes, encoding);
  }

  override _transform(chunk: unknown, encoding: string, done: Done): void {
    this.update(chunk, encoding);
    done();
  }

  override _flush(done: Done): void {
    this.push(this.digest());
    done();
  }
}

Object.defineProperty(StreamingHash, 'name', { value: 'Hash' });
Object.defineProperty(StreamingHmac, 'name', { value: 'Hmac' });
export const Hash = callable(StreamingHash);
export const Hmac = callable(StreamingHmac);

/** @see https://nodejs.org/api/crypto.html#cryptocreatehashalgorithm-options */
export function createHash(algorithm: string, options?: HashOptions): StreamingHash {
  return new StreamingHash(toText(algorithm, 'algorithm'), options);
}

/** @see https://nodejs.org/api/crypto.html#cryptocreatehmacalgorithm-key-options */
export function createHmac(algorithm: string, key: unknown, options?: object): StreamingHmac {
  return new StreamingHmac(algorithm, key, options);
}

/** One digest in one call. @see https://nodejs.org/api/crypto.html#cryptohashalgorithm-data-options */
export function hash(algorithm: string, data: unknown, given: unknown = 'hex'): string | Buffer {
  const options = typeof given === 'object' && given !== null ? { ...given } : { outputEncoding: given };
  const { outputEncoding, outputLength }: { outputEncoding?: unknown; outputLength?: number } = {
    outputEncoding: 'hex',
    ...options,
  };
  const name = toText(algorithm, 'algorithm');
  const bytes = toBytes(data, 'input', undefined, DATA);
  const encoding = toEncoding(outputEncoding);
  if (encoding === null && outputEncoding !== 'buffer') throw invalidArgValue('outputEncoding', outputEncoding);
  const digest = startDigest(name, outputLength);
  if (!digest) throw new Error(`Digest method ${name} is not supported`);
  digest.update(bytes);
  return encodedDigest(digest.digest(), encoding);
}
