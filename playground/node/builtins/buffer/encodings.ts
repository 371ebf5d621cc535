import { codedError } from '../net/coded-error.ts';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { decodeHex, encodeHex } from './hex.ts';
import { decodeLatin1, encodeLatin1, maskToAscii } from './latin1.ts';
import { decodeUtf8, encodeUtf8Into, utf8Length } from './utf8.ts';
import { decodeUtf16, encodeUtf16 } from './utf16.ts';

/** How one encoding turns text into bytes and back. */
export interface Encoding {
  readonly name: BufferEncoding;
  /** The bytes that `write` needs for all of `text`; an upper bound for hex and base64 with foreign characters. */
  byteLength(text: string): number;
  /** Writes whole characters as long as they fit; the result is the number of bytes written. */
  write(text: string, target: Uint8Array): number;
  decode(bytes: Uint8Array): string;
}

const latin1: Encoding = {
  name: 'latin1',
  byteLength: (text) => text.length,
  write: encodeLatin1,
  decode: decodeLatin1,
};

const base64Length = (text: string): number => {
  let { length } = text;
  if (text.endsWith('==')) length -= 2;
  else if (text.endsWith('=')) length -= 1;
  return Math.floor((length * 3) / 4);
};

const ENCODINGS = {
  utf8: { name: 'utf8', byteLength: utf8Length, write: encodeUtf8Into, decode: decodeUtf8 },
  utf16le: { name: 'utf16le', byteLength: (text) => text.length * 2, write: encodeUtf16, decode: decodeUtf16 },
  latin1,
  ascii: { ...latin1, name: 'ascii', decode: (bytes) => decodeLatin1(maskToAscii(bytes)) },
  hex: { name: 'hex', byteLength: (text) => text.length >>> 1, write: decodeHex, decode: encodeHex },
  base64: {
    name: 'base64',
    byteLength: base64Length,
    write: decodeBase64,
    decode: (bytes) => encodeBase64(bytes, 'base64'),
  },
  base64url: {
    name: 'base64url',
    byteLength: base64Length,
    write: decodeBase64,
    decode: (bytes) => encodeBase64(bytes, 'base64url'),
  },
} satisfies Record<string, Encoding>;

const BY_NAME = new Map<string, Encoding>(
  Object.entries({
    ...ENCODINGS,
    'utf-8': ENCODINGS.utf8,
    'utf-16le': ENCODINGS.utf16le,
    ucs2: ENCODINGS.utf16le,
    'ucs-2': ENCODINGS.utf16le,
    binary: ENCODINGS.latin1,
  }),
);

export const utf8: Encoding = ENCODINGS.utf8;

/** The encoding of that name in any case, or undefined. */
export function findEncoding(name: string): Encoding | undefined {
  return BY_NAME.get(name) ?? BY_NAME.get(name.toLowerCase());
}

/** @throws ERR_UNKNOWN_ENCODING */
export function encodingOf(name: unknown): Encoding {
  const found = findEncoding(String(name));
  if (!found) throw codedError(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${String(name)}`);
  return found;
}
