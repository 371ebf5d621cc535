import type { StringDecoder as NodeStringDecoder } from 'node:string_decoder';
import { type Encoding, encodingOf } from './buffer/encodings.ts';
import { invalidArgType } from './net/coded-error.ts';
import { type Incremental, incrementalUnits, incrementalUtf8, wholeUtf16 } from './string_decoder/incremental.ts';

const kDecoder = Symbol('kNativeDecoder');

interface Decoder {
  encoding: string;
  [kDecoder]: Incremental;
}

function incremental(encoding: Encoding): Incremental {
  switch (encoding.name) {
    case 'utf8':
      return incrementalUtf8();
    case 'utf16le':
      return incrementalUnits(encoding, wholeUtf16);
    case 'base64':
    case 'base64url':
      return incrementalUnits(encoding, (bytes) => bytes.length - (bytes.length % 3));
    default:
      return { write: encoding.decode, end: () => '' };
  }
}

function toBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw invalidArgType('buf', 'an instance of Buffer, TypedArray, or DataView', chunk);
}

/** An old-style constructor: libraries call it on an object of their own. */
function decoder(this: Decoder, name?: unknown): void {
  const encoding = encodingOf(name === undefined || name === null || name === '' ? 'utf8' : name);
  this.encoding = encoding.name;
  this[kDecoder] = incremental(encoding);
}

Object.assign(decoder.prototype, {
  write(this: Decoder, chunk: unknown): string {
    return typeof chunk === 'string' ? chunk : this[kDecoder].write(toBytes(chunk));
  },

  end(this: Decoder & { write(chunk: unknown): string }, chunk?: unknown): string {
    const text = chunk === undefined ? '' : this.write(chunk);
    return text + this[kDecoder].end();
  },
});
Object.defineProperty(decoder, 'name', { value: 'StringDecoder' });

/** @see https://nodejs.org/api/string_decoder.html#class-stringdecoder */
export const StringDecoder = decoder as unknown as typeof NodeStringDecoder;

export default { StringDecoder };
