const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Below this, a call into the engine costs more than the loop. */
const SHORT = 16;

/** Writes whole characters as long as they fit. */
export function encodeUtf8Into(text: string, target: Uint8Array): number {
  const { length } = text;
  if (length <= SHORT && length <= target.length) {
    let position = 0;
    for (; position < length; position += 1) {
      const unit = text.charCodeAt(position);
      if (unit > 0x7f) break;
      target[position] = unit;
    }
    if (position === length) return length;
  }
  return encoder.encodeInto(text, target).written;
}

export function utf8Length(text: string): number {
  const { length } = text;
  let bytes = length;
  for (let position = 0; position < length; position += 1) {
    const unit = text.charCodeAt(position);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      bytes += 1;
      continue;
    }
    bytes += 2;
    // A pair is four bytes: two more than its two characters, of which the second is skipped.
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const next = text.charCodeAt(position + 1);
      if (next >= 0xdc00 && next <= 0xdfff) position += 1;
    }
  }
  return bytes;
}

export function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.length <= SHORT) {
    let text = '';
    for (const byte of bytes) {
      if (byte > 0x7f) return decoder.decode(bytes);
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return decoder.decode(bytes);
}
