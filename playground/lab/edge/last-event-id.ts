/**
 * Resuming where the browser cannot ask for it. Chromium hides `Last-Event-ID` from a service worker, and the preview is
 * served by one. So the preview's `EventSource` (see preview/event-source.ts) tags each stream's URL with a private
 * parameter; the edge takes it off, remembers the last id delivered under that tag, and supplies the missing header.
 */

export const STREAM_TAG_PARAMETER = '__steady_stream';

const TAG = new RegExp(`([?&])${STREAM_TAG_PARAMETER}=([^&#]*)(&?)`);

export interface UntaggedPath {
  /** The request target as the page asked for it, the rest of its query unchanged. */
  readonly path: string;
  readonly tag: string | null;
}

export function takeStreamTag(target: string): UntaggedPath {
  const match = TAG.exec(target);
  if (!match) return { path: target, tag: null };
  const [whole, before, tag, after] = match;
  const path = target.slice(0, match.index) + (after ? before : '') + target.slice(match.index + whole.length);
  return { path, tag: tag ?? null };
}

/** The same target with a stream's tag: the inverse of {@link takeStreamTag}. */
export function withStreamTag(target: string, tag: string): string {
  const [path = '', fragment] = target.split('#', 2);
  const tagged = `${path}${path.includes('?') ? '&' : '?'}${STREAM_TAG_PARAMETER}=${tag}`;
  return fragment === undefined ? tagged : `${tagged}#${fragment}`;
}

export interface LastEventIdLimits {
  readonly tags: number;
  readonly idleMs: number;
}

interface Entry {
  id: string;
  usedAt: number;
}

/** The last id delivered per stream tag. Forgets tags that were unused for a while: those pages are gone. */
export class LastEventIds {
  /** In order of last use: the oldest comes first. */
  readonly #entries = new Map<string, Entry>();
  readonly #limits: LastEventIdLimits;
  readonly #now: () => number;

  constructor(limits: LastEventIdLimits = { tags: 1000, idleMs: 10 * 60_000 }, now: () => number = Date.now) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Empty when unknown, or when the stream reset it with an empty `id:`. */
  get(tag: string): string {
    return this.#entries.get(tag)?.id ?? '';
  }

  set(tag: string, id: string): void {
    this.#entries.delete(tag);
    this.#entries.set(tag, { id, usedAt: this.#now() });
    this.#forgetOld();
  }

  get size(): number {
    return this.#entries.size;
  }

  #forgetOld(): void {
    const oldest = this.#now() - this.#limits.idleMs;
    for (const [tag, entry] of this.#entries) {
      if (this.#entries.size <= this.#limits.tags && entry.usedAt >= oldest) return;
      this.#entries.delete(tag);
    }
  }
}

/** An id as it travels in a header: browsers send UTF-8 bytes, Node writes and reads one character per byte. */
export function encodeIdHeader(id: string): string {
  return Buffer.from(id, 'utf8').toString('latin1');
}

export function decodeIdHeader(header: string): string {
  return Buffer.from(header, 'latin1').toString('utf8');
}
