import type { Bytes } from './bytes.ts';
import { LISTPACK_OVERHEAD, listpackIntegerSize, listpackSize } from './listpack.ts';
import { millisecondsOf, type StreamId, sequenceOf } from './stream-id.ts';

export interface StreamEntry {
  readonly id: StreamId;
  /** Names and values in turn. */
  readonly fields: readonly Bytes[];
}

/** 0 is no limit. */
export interface NodeLimits {
  readonly bytes: number;
  readonly entries: number;
}

/** Some neighbouring entries of a stream. Removed ones still take up their room. */
export class StreamNode {
  readonly entries: StreamEntry[] = [];
  readonly firstId: StreamId;
  readonly #names: readonly Bytes[];
  #slots = 0;
  #bytes: number;

  constructor(firstId: StreamId, names: readonly Bytes[]) {
    this.firstId = firstId;
    this.#names = names;
    // Counts of entries, of removed ones and of names, the names, and an end mark.
    const counts = 3 * listpackIntegerSize(0n) + listpackIntegerSize(BigInt(names.length));
    this.#bytes = LISTPACK_OVERHEAD + counts + sizeOf(names);
  }

  hasRoom(fields: readonly Bytes[], limits: NodeLimits): boolean {
    const length = fields.reduce((sum, word) => sum + word.length, 0);
    const most = limits.bytes === 0 ? LARGEST_NODE : Math.min(limits.bytes, LARGEST_NODE);
    if (this.#bytes + length >= most) return false;
    return limits.entries === 0 || this.#slots < limits.entries;
  }

  append(entry: StreamEntry): void {
    this.entries.push(entry);
    this.#slots++;
    this.#bytes += this.#entrySize(entry);
  }

  remove(id: StreamId): boolean {
    const index = this.entries.findIndex((entry) => entry.id === id);
    if (index === -1) return false;
    this.entries.splice(index, 1);
    return true;
  }

  copy(): StreamNode {
    const copy = new StreamNode(this.firstId, this.#names);
    copy.entries.push(...this.entries);
    copy.#slots = this.#slots;
    copy.#bytes = this.#bytes;
    return copy;
  }

  /** An entry with the names of the first one does not repeat them. */
  #entrySize({ id, fields }: StreamEntry): number {
    const names = namesOf(fields);
    const values = fields.filter((_, index) => index % 2 === 1);
    const same = names.length === this.#names.length && names.every((name, index) => name === this.#names[index]);
    const flags = listpackIntegerSize(same ? 2n : 0n);
    const difference =
      listpackIntegerSize(BigInt.asIntN(64, millisecondsOf(id) - millisecondsOf(this.firstId))) +
      listpackIntegerSize(BigInt.asIntN(64, sequenceOf(id) - sequenceOf(this.firstId)));
    const own = same ? 0 : listpackIntegerSize(BigInt(names.length)) + sizeOf(names);
    const pieces = 3 + values.length + (same ? 0 : names.length + 1);
    return flags + difference + own + sizeOf(values) + listpackIntegerSize(BigInt(pieces));
  }
}

/** Redis keeps a node below this whatever the limits. */
const LARGEST_NODE = 2 ** 30;

export function newNode(entry: StreamEntry): StreamNode {
  const node = new StreamNode(entry.id, namesOf(entry.fields));
  node.append(entry);
  return node;
}

function namesOf(fields: readonly Bytes[]): Bytes[] {
  return fields.filter((_, index) => index % 2 === 0);
}

function sizeOf(words: readonly Bytes[]): number {
  return words.reduce((sum, word) => sum + listpackSize(word), 0);
}
