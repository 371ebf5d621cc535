import type NodeStream from 'node:stream';
import library from 'readable-stream/lib/stream.js';

library.setDefaultHighWaterMark(false, 64 * 1024);

export const {
  Readable,
  Writable,
  Duplex,
  Transform,
  PassThrough,
  Stream,
  addAbortSignal,
  finished,
  pipeline,

  promises,
  isErrored,
  isReadable,
  getDefaultHighWaterMark,
  setDefaultHighWaterMark,
} = library;
export type Readable = NodeStream.Readable;
export type Writable = NodeStream.Writable;
export type Duplex = NodeStream.Duplex;
export type Stream = NodeStream.Stream;
export type DuplexOptions = NodeStream.DuplexOptions;
export default library;
