import { Buffer } from '../buffer.ts';

type Source = AsyncIterable<unknown>;

/** @see https://nodejs.org/api/webstreams.html#utility-consumers */
export async function blob(stream: Source): Promise<Blob> {
  const chunks: BlobPart[] = [];
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? chunk : new Uint8Array(bytesOf(chunk)));
  return new Blob(chunks);
}

export async function arrayBuffer(stream: Source): Promise<ArrayBuffer> {
  return (await blob(stream)).arrayBuffer();
}

export async function bytes(stream: Source): Promise<Uint8Array> {
  return new Uint8Array(await arrayBuffer(stream));
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
