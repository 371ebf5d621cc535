import type { Readable as NodeReadable, ReadableOptions } from 'node:stream';
import { AbortError } from '../events/abort.ts';
import { invalidArgType } from '../net/coded-error.ts';
import library from './library.ts';

const { finished, Readable } = library;

export interface ToWebOptions {
  strategy?: QueuingStrategy;
}

/**
 * A web stream read as a Node stream.
 *
 * @see https://nodejs.org/api/stream.html#streamreadablefromwebreadablestream-options
 */
export function readableFromWeb(source: unknown, options: ReadableOptions = {}): NodeReadable {
  if (!(source instanceof ReadableStream)) {
    throw invalidArgType('readableStream', 'an instance of ReadableStream', source);
  }
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  const reader: ReadableStreamDefaultReader<unknown> = source.getReader();
  let closed = false;
  const readable: NodeReadable = new Readable({
    objectMode,
    ...(highWaterMark === undefined ? {} : { highWaterMark }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(signal === undefined ? {} : { signal }),
    read() {
      reader.read().then(
        ({ done, value }) => readable.push(done ? null : value),
        (error) => readable.destroy(error),
      );
    },
    destroy(error, done) {
      if (closed) {
        done(error);
        return;
      }
      reader.cancel(error).then(
        () => done(error),
        (failure) => done(failure),
      );
    },
  });
  reader.closed.then(
    () => {
      closed = true;
    },
    (error) => {
      closed = true;
      readable.destroy(error);
    },
  );
  return readable;
}

/**
 * A Node stream read as a web stream: its bytes as `Uint8Array`s.
 *
 * @see https://nodejs.org/api/stream.html#streamreadabletowebstreamreadable-options
 */
export function readableToWeb(readable: unknown, options: ToWebOptions = {}): ReadableStream<unknown> {
  if (!isReadable(readable)) throw invalidArgType('streamReadable', 'an stream.Readable', readable);
  if (readable.destroyed || !readable.readable) {
    return new ReadableStream({
      start(controller) {
        controller.close();
      },
    });
  }
  const { readableObjectMode: objectMode, readableHighWaterMark: highWaterMark } = readable;
  const size = (chunk: unknown): number => (ArrayBuffer.isView(chunk) ? chunk.byteLength : String(chunk).length);
  const strategy = options.strategy ?? (objectMode ? { highWaterMark } : { highWaterMark, size });
  let cancelled = false;
  return new ReadableStream<unknown>(
    {
      start(controller) {
        readable.pause();
        const cleanup = finished(readable, (error) => {
          cleanup();
          // A late error of a stream that nobody reads any more goes nowhere.
          readable.on('error', () => {});
          if (error) {
            const early = 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
            controller.error(early ? new AbortError(undefined, { cause: error }) : error);
          } else if (!cancelled) controller.close();
        });
        readable.on('data', (chunk: unknown) => {
          controller.enqueue(chunk instanceof Uint8Array && !objectMode ? new Uint8Array(chunk) : chunk);
          if ((controller.desiredSize ?? 0) <= 0) readable.pause();
        });
      },
      pull() {
        readable.resume();
      },
      cancel(reason) {
        cancelled = true;
        library.destroy(readable, reason);
      },
    },
    strategy,
  );
}

function isReadable(value: unknown): value is NodeReadable {
  return typeof value === 'object' && value !== null && '_readableState' in value && 'pipe' in value;
}
