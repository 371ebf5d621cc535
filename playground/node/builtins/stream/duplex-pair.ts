import type { DuplexOptions, Duplex as NodeDuplex } from 'node:stream';
import library from './library.ts';

type Done = (error?: Error | null) => void;

/** One end: what is written to it can be read at the other. */
class DuplexSide extends library.Duplex {
  other: DuplexSide | null = null;
  #delivered: Done | null = null;

  override _read(): void {
    const done = this.#delivered;
    this.#delivered = null;
    done?.();
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: Done): void {
    const { other } = this;
    if (!other || (chunk instanceof Uint8Array && chunk.length === 0)) {
      process.nextTick(done);
      return;
    }
    other.push(chunk);
    // Back-pressure: the next write waits until the other end asks for more.
    other.#delivered = done;
  }

  override _final(done: Done): void {
    this.other?.on('end', () => done());
    this.other?.push(null);
  }
}

/**
 * Two streams, each of which reads what is written to the other.
 *
 * @see https://nodejs.org/api/stream.html#streamduplexpairoptions
 */
export function duplexPair(options?: DuplexOptions): [NodeDuplex, NodeDuplex] {
  const left = new DuplexSide(options);
  const right = new DuplexSide(options);
  left.other = right;
  right.other = left;
  return [left, right];
}
