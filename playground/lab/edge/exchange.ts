import type { ServerResponse } from 'node:http';
import type { CloseReason, EdgeEvent } from './protocol.ts';
import type { SseItem } from './sse-lines.ts';
import type { Tap } from './tap.ts';

export interface ExchangeStart {
  readonly method: string;
  readonly path: string;
  readonly lastEventId: string | null;
}

/** One request and its answer, as the tap tells of it. Closes once, for the first reason given. */
export class Exchange {
  readonly #tap: Tap;
  readonly #number: number;
  readonly #response: ServerResponse;
  #closed = false;

  constructor(tap: Tap, number: number, start: ExchangeStart, response: ServerResponse) {
    this.#tap = tap;
    this.#number = number;
    this.#response = response;
    tap.report({ type: 'request', at: now(), connection: number, ...start });
    response.once('close', () => this.close(response.writableFinished ? 'server' : 'client'));
  }

  answered(status: number, contentType: string | null): void {
    this.#tap.report({ type: 'response', at: now(), connection: this.#number, status, contentType });
  }

  said(item: SseItem): void {
    const event: EdgeEvent = { ...item, at: now(), connection: this.#number };
    this.#tap.report(event);
  }

  close(reason: CloseReason): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#tap.report({ type: 'close', at: now(), connection: this.#number, reason });
  }

  /** Ends the connection under the answer, whatever has been sent of it: FIN without a final chunk, or RST. */
  abort(reason: CloseReason, how: 'fin' | 'reset' = 'fin'): void {
    this.close(reason);
    if (how === 'reset') this.#response.socket?.resetAndDestroy();
    else this.#response.destroy();
  }
}

const startedAt = performance.now();

/** Milliseconds since the edge started, to the microsecond. */
export function now(): number {
  return Math.round((performance.now() - startedAt) * 1000) / 1000;
}
