import { ErrorCode } from './error-code.ts';
import { ProducerSequences } from './producer-sequences.ts';
import { placeBatch, type RecordBatch } from './record-batch.ts';

interface Stored {
  readonly offset: number;
  readonly batch: RecordBatch;
}

/** How many bytes a partition keeps: the oldest batches go, as under `retention.bytes`. */
const RETENTION_BYTES = 64 * 1024 * 1024;

export type Appended =
  | { readonly ok: true; readonly offset: number }
  | { readonly ok: false; readonly error: ErrorCode };

/** A log: records in the order in which they came, each with the next offset. */
export class Partition {
  #batches: Stored[] = [];
  #bytes = 0;
  #end = 0;
  readonly #sequences = new ProducerSequences();
  readonly #retention: number;
  readonly #onAppend: () => void;

  constructor(onAppend: () => void, retention = RETENTION_BYTES) {
    this.#onAppend = onAppend;
    this.#retention = retention;
  }

  /** The lowest offset that can still be read. */
  get start(): number {
    return this.#batches[0]?.offset ?? this.#end;
  }

  /** The offset that the next record gets. */
  get end(): number {
    return this.#end;
  }

  /** A batch that its producer sends again is stored once. */
  append(batch: RecordBatch): Appended {
    const seen = this.#sequences.check(batch);
    if (seen.kind === 'repeated') return { ok: true, offset: seen.offset };
    if (seen.kind === 'gap') return { ok: false, error: ErrorCode.outOfOrderSequence };
    const offset = this.#end;
    placeBatch(batch, offset);
    this.#sequences.stored(batch, offset);
    this.#batches.push({ offset, batch });
    this.#bytes += batch.bytes.length;
    this.#end += batch.count;
    this.#expire();
    this.#onAppend();
    return { ok: true, offset };
  }

  /**
   * Whole batches from the one that holds `offset`, up to so many bytes but one at least, so that a large one cannot stop
   * its readers. Empty at the end; null outside of what is kept.
   */
  read(offset: number, maxBytes: number): Buffer | null {
    if (offset < this.start || offset > this.#end) return null;
    const parts: Buffer[] = [];
    let size = 0;
    for (let index = this.#indexOf(offset); index < this.#batches.length; index++) {
      const { bytes } = this.#batches[index]!.batch;
      if (parts.length > 0 && size + bytes.length > maxBytes) break;
      parts.push(bytes);
      size += bytes.length;
    }
    return Buffer.concat(parts);
  }

  /** The first batch with a record from this time on; null when all are older. */
  firstFrom(timestamp: number): { readonly offset: number; readonly timestamp: number } | null {
    const found = this.#batches.find(({ batch }) => batch.maxTimestamp >= timestamp);
    return found ? { offset: found.offset, timestamp: found.batch.firstTimestamp } : null;
  }

  /** The index of the batch that holds this offset; one past the last for the end. */
  #indexOf(offset: number): number {
    let low = 0;
    let high = this.#batches.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const { offset: first, batch } = this.#batches[middle]!;
      if (first + batch.count > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #expire(): void {
    let old = 0;
    while (this.#bytes > this.#retention && old < this.#batches.length - 1) {
      this.#bytes -= this.#batches[old++]!.batch.bytes.length;
    }
    this.#batches.splice(0, old);
  }
}
