import type NodeStream from 'node:stream';
import { AbortError } from './events/abort.ts';
import { duplexPair } from './stream/duplex-pair.ts';
import library from './stream/library.ts';
import { duplexFromWeb, duplexToWeb } from './stream/web-duplex.ts';
import { readableFromWeb, readableToWeb } from './stream/web-readable.ts';
import { writableFromWeb, writableToWeb } from './stream/web-writable.ts';

Object.assign(library.Readable, { fromWeb: readableFromWeb, toWeb: readableToWeb });
Object.assign(library.Writable, { fromWeb: writableFromWeb, toWeb: writableToWeb });
Object.assign(library.Duplex, { fromWeb: duplexFromWeb, toWeb: duplexToWeb });
Object.assign(library, { _isArrayBufferView: ArrayBuffer.isView });

/** Puts a member where Node has it in the list of the module's own. */
function insertAfter(previous: string, name: string, value: unknown): void {
  const names = Object.getOwnPropertyNames(library);
  const later = names
    .slice(names.indexOf(previous) + 1)
    .filter((key) => Object.getOwnPropertyDescriptor(library, key)?.configurable);
  const moved = later.map((key) => [key, Object.getOwnPropertyDescriptor(library, key) ?? {}] as const);
  for (const [key] of moved) Reflect.deleteProperty(library, key);
  Reflect.set(library, name, value);
  for (const [key, descriptor] of moved) Object.defineProperty(library, key, descriptor);
}
insertAfter('PassThrough', 'duplexPair', duplexPair);

/** `await using`: an unfinished stream is destroyed, and an unheard error of that is its end, not a failure. */
async function dispose(this: NodeStream.Writable): Promise<void> {
  const error = this.destroyed || this.writableFinished ? null : new AbortError();
  if (error) this.destroy(error);
  await new Promise<void>((resolve, reject) => {
    library.finished(this, (failure) => (failure && failure.name !== 'AbortError' ? reject(failure) : resolve()));
  });
}
Object.defineProperty(library.Writable.prototype, Symbol.asyncDispose, {
  value: dispose,
  writable: true,
  configurable: true,
});

export const {
  Readable,
  Writable,
  Duplex,
  Transform,
  PassThrough,
  Stream,
  addAbortSignal,
  compose,
  destroy,
  finished,
  getDefaultHighWaterMark,
  isDestroyed,
  isDisturbed,
  isErrored,
  isReadable,
  isWritable,
  pipeline,
  promises,
  setDefaultHighWaterMark,
  _isUint8Array,
  _uint8ArrayToBuffer,
} = library;
export const _isArrayBufferView = ArrayBuffer.isView;
export type Readable = NodeStream.Readable;
export type Writable = NodeStream.Writable;
export type Duplex = NodeStream.Duplex;
export type Transform = NodeStream.Transform;
export type PassThrough = NodeStream.PassThrough;
export type Stream = NodeStream.Stream;
export type DuplexOptions = NodeStream.DuplexOptions;

export { duplexPair };
export default library;
