import type { Duplex, Readable } from '../stream.ts';
import type { Chunk } from './chunks.ts';

/**
 * The parts of a stream's state that Node's own `net` and `http` use and that have no public name. They are fields of
 * `readable-stream`, which is Node's stream code.
 */
interface ReadableState {
  readingMore: boolean;
  flowing: boolean | null;
}

interface WithState {
  _readableState: ReadableState;
  _writableState: { getBuffer(): Chunk[] };
  _undestroy(): void;
}

function internals(stream: Readable | Duplex): WithState {
  return stream as unknown as WithState;
}

/** Keeps a fresh stream from reading ahead before the program asks for data. */
export function holdReading(stream: Readable, held: boolean): void {
  internals(stream)._readableState.readingMore = held;
}

/** Puts a stream back to before anybody read it: what comes is kept for whoever listens next. */
export function stopFlowing(stream: Readable): void {
  internals(stream)._readableState.flowing = null;
}

/** Chunks that were written but not yet handed to `_write`. */
export function bufferedChunks(stream: Duplex): readonly Chunk[] {
  return internals(stream)._writableState.getBuffer();
}

/** Makes a destroyed stream usable again, for a socket that connects a second time. */
export function undestroy(stream: Duplex): void {
  internals(stream)._undestroy();
}
