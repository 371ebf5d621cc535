import type { CloseReason, EdgeEvent } from '../../playground/lab/edge/protocol.ts';

export type WireKind = 'open' | 'event' | 'comment' | 'retry' | 'close' | 'refused' | 'answer' | 'dropped';

export interface WireRow {
  readonly id: number;
  /** Milliseconds since the edge started. */
  readonly at: number;
  readonly kind: WireKind;
  /** Null for what concerns no single connection. */
  readonly connection: number | null;
  readonly title: string;
  readonly detail: string;
  /** Milliseconds without a connection before this one; null when it is no reconnection. */
  readonly gap: number | null;
}

interface Request {
  readonly at: number;
  readonly path: string;
  readonly lastEventId: string | null;
}

const closeTitles: Record<CloseReason, string> = {
  client: 'closed by the client',
  server: 'ended by the server',
  cut: 'cut',
  reset: 'reset',
  refused: 'refused',
  'upstream-error': 'lost: the server went away',
  timeout: 'cut by a timeout of the proxy',
  shutdown: 'cut: the proxy was reloaded or stopped',
};

function milliseconds(value: number): string {
  return `${Math.round(value).toLocaleString('en')} ms`;
}

/**
 * Tells the story of a workspace's event streams from what the edge saw: who connected after how long a gap and with
 * which `Last-Event-ID`, what was sent, and how it ended. Requests that are no streams stay out of it.
 */
export class WireLog {
  readonly #limit: number;
  #rows: WireRow[] = [];
  #nextId = 0;
  readonly #requests = new Map<number, Request>();
  readonly #open = new Set<number>();
  readonly #lastEnd = new Map<string, number>();
  #events = 0;

  /** Keeps `limit` rows. */
  constructor(limit = 500) {
    this.#limit = limit;
  }

  /** Oldest first. */
  rows(): readonly WireRow[] {
    return this.#rows.slice(-this.#limit);
  }

  /** How many streams are open now. */
  get open(): number {
    return this.#open.size;
  }

  /** How many events have been seen since the edge started. */
  get events(): number {
    return this.#events;
  }

  clear(): void {
    this.#rows = [];
  }

  append(event: EdgeEvent): void {
    switch (event.type) {
      case 'listening':
        this.#restart();
        break;
      case 'request':
        this.#requests.set(event.connection, event);
        break;
      case 'response':
        this.#answered(event);
        break;
      case 'event':
        this.#events += 1;
        this.#add(event, 'event', event.id === null ? event.event : `${event.event} · id ${event.id}`, event.data);
        break;
      case 'comment':
        this.#add(event, 'comment', 'comment', `:${event.text}`);
        break;
      case 'retry':
        this.#add(event, 'retry', 'retry', milliseconds(event.delay));
        break;
      case 'close':
        this.#closed(event);
        break;
      case 'dropped': {
        const title = `${event.count.toLocaleString('en')} not shown`;
        this.#add({ at: event.at, connection: null }, 'dropped', title, 'faster than the picture');
      }
    }
  }

  #restart(): void {
    this.#rows = [];
    this.#requests.clear();
    this.#open.clear();
    this.#lastEnd.clear();
    this.#events = 0;
  }

  #answered(event: Extract<EdgeEvent, { type: 'response' }>): void {
    const request = this.#requests.get(event.connection);
    if (!request) return;
    const ended = this.#lastEnd.get(request.path);
    if (event.status === 200 && event.contentType?.startsWith('text/event-stream')) {
      const gap = ended === undefined ? null : request.at - ended;
      const resumed = request.lastEventId === null ? '' : `Last-Event-ID: ${request.lastEventId}`;
      this.#open.add(event.connection);
      const title = gap === null ? 'connected' : `back after ${milliseconds(gap)}`;
      this.#add({ at: request.at, connection: event.connection }, 'open', title, resumed || request.path, gap);
    } else if (ended !== undefined) {
      const meaning =
        event.status === 204 ? 'the server asks for no reconnection' : 'no event stream: EventSource gives up';
      this.#add(event, 'answer', `${event.status}`, meaning);
    }
  }

  #closed(event: Extract<EdgeEvent, { type: 'close' }>): void {
    const request = this.#requests.get(event.connection);
    this.#requests.delete(event.connection);
    const path = request?.path ?? '';
    if (this.#open.delete(event.connection)) {
      this.#lastEnd.set(path, event.at);
      this.#add(event, 'close', closeTitles[event.reason], '');
    } else if (event.reason === 'refused' && this.#lastEnd.has(path)) {
      this.#lastEnd.set(path, event.at);
      this.#add(event, 'refused', 'refused', 'closed without an answer');
    }
  }

  #add(
    event: { readonly at: number; readonly connection: number | null },
    kind: WireKind,
    title: string,
    detail: string,
    gap: number | null = null,
  ): void {
    this.#rows.push({ id: this.#nextId, at: event.at, connection: event.connection, kind, title, detail, gap });
    this.#nextId += 1;
    if (this.#rows.length >= 2 * this.#limit) this.#rows = this.#rows.slice(-this.#limit);
  }
}
