import { Group } from './group.ts';

export interface CommittedOffset {
  readonly offset: number;
  readonly metadata: string | null;
}

/** The groups and how far each has come. */
export class Groups {
  readonly #groups = new Map<string, Group>();
  /** By group, then by topic, then by partition. */
  readonly #offsets = new Map<string, Map<string, Map<number, CommittedOffset>>>();

  get(id: string): Group {
    const group = this.#groups.get(id) ?? new Group();
    this.#groups.set(id, group);
    return group;
  }

  commit(group: string, topic: string, partition: number, committed: CommittedOffset): void {
    const topics = this.#offsets.get(group) ?? new Map<string, Map<number, CommittedOffset>>();
    this.#offsets.set(group, topics);
    topics.set(topic, (topics.get(topic) ?? new Map()).set(partition, committed));
  }

  committed(group: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#offsets.get(group)?.get(topic)?.get(partition);
  }

  /** Everything that a group has committed. */
  allCommitted(group: string): readonly { readonly topic: string; readonly partitions: readonly number[] }[] {
    const topics = this.#offsets.get(group) ?? new Map<string, Map<number, CommittedOffset>>();
    return [...topics].map(([topic, partitions]) => ({ topic, partitions: [...partitions.keys()] }));
  }

  close(): void {
    for (const group of this.#groups.values()) group.close();
  }
}
