import { type Bytes, compareBytes } from './bytes.ts';
import type { StreamId } from './stream-id.ts';

/** An entry that was delivered and not acknowledged. */
export interface Pending {
  readonly id: StreamId;
  consumer: Consumer;
  /** Epoch milliseconds. */
  deliveredAt: number;
  deliveries: number;
}

export interface Consumer {
  readonly name: Bytes;
  /** Epoch milliseconds. */
  seenAt: number;
  readonly pending: Map<StreamId, Pending>;
}

const byId = (a: Pending, b: Pending) => (a.id < b.id ? -1 : 1);

/** Consumers that share a stream: each entry goes to one of them, and stays pending until it says that it is done. */
export class ConsumerGroup {
  lastId: StreamId;
  /** How many entries of the stream were read; null when that cannot be told. */
  entriesRead: number | null;
  readonly #pending = new Map<StreamId, Pending>();
  readonly #consumers = new Map<Bytes, Consumer>();

  constructor(lastId: StreamId, entriesRead: number | null) {
    this.lastId = lastId;
    this.entriesRead = entriesRead;
  }

  get pendingCount(): number {
    return this.#pending.size;
  }

  /** In the order of their ids. */
  get pending(): readonly Pending[] {
    return [...this.#pending.values()].sort(byId);
  }

  /** In the order of their names. */
  get consumers(): readonly Consumer[] {
    return [...this.#consumers.values()].sort((a, b) => compareBytes(a.name, b.name));
  }

  consumer(name: Bytes): Consumer | undefined {
    return this.#consumers.get(name);
  }

  /** Finds a consumer or makes it, and notes that it was here. */
  visit(name: Bytes): Consumer {
    const consumer = this.#consumers.get(name) ?? { name, seenAt: 0, pending: new Map<StreamId, Pending>() };
    consumer.seenAt = Date.now();
    this.#consumers.set(name, consumer);
    return consumer;
  }

  /** Returns how many entries it leaves: they are pending no more. Undefined without such a consumer. */
  removeConsumer(name: Bytes): number | undefined {
    const consumer = this.#consumers.get(name);
    if (!consumer) return undefined;
    for (const id of consumer.pending.keys()) this.#pending.delete(id);
    this.#consumers.delete(name);
    return consumer.pending.size;
  }

  find(id: StreamId): Pending | undefined {
    return this.#pending.get(id);
  }

  /** Makes an entry pending for a consumer; whoever had it has it no more. */
  assign(id: StreamId, consumer: Consumer, deliveredAt: number, deliveries: number): void {
    this.release(id);
    const pending = { id, consumer, deliveredAt, deliveries };
    this.#pending.set(id, pending);
    consumer.pending.set(id, pending);
  }

  /** False when the entry was not pending. */
  release(id: StreamId): boolean {
    this.#pending.get(id)?.consumer.pending.delete(id);
    return this.#pending.delete(id);
  }

  copy(): ConsumerGroup {
    const copy = new ConsumerGroup(this.lastId, this.entriesRead);
    for (const { name, seenAt } of this.#consumers.values()) copy.visit(name).seenAt = seenAt;
    for (const { id, consumer, deliveredAt, deliveries } of this.pending) {
      copy.assign(id, copy.consumer(consumer.name) ?? copy.visit(consumer.name), deliveredAt, deliveries);
    }
    return copy;
  }
}

/** What a consumer still has to acknowledge, in the order of the ids. */
export function pendingOf(consumer: Consumer): readonly Pending[] {
  return [...consumer.pending.values()].sort(byId);
}
