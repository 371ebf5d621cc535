import type { DuplexOptions, Duplex as NodeDuplex } from 'node:stream';
import { invalidArgType } from '../net/coded-error.ts';
import library from './library.ts';
import { readableFromWeb, readableToWeb } from './web-readable.ts';
import { writableFromWeb, writableToWeb } from './web-writable.ts';

interface WebPair {
  readable: ReadableStream<unknown>;
  writable: WritableStream<unknown>;
}

/**
 * A pair of web streams as one Node stream.
 *
 * @see https://nodejs.org/api/stream.html#streamduplexfromwebpair-options
 */
export function duplexFromWeb(pair: unknown, options: DuplexOptions = {}): NodeDuplex {
  if (typeof pair !== 'object' || pair === null) throw invalidArgType('pair', 'of type object', pair);
  const { readable, writable }: Partial<WebPair> = pair;
  if (!(readable instanceof ReadableStream)) {
    throw invalidArgType('pair.readable', 'an instance of ReadableStream', readable);
  }
  if (!(writable instanceof WritableStream)) {
    throw invalidArgType('pair.writable', 'an instance of WritableStream', writable);
  }
  const { decodeStrings, highWaterMark, objectMode, signal } = options;
  const shared = {
    ...(highWaterMark === undefined ? {} : { highWaterMark }),
    ...(objectMode === undefined ? {} : { objectMode }),
    ...(signal === undefined ? {} : { signal }),
  };
  return library.Duplex.from({
    readable: readableFromWeb(readable, shared),
    writable: writableFromWeb(writable, { ...shared, ...(decodeStrings === undefined ? {} : { decodeStrings }) }),
  });
}

/** @see https://nodejs.org/api/stream.html#streamduplextowebstreamduplex-options */
export function duplexToWeb(duplex: unknown): WebPair {
  if (!(duplex instanceof library.Duplex)) throw invalidArgType('duplex', 'an stream.Duplex', duplex);
  return { writable: writableToWeb(duplex), readable: readableToWeb(duplex) };
}
