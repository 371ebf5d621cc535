import type { LiveConnection } from './live-connection.ts';
import type { Lane, Mark } from './marks.ts';

/** Ids of this many events are remembered, to tell one that comes a second time. */
const mostIds = 256;

/** A lane as the model goes on with it. */
export class LiveLane implements Lane {
  readonly number: number;
  readonly path: string;
  /** What the preview says of the `EventSource`; null where nothing does. */
  readonly source: string | null;
  goneAt: number | null = null;
  connections: LiveConnection[] = [];
  marks: Mark[] = [];
  /** The id that the client would come back with, as far as its events told. */
  lastId: string | null = null;
  readonly #ids = new Set<string>();

  constructor(number: number, path: string, source: string | null) {
    this.number = number;
    this.path = path;
    this.source = source;
  }

  get last(): LiveConnection | undefined {
    return this.connections.at(-1);
  }

  had(id: string): boolean {
    return this.#ids.has(id);
  }

  delivered(id: string): void {
    this.lastId = id === '' ? null : id;
    this.#ids.delete(id);
    this.#ids.add(id);
    if (this.#ids.size <= mostIds) return;
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest);
      return;
    }
  }

  /** Forgets what was before `at`. What is kept of the lane's last connection stays. */
  forgetBefore(at: number, firstId: number): void {
    this.marks = this.marks.filter(({ id }) => id >= firstId);
    const last = this.last;
    this.connections = this.connections.filter((each) => each === last || each.end === null || each.end.at >= at);
  }
}
