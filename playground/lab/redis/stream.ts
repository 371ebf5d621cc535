import type { Bytes } from './bytes.ts';
import type { Config } from './config.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { radixTreeNodes } from './radix-tree.ts';
import { CommandError } from './reply.ts';
import {
  ID_MAX,
  ID_MIN,
  idBytes,
  millisecondsOf,
  PART_MAX,
  type RequestedId,
  type StreamId,
  sequenceOf,
  streamId,
} from './stream-id.ts';
import { type NodeLimits, newNode, type StreamEntry, type StreamNode } from './stream-node.ts';

export interface Trim {
  /** Keep at most so many entries, or only those from this id on. */
  readonly by: { readonly maxLength: number } | { readonly minId: StreamId };
  /** Whether to remove whole nodes only, and so keep some entries more. */
  readonly approximate: boolean;
  /** The most entries to remove; 0 for no limit. */
  readonly limit: number;
}

/** An append-only log of entries, kept in nodes of up to 100 entries or 4 KB, as Redis keeps it. */
export class Stream {
  readonly groups = new Map<Bytes, ConsumerGroup>();
  lastId: StreamId = ID_MIN;
  /** The highest id that XDEL removed; trimming does not count. */
  maxDeletedId: StreamId = ID_MIN;
  /** How many entries were ever added. */
  added = 0;
  #length = 0;
  #nodes: StreamNode[] = [];

  get length(): number {
    return this.#length;
  }

  get nodes(): number {
    return this.#nodes.length;
  }

  /** How many nodes Redis's tree of nodes has. */
  get treeNodes(): number {
    return radixTreeNodes(this.#nodes.map(({ firstId }) => idBytes(firstId)));
  }

  get first(): StreamEntry | undefined {
    return this.#nodes[0]?.entries[0];
  }

  get last(): StreamEntry | undefined {
    return this.#nodes.at(-1)?.entries.at(-1);
  }

  /** The lowest id; 0-0 in an empty stream. */
  get firstId(): StreamId {
    return this.first?.id ?? ID_MIN;
  }

  /** The id that a new entry would get. Throws a {@link CommandError} when it would not be higher than all before. */
  nextId(requested: RequestedId): StreamId {
    if (this.lastId === ID_MAX) {
      throw new CommandError('ERR The stream has exhausted the last possible ID, unable to add more items');
    }
    const id = this.#resolve(requested);
    if (id === ID_MIN) throw new CommandError('ERR The ID specified in XADD must be greater than 0-0');
    if (id === null || id <= this.lastId) {
      throw new CommandError('ERR The ID specified in XADD is equal or smaller than the target stream top item');
    }
    return id;
  }

  append(id: StreamId, fields: readonly Bytes[], limits: NodeLimits): void {
    const tail = this.#nodes.at(-1);
    const entry = { id, fields };
    if (tail?.hasRoom(fields, limits)) tail.append(entry);
    else this.#nodes.push(newNode(entry));
    this.#length++;
    this.added++;
    this.lastId = id;
  }

  get(id: StreamId): StreamEntry | undefined {
    const [entry] = this.range(id, id, 1);
    return entry;
  }

  /** Up to `count` entries from one id to another, both included. */
  range(from: StreamId, to: StreamId, count = Infinity): StreamEntry[] {
    const found: StreamEntry[] = [];
    for (let n = this.#nodeAt(from); n < this.#nodes.length; n++) {
      const { entries } = this.#nodes[n]!;
      for (let e = firstAtLeast(entries, from); e < entries.length; e++) {
        const entry = entries[e]!;
        if (entry.id > to || found.length >= count) return found;
        found.push(entry);
      }
    }
    return found;
  }

  /** As `range`, from the highest id down. */
  reverseRange(from: StreamId, to: StreamId, count = Infinity): StreamEntry[] {
    const found: StreamEntry[] = [];
    for (let n = Math.min(this.#nodeAt(to), this.#nodes.length - 1); n >= 0; n--) {
      for (const entry of this.#nodes[n]!.entries.toReversed()) {
        if (entry.id < from || found.length >= count) return found;
        if (entry.id <= to) found.push(entry);
      }
    }
    return found;
  }

  delete(id: StreamId): boolean {
    const n = this.#nodeAt(id);
    const node = this.#nodes[n];
    if (!node?.remove(id)) return false;
    if (node.entries.length === 0) this.#nodes.splice(n, 1);
    this.#length--;
    if (id > this.maxDeletedId) this.maxDeletedId = id;
    return true;
  }

  /** Removes the oldest entries. Returns how many. */
  trim({ by, approximate, limit }: Trim): number {
    const before = this.#length;
    const maxLength = 'maxLength' in by ? by.maxLength : null;
    const isDone = () => maxLength !== null && this.#length <= maxLength;
    let whole = 0;
    for (const { entries } of this.#nodes) {
      if (isDone() || (limit > 0 && before - this.#length + entries.length > limit)) break;
      const last = entries.at(-1)?.id ?? ID_MAX;
      const removable = 'maxLength' in by ? this.#length - entries.length >= by.maxLength : last < by.minId;
      if (!removable) {
        if (!approximate) {
          const excess = 'maxLength' in by ? this.#length - by.maxLength : firstAtLeast(entries, by.minId);
          entries.splice(0, excess);
          this.#length -= excess;
        }
        break;
      }
      whole++;
      this.#length -= entries.length;
    }
    this.#nodes.splice(0, whole);
    return before - this.#length;
  }

  copy(): Stream {
    const copy = new Stream();
    copy.lastId = this.lastId;
    copy.maxDeletedId = this.maxDeletedId;
    copy.added = this.added;
    copy.#length = this.#length;
    copy.#nodes = this.#nodes.map((node) => node.copy());
    for (const [name, group] of this.groups) copy.groups.set(name, group.copy());
    return copy;
  }

  /** Null when no sequence number is left. */
  #resolve(requested: RequestedId): StreamId | null {
    switch (requested.kind) {
      case 'given':
        return requested.id;
      case 'sequenced': {
        const { milliseconds } = requested;
        const used = this.lastId !== ID_MIN && millisecondsOf(this.lastId) === milliseconds;
        if (!used) return streamId(milliseconds, milliseconds === 0n ? 1n : 0n);
        return sequenceOf(this.lastId) === PART_MAX ? null : this.lastId + 1n;
      }
      case 'generated': {
        const now = streamId(BigInt(Date.now()), 0n);
        // The clock may go back; ids do not.
        return now > this.lastId ? now : this.lastId + 1n;
      }
    }
  }

  /** The index of the first node that reaches `id`. */
  #nodeAt(id: StreamId): number {
    let low = 0;
    let high = this.#nodes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#nodes[middle]!.entries.at(-1)?.id ?? ID_MAX) >= id) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The index of the first entry with at least this id. */
function firstAtLeast(entries: readonly StreamEntry[], id: StreamId): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[middle]!.id >= id) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const limitsOf = (config: Config): NodeLimits => ({
  bytes: config.streamNodeBytes,
  entries: config.streamNodeEntries,
});
