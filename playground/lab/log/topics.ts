import { Partition } from './partition.ts';

/** @see https://github.com/apache/kafka/blob/trunk/clients/src/main/java/org/apache/kafka/common/internals/Topic.java */
const NAME = /^[\w.-]{1,249}$/;

export function isTopicName(name: string): boolean {
  return NAME.test(name) && name !== '.' && name !== '..';
}

/** The topics, and who waits for new records in them. */
export class Topics {
  readonly #topics = new Map<string, readonly Partition[]>();
  readonly #waiting = new Set<() => void>();

  get names(): readonly string[] {
    return [...this.#topics.keys()];
  }

  get(name: string): readonly Partition[] | undefined {
    return this.#topics.get(name);
  }

  partition(topic: string, index: number): Partition | undefined {
    return this.#topics.get(topic)?.[index];
  }

  create(name: string, partitions: number): readonly Partition[] {
    const created = Array.from({ length: partitions }, () => new Partition(() => this.#wake()));
    this.#topics.set(name, created);
    return created;
  }

  delete(name: string): boolean {
    return this.#topics.delete(name);
  }

  /** Resolves once records have come anywhere, or after so many milliseconds. */
  nextAppend(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.#waiting.add(done);
    });
  }

  /** Lets whoever waits go on. */
  close(): void {
    this.#wake();
  }

  #wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
