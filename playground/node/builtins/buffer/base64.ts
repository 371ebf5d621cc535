const COMMON = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ALPHABETS = { base64: [...`${COMMON}+/`], base64url: [...`${COMMON}-_`] };

/** Both alphabets decode alike. */
const VALUES = new Int8Array(256).fill(-1);
for (const alphabet of Object.values(ALPHABETS)) {
  for (const [value, character] of alphabet.entries()) VALUES[character.charCodeAt(0)] = value;
}

/** The engine's own, where there is one: much faster for long data. */
const native: unknown = Reflect.get(Uint8Array.prototype, 'toBase64');

export function encodeBase64(bytes: Uint8Array, kind: keyof typeof ALPHABETS): string {
  if (typeof native === 'function') return native.call(bytes, { alphabet: kind, omitPadding: kind === 'base64url' });
  const alphabet = ALPHABETS[kind];
  const letter = (value: number): string => alphabet[value & 63] ?? '';
  let text = '';
  let position = 0;
  const triples = bytes.length - (bytes.length % 3);
  for (; position < triples; position += 3) {
    const value = ((bytes[position] ?? 0) << 16) | ((bytes[position + 1] ?? 0) << 8) | (bytes[position + 2] ?? 0);
    text += letter(value >>> 18) + letter(value >>> 12) + letter(value >>> 6) + letter(value);
  }
  const rest = bytes.length - triples;
  if (rest === 0) return text;
  const value = ((bytes[position] ?? 0) << 16) | ((bytes[position + 1] ?? 0) << 8);
  text += letter(value >>> 18) + letter(value >>> 12) + (rest === 2 ? letter(value >>> 6) : '');
  return kind === 'base64url' ? text : text + '='.repeat(3 - rest);
}

/** Skips what is no letter of either alphabet, and stops at the first `=`. */
export function decodeBase64(text: string, target: Uint8Array): number {
  let written = 0;
  let value = 0;
  let bits = 0;
  for (let position = 0; position < text.length && written < target.length; position += 1) {
    const unit = text.charCodeAt(position);
    if (unit === 0x3d) break;
    const six = unit < 256 ? (VALUES[unit] ?? -1) : -1;
    if (six < 0) continue;
    value = ((value << 6) | six) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    target[written] = value >>> bits;
    written += 1;
  }
  return written;
}
