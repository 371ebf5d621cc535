import { clockTime } from './log/time.ts';
import type { CloseDetail, CloseReason, EdgeEvent } from './protocol.ts';
import type { SseItem } from './sse-lines.ts';
import type { Tap } from './tap.ts';

export interface ExchangeStart {
  readonly method: string;
  readonly path: string;
  readonly lastEventId: string | null;
  readonly source?: string;
}

export type WireDirection = Extract<EdgeEvent, { type: 'bytes' }>['direction'];

/** Bytes of one piece that the tap shows. */
const SHOWN_BYTES = 2048;

/** One request and its answer, as the tap tells of it. Closes once, for the first reason given. */
export class Exchange {
  readonly #tap: Tap;
  readonly number: number;
  #closed = false;

  constructor(tap: Tap, number: number, start: ExchangeStart | null) {
    this.#tap = tap;
    this.number = number;
    if (start) tap.report({ type: 'request', at: now(), connection: number, ...start });
    else this.#closed = true;
  }

  answered(status: number, contentType: string | null): void {
    if (this.#closed) return;
    this.#tap.report({ type: 'response', at: now(), connection: this.number, status, contentType });
  }

  /** `heldMs` is how long it was kept back on its way. */
  said(item: SseItem, heldMs: number): void {
    const held = heldMs >= 1 ? { heldMs: Math.round(heldMs) } : {};
    this.#tap.report({ ...item, at: now(), connection: this.number, ...held });
  }

  upstream(peer: string, outcome: 'connecting' | 'connected' | 'reused' | 'failed'): void {
    if (!this.#closed) this.#tap.report({ type: 'upstream', at: now(), connection: this.number, peer, outcome });
  }

  bytes(direction: WireDirection, bytes: Buffer): void {
    if (!this.#tap.wantsBytes || this.#closed) return;
    const shown = bytes.subarray(0, SHOWN_BYTES);
    const text = shown.toString('utf8');
    const asText = !text.includes('�');
    this.#tap.report({
      type: 'bytes',
      at: now(),
      connection: this.number,
      direction,
      size: bytes.length,
      encoding: asText ? 'utf8' : 'base64',
      bytes: asText ? text : shown.toString('base64'),
    });
  }

  close(reason: CloseReason, detail?: CloseDetail): void {
    if (this.#closed) return;
    this.#closed = true;
    const more = detail === undefined ? {} : { detail };
    this.#tap.report({ type: 'close', at: now(), connection: this.number, reason, ...more });
  }
}

const startedAt = clockTime();

/** Milliseconds since the edge started, to the microsecond. */
export function now(): number {
  return Math.round((clockTime() - startedAt) * 1000) / 1000;
}
