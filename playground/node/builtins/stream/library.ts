// Before the library: its modules take their errors when they are loaded.
import './errors.ts';

import stream from 'readable-stream/lib/stream.js';
import { EventEmitter } from '../events.ts';

/** Parts that the types of Node's documentation leave out. */
interface Undocumented {
  compose(...streams: unknown[]): stream.Duplex;
  destroy(target: stream.Readable | stream.Writable, error?: unknown): void;
  isDisturbed(target: unknown): boolean;
  isDestroyed(target: unknown): boolean | null;
  isWritable(target: unknown): boolean | null;
  _isUint8Array(value: unknown): boolean;
  _uint8ArrayToBuffer(chunk: ArrayBufferView): Uint8Array;
}

const library = stream as typeof stream & Undocumented;
const { Stream } = library;

// A stream is an emitter of ours, even where the library was given another `events`.
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

// What Node changed after the version that the library is made from.
Stream.setDefaultHighWaterMark(false, 64 * 1024);
library._isUint8Array = ArrayBuffer.isView;
Reflect.deleteProperty(Stream.Readable.prototype, 'asIndexedPairs');

type Done = (error: Error | null) => void;

/** A write that went well tells its callback `null`, where the library tells it nothing. */
function withNull(done: unknown): unknown {
  if (typeof done !== 'function') return done;
  return (error: Error | null = null): unknown => (done as Done)(error);
}

for (const { prototype } of [library.Writable, library.Duplex]) {
  const send: unknown = prototype.write;
  function write(this: stream.Writable, chunk: unknown, encoding?: unknown, done?: unknown): unknown {
    return Reflect.apply(send as typeof write, this, [chunk, withNull(encoding), withNull(done)]);
  }
  Object.defineProperty(prototype, 'write', { value: write, writable: true, configurable: true });
}

export default library;
