/** Two bytes a character, the lower first. Only whole characters are written. */
export function encodeUtf16(text: string, target: Uint8Array): number {
  const length = Math.min(text.length, target.length >>> 1);
  for (let position = 0; position < length; position += 1) {
    const unit = text.charCodeAt(position);
    target[position * 2] = unit;
    target[position * 2 + 1] = unit >>> 8;
  }
  return length * 2;
}

const CHUNK = 8192;

/** Halves of surrogate pairs stay what they are (a `TextDecoder` would replace them), and an odd last byte is left out. */
export function decodeUtf16(bytes: Uint8Array): string {
  const even = bytes.length & ~1;
  // A Uint16Array must start at an even offset. (A buffer's `slice` copies nothing.)
  const aligned = (bytes.byteOffset & 1) === 0 ? bytes : new Uint8Array(bytes);
  const units = new Uint16Array(aligned.buffer, aligned.byteOffset, even >>> 1);
  if (units.length <= CHUNK) return Reflect.apply(String.fromCharCode, null, units);
  let text = '';
  for (let start = 0; start < units.length; start += CHUNK) {
    text += Reflect.apply(String.fromCharCode, null, units.subarray(start, start + CHUNK));
  }
  return text;
}
