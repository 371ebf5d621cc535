import { invalidArgType } from '../net/coded-error.ts';
import { findEncoding } from './encodings.ts';
import { fromString } from './from.ts';
import type { FastBuffer } from './pool.ts';

/** @see https://nodejs.org/api/buffer.html#buffertranscodesource-fromenc-toenc */
export function transcode(source: unknown, fromEncoding: unknown, toEncoding: unknown): FastBuffer {
  if (!(source instanceof Uint8Array)) {
    throw invalidArgType('source', 'an instance of Buffer or Uint8Array', source);
  }
  const both = [fromEncoding, toEncoding].map((name) => (typeof name === 'string' ? findEncoding(name) : undefined));
  const [decoder, encoder] = both;
  const known = ['utf8', 'utf16le', 'latin1', 'ascii'];
  if (!decoder || !encoder || !known.includes(decoder.name) || !known.includes(encoder.name)) {
    throw Object.assign(new Error('Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]'), {
      code: 'U_ILLEGAL_ARGUMENT_ERROR',
      errno: 1,
    });
  }
  const text = decoder.decode(source);
  const limit = encoder.name === 'latin1' ? 0xff : encoder.name === 'ascii' ? 0x7f : Number.POSITIVE_INFINITY;
  const kept = Array.from(text, (character) => ((character.codePointAt(0) ?? 0) > limit ? '?' : character)).join('');
  return fromString(kept, encoder.name);
}

/** @see https://nodejs.org/api/buffer.html#bufferisutf8input */
export function isUtf8(input: unknown): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(input));
    return true;
  } catch (error) {
    if (error instanceof TypeError && !('code' in error && error.code === 'ERR_INVALID_ARG_TYPE')) return false;
    throw error;
  }
}

/** @see https://nodejs.org/api/buffer.html#bufferisasciiinput */
export function isAscii(input: unknown): boolean {
  return bytesOf(input).every((byte) => byte < 0x80);
}

function bytesOf(input: unknown): Uint8Array {
  if (input instanceof ArrayBuffer) return new Uint8Array(input);
  if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  throw invalidArgType('input', 'an instance of ArrayBuffer, Buffer, or TypedArray', input);
}
