const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const VALUES = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit += 1) {
  VALUES[digit.toString(16).charCodeAt(0)] = digit;
  VALUES[digit.toString(16).toUpperCase().charCodeAt(0)] = digit;
}

const valueAt = (text: string, position: number): number => VALUES[text.charCodeAt(position)] ?? -1;

export function encodeHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += DIGITS[byte];
  return text;
}

/** Stops at the first pair that is not hexadecimal. */
export function decodeHex(text: string, target: Uint8Array): number {
  const length = Math.min(text.length >>> 1, target.length);
  for (let position = 0; position < length; position += 1) {
    const high = valueAt(text, position * 2);
    const low = valueAt(text, position * 2 + 1);
    if (high < 0 || low < 0) return position;
    target[position] = high * 16 + low;
  }
  return length;
}
