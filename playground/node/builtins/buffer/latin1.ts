const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });

/** Below this, a call into the engine costs more than the loop. */
const SHORT = 24;

/** One byte a character, whose upper byte is lost. Nearly all text is ASCII, which the engine's own encoder writes. */
export function encodeLatin1(text: string, target: Uint8Array): number {
  const length = Math.min(text.length, target.length);
  if (length > SHORT) {
    const { read, written } = encoder.encodeInto(text, target);
    if (read === length && written === length) return length;
  }
  for (let position = 0; position < length; position += 1) target[position] = text.charCodeAt(position);
  return length;
}

/** Each byte is the character of that number. `TextDecoder` has no such encoding: its `latin1` is windows-1252. */
export function decodeLatin1(bytes: Uint8Array): string {
  if (bytes.length > SHORT) return decoder.decode(new Uint16Array(bytes));
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** ASCII is decoded by its lower seven bits. */
export function maskToAscii(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte) => byte & 0x7f);
}
