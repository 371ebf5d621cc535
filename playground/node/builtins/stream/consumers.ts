import { Buffer } from '../buffer.ts';

type Source = AsyncIterable<unknown>;

const encoder = new TextEncoder();

/** @see https://nodejs.org/api/webstreams.html#utility-consumers */
export async function bytes(stream: Source): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const chunk of stream) parts.push(typeof chunk === 'string' ? encoder.encode(chunk) : bytesOf(chunk));
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.byteLength;
  }
  return joined;
}

export async function arrayBuffer(stream: Source): Promise<ArrayBuffer> {
  return (await bytes(stream)).buffer;
}

export async function blob(stream: Source): Promise<Blob> {
  return new Blob([await bytes(stream)]);
}

export async function buffer(stream: Source): Promise<Buffer> {
  return Buffer.from(await arrayBuffer(stream));
}

export async function text(stream: Source): Promise<string> {
  const decoder = new TextDecoder();
  let joined = '';
  for await (const chunk of stream) {
    joined += typeof chunk === 'string' ? chunk : decoder.decode(bytesOf(chunk), { stream: true });
  }
  return joined + decoder.decode();
}

export async function json(stream: Source): Promise<unknown> {
  return JSON.parse(await text(stream));
}

function bytesOf(chunk: unknown): Uint8Array {
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
  throw new TypeError('The stream gave a chunk that is neither text nor bytes.');
}

export default { arrayBuffer, blob, buffer, bytes, text, json };
