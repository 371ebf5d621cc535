import type { Buffer as NodeBuffer } from 'node:buffer';
import { followBlobs } from './buffer/blob.ts';
import { Buffer as makeBuffer } from './buffer/class.ts';
import { inspection } from './buffer/inspection.ts';
import { isAscii, isUtf8, transcode } from './buffer/text-checks.ts';

/** An old-style constructor that is called without `new` too; its type is that of Node's documentation. */
export const Buffer = makeBuffer as unknown as typeof NodeBuffer;
export type Buffer = NodeBuffer;

followBlobs();

const { Blob, File } = globalThis;
const invalidCharacter = () => new DOMException('Invalid character', 'InvalidCharacterError');

/** @see https://nodejs.org/api/buffer.html#bufferatobdata */
export function atob(data: unknown): string {
  const text = String(data);
  try {
    return globalThis.atob(text);
  } catch {
    if (!/^[A-Za-z0-9+/\s]*$/.test(text)) throw invalidCharacter();
    throw new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
  }
}

/** @see https://nodejs.org/api/buffer.html#bufferbtoadata */
export function btoa(data: unknown): string {
  try {
    return globalThis.btoa(String(data));
  } catch {
    throw invalidCharacter();
  }
}

/** A `blob:` URL belongs to the page that made it: this machine cannot look it up. */
export function resolveObjectURL(_url: string): undefined {
  return undefined;
}

export function SlowBuffer(size: number): Buffer {
  process.emitWarning(
    'SlowBuffer() is deprecated. Please use Buffer.allocUnsafeSlow()',
    'DeprecationWarning',
    'DEP0030',
  );
  return Buffer.allocUnsafeSlow(size);
}

export const constants = { MAX_LENGTH: Number.MAX_SAFE_INTEGER, MAX_STRING_LENGTH: 2 ** 29 - 24 };
export const kMaxLength = constants.MAX_LENGTH;
export const kStringMaxLength = constants.MAX_STRING_LENGTH;

/** As it is when a program starts; the live one is a property of the default export. */
export const INSPECT_MAX_BYTES = inspection.maxBytes;

export { Blob, File, isAscii, isUtf8, transcode };

export default Object.defineProperty(
  {
    Buffer,
    SlowBuffer,
    transcode,
    isUtf8,
    isAscii,
    kMaxLength,
    kStringMaxLength,
    btoa,
    atob,
    constants,
    INSPECT_MAX_BYTES,
    Blob,
    resolveObjectURL,
    File,
  },
  'INSPECT_MAX_BYTES',
  {
    get: () => inspection.maxBytes,
    set: (count: number) => {
      inspection.maxBytes = count;
    },
    enumerable: true,
    configurable: true,
  },
);
