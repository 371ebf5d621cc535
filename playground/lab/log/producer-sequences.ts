import type { RecordBatch } from './record-batch.ts';

interface Remembered {
  readonly sequence: number;
  readonly offset: number;
}

interface Producer {
  readonly epoch: number;
  /** The sequence number that comes next. */
  next: number;
  readonly recent: Remembered[];
}

/** How many of its last batches a producer may send again. */
const REMEMBERED = 5;
const NONE = -1;

export type SequenceCheck =
  | { readonly kind: 'new' }
  | { readonly kind: 'repeated'; readonly offset: number }
  | { readonly kind: 'gap' };

/** What idempotent producers have stored in one partition. @see https://kafka.apache.org/documentation/#semantics */
export class ProducerSequences {
  readonly #producers = new Map<number, Producer>();

  check({ producerId, producerEpoch, firstSequence }: RecordBatch): SequenceCheck {
    const producer = this.#producers.get(producerId);
    if (producerId === NONE || producer?.epoch !== producerEpoch) return { kind: 'new' };
    const repeated = producer.recent.find(({ sequence }) => sequence === firstSequence);
    if (repeated) return { kind: 'repeated', offset: repeated.offset };
    return { kind: firstSequence === producer.next ? 'new' : 'gap' };
  }

  stored({ producerId, producerEpoch, firstSequence, count }: RecordBatch, offset: number): void {
    if (producerId === NONE) return;
    const known = this.#producers.get(producerId);
    const producer = known?.epoch === producerEpoch ? known : { epoch: producerEpoch, next: 0, recent: [] };
    producer.recent.push({ sequence: firstSequence, offset });
    if (producer.recent.length > REMEMBERED) producer.recent.shift();
    producer.next = firstSequence + count;
    this.#producers.set(producerId, producer);
  }
}
