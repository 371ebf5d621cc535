import type { ProjectFiles } from '../../playground/session/types.ts';
import { fileProblem } from './file-rules.ts';
import { grouped } from './grouped.ts';

/** What a fragment that carries code begins with, followed by the version of what comes then. */
const PREFIX = '#code=';
const VERSION = '1.';

/** The most characters of a link's fragment. Browsers take more; what people send links with often does not. */
export const LONGEST_FRAGMENT = 32_000;
/** The most bytes of JSON that a link may unpack to: a small link can be made to swell. */
const LARGEST_CODE = 512 * 1024;

/** Says why there is no link, or no code in one: a sentence for the reader. */
export class ShareError extends Error {}

/** Whether a page was opened with code in its address. */
export function carriesCode(hash: string): boolean {
  return hash.startsWith(PREFIX);
}

/**
 * The fragment that carries these files: JSON in the zlib format, whose checksum finds a damaged link, in base64url.
 * Rejects with a {@link ShareError} for files that are too large. https://www.rfc-editor.org/rfc/rfc1950
 */
export async function encodeFragment(files: ProjectFiles): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(files));
  const tooLarge = (size: string) => {
    const limit = grouped(LONGEST_FRAGMENT);
    throw new ShareError(`The code is too large for a link: ${size}, and ${limit} characters is the limit.`);
  };
  if (json.length > LARGEST_CODE) tooLarge(`${Math.ceil(json.length / 1024)} kB before it is compressed`);
  const fragment = PREFIX + VERSION + toBase64Url(await pipe(json, new CompressionStream('deflate'), Infinity));
  if (fragment.length > LONGEST_FRAGMENT) tooLarge(`${grouped(fragment.length)} characters`);
  return fragment;
}

/** The files that a fragment carries. Rejects with a {@link ShareError} when it was cut, changed or never one. */
export async function decodeFragment(hash: string): Promise<ProjectFiles> {
  const body = hash.slice(PREFIX.length);
  if (!carriesCode(hash) || body === '') throw new ShareError('The link carries no code.');
  if (!body.startsWith(VERSION)) {
    throw new ShareError('The link was made by another version of this site, or it is damaged.');
  }
  if (hash.length > LONGEST_FRAGMENT) throw new ShareError('The link carries more code than a link may.');
  const packed = fromBase64Url(body.slice(VERSION.length));
  const damaged = new ShareError('The link is damaged: a part of it is missing, or was changed on the way.');
  if (packed === null) throw damaged;
  const json = await pipe(packed, new DecompressionStream('deflate'), LARGEST_CODE).catch((error: unknown) => {
    throw error instanceof ShareError ? error : damaged;
  });
  return readFiles(json, damaged);
}

function readFiles(json: Uint8Array, damaged: ShareError): ProjectFiles {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw damaged;
  }
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  if (entries.length === 0) throw new ShareError('The link carries no files.');
  const problem = fileProblem(entries);
  if (problem !== null) throw new ShareError(`The link is not one of ours: ${problem}.`);
  return Object.fromEntries(entries);
}

/** Sends bytes through a stream that changes them. Rejects when they are not what it takes, or become more than `most`. */
async function pipe(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // Not `for await`: Safari cannot iterate a stream.
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const part = read.value;
    size += part.length;
    if (size > most) throw new ShareError('The link carries more code than a link may.');
    parts.push(part);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** https://www.rfc-editor.org/rfc/rfc4648#section-5, without padding. */
function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    return null;
  }
}
