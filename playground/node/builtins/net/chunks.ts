import { Buffer } from '../buffer.ts';

/** What a stream that does not decode strings hands to `_write`. */
export interface Chunk {
  chunk: Uint8Array | string;
  encoding: BufferEncoding | 'buffer';
}

const encoder = new TextEncoder();

/** The chunk's bytes in memory of its own, because they are transferred to the kernel and the program may keep its buffer. */
export function toBytes({ chunk, encoding }: Chunk): Uint8Array {
  if (typeof chunk !== 'string') return new Uint8Array(chunk);
  if (isUtf8(chunk, encoding)) return encoder.encode(chunk);
  return new Uint8Array(Buffer.from(chunk, encoding === 'buffer' ? 'utf8' : encoding));
}

export function byteLength({ chunk, encoding }: Chunk): number {
  if (typeof chunk !== 'string') return chunk.byteLength;
  return Buffer.byteLength(chunk, encoding === 'buffer' ? 'utf8' : encoding);
}

/** All chunks as one. Strings are joined before they are encoded: one pass instead of one call for each. */
export function joinChunks(chunks: readonly Chunk[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let texts: string[] = [];
  const flush = () => {
    if (texts.length > 0) pieces.push(encoder.encode(texts.join('')));
    texts = [];
  };
  for (const part of chunks) {
    const { chunk } = part;
    const text = typeof chunk === 'string' && isUtf8(chunk, part.encoding) ? chunk : null;
    if (text === null || joinsSurrogates(texts.at(-1) ?? '', text)) flush();
    if (text !== null) texts.push(text);
    else pieces.push(typeof chunk === 'string' ? toBytes(part) : chunk);
  }
  flush();
  return concatenate(pieces);
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((total, piece) => total + piece.byteLength, 0));
  let offset = 0;
  for (const piece of pieces) {
    joined.set(piece, offset);
    offset += piece.byteLength;
  }
  return joined;
}

function isUtf8(text: string, encoding: Chunk['encoding']): boolean {
  if (encoding === 'utf8' || encoding === 'utf-8' || encoding === 'buffer') return true;
  return (encoding === 'latin1' || encoding === 'ascii') && /^[\0-\x7f]*$/.test(text);
}

/** Two halves of a pair in two chunks stay two replacement characters, as when each chunk is encoded by itself. */
function joinsSurrogates(before: string, after: string): boolean {
  const high = before.charCodeAt(before.length - 1);
  const low = after.charCodeAt(0);
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}
