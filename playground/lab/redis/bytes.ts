/**
 * A byte string, as one character per byte ('latin1'). Keys and values are any bytes; as JavaScript strings they can be
 * keys of a Map, compare as `memcmp` does, and take one byte of memory each.
 */
export type Bytes = string;

export function bytesFromBuffer(buffer: Buffer): Bytes {
  return buffer.toString('latin1');
}

export function bufferFromBytes(bytes: Bytes): Buffer {
  return Buffer.from(bytes, 'latin1');
}

/** The UTF-8 bytes of a text. */
export function bytesFromText(text: string): Bytes {
  return bytesFromBuffer(Buffer.from(text, 'utf8'));
}

/** Order of the bytes: negative, zero or positive. */
export function compareBytes(a: Bytes, b: Bytes): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
