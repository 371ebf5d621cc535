import { queueEvent } from '../../event-loop.ts';
import { acquire } from '../../liveness.ts';

type Read = (this: Blob) => Promise<unknown>;

/** The browser reads a blob elsewhere. The process waits for it, and hears of it as of all that comes from outside. */
function waitedFor(read: Read): Read {
  return function (this: Blob) {
    const handle = acquire();
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) =>
        queueEvent(() => {
          handle.release();
          finish();
        });
      read.call(this).then(
        (value) => settle(() => resolve(value)),
        (error) => settle(() => reject(error)),
      );
    });
  };
}

/** A blob's bytes as a stream that keeps the process alive while it is read. */
function stream(this: Blob): ReadableStream<Uint8Array> {
  const PIECE = 64 * 1024;
  let position = 0;
  const source: UnderlyingByteSource = {
    type: 'bytes',
    pull: async (controller) => {
      const piece = new Uint8Array(await this.slice(position, position + PIECE).arrayBuffer());
      position += piece.byteLength;
      if (piece.byteLength > 0) controller.enqueue(piece);
      if (position < this.size) return;
      controller.close();
      controller.byobRequest?.respond(0);
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}

/** Makes reading a `Blob` or a `File` an operation that the process waits for, as in Node. */
export function followBlobs(): void {
  for (const name of ['arrayBuffer', 'bytes', 'text'] as const) {
    const read: unknown = Reflect.get(Blob.prototype, name);
    if (typeof read !== 'function') continue;
    const value = waitedFor(read as Read);
    Object.defineProperty(value, 'name', { value: name });
    Object.defineProperty(Blob.prototype, name, { value, writable: true, enumerable: true, configurable: true });
  }
  const value = stream;
  Object.defineProperty(Blob.prototype, 'stream', { value, writable: true, enumerable: true, configurable: true });
}
