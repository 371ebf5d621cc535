import type { Writable as NodeWritable, WritableOptions } from 'node:stream';
import { Buffer } from '../buffer.ts';
import { AbortError } from '../events/abort.ts';
import { invalidArgType } from '../net/coded-error.ts';
import library from './library.ts';

const { finished, Writable } = library;

type Done = (error?: Error | null) => void;

/**
 * A web stream written to as a Node stream.
 *
 * @see https://nodejs.org/api/stream.html#streamwritablefromwebwritablestream-options
 */
export function writableFromWeb(target: unknown, options: WritableOptions = {}): NodeWritable {
  if (!(target instanceof WritableStream)) {
    throw invalidArgType('writableStream', 'an instance of WritableStream', target);
  }
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  const writer: WritableStreamDefaultWriter<unknown> = target.getWriter();
  let closed = false;
  const send = (chunk: unknown, encoding: BufferEncoding, done: Done) => {
    const value = typeof chunk === 'string' && decodeStrings && !objectMode ? Buffer.from(chunk, encoding) : chunk;
    writer.ready
      .then(() => writer.write(value))
      .then(
        () => done(),
        (error) => done(error),
      );
  };
  const writable: NodeWritable = new Writable({
    objectMode,
    decodeStrings,
    ...(highWaterMark === undefined ? {} : { highWaterMark }),
    ...(signal === undefined ? {} : { signal }),
    write: send,
    destroy(error, done) {
      if (closed) {
        done(error);
        return;
      }
      const ending = error === null ? writer.close() : writer.abort(error);
      ending.then(
        () => done(error),
        (failure) => done(error ?? failure),
      );
    },
    final(done) {
      if (closed) {
        done();
        return;
      }
      writer.close().then(
        () => done(),
        (error) => done(error),
      );
    },
  });
  writer.closed.then(
    () => {
      closed = true;
      if (!writable.writableEnded) writable.destroy(prematureClose());
    },
    (error) => {
      closed = true;
      writable.destroy(error);
    },
  );
  return writable;
}

const prematureClose = () => Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });

/**
 * A Node stream written to as a web stream.
 *
 * @see https://nodejs.org/api/stream.html#streamwritabletowebstreamwritable
 */
export function writableToWeb(writable: unknown): WritableStream<unknown> {
  if (!isWritable(writable)) throw invalidArgType('streamWritable', 'an stream.Writable', writable);
  if (writable.destroyed || !writable.writable) {
    const ended = new WritableStream();
    void ended.close();
    return ended;
  }
  let drained: PromiseWithResolvers<void> | null = null;
  let closing: PromiseWithResolvers<void> | null = null;
  const { writableHighWaterMark: highWaterMark } = writable;
  const strategy = writable.writableObjectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark };
  return new WritableStream<unknown>(
    {
      start(controller) {
        const cleanup = finished(writable, (error) => {
          cleanup();
          writable.on('error', () => {});
          if (error) {
            drained?.reject(error);
            closing?.reject(error);
            closing = null;
            controller.error(error);
          } else if (closing) {
            closing.resolve();
            closing = null;
          } else controller.error(new AbortError());
        });
        writable.on('drain', () => drained?.resolve());
      },
      async write(chunk) {
        if (!writable.writableNeedDrain && writable.write(chunk)) return;
        drained = Promise.withResolvers();
        await drained.promise;
        drained = null;
      },
      abort(reason) {
        library.destroy(writable, reason);
      },
      close() {
        closing = Promise.withResolvers();
        const { promise } = closing;
        writable.end();
        return promise;
      },
    },
    strategy,
  );
}

function isWritable(value: unknown): value is NodeWritable {
  return typeof value === 'object' && value !== null && '_writableState' in value && 'write' in value;
}
