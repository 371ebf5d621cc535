import { encodeControlLine } from '../control-lines.ts';
import type { EdgeEvent } from './protocol.ts';

/** Where the edge tells what happens on the wire. */
export interface Tap {
  /** Whether raw bytes are to be reported as well. */
  wantsBytes?: boolean;
  report(event: EdgeEvent): void;
  /** Says now what is still unsaid. */
  flush(): void;
}

/** Tells nobody. */
export const NO_TAP: Tap = { report() {}, flush() {} };

/** A stream to print to. `write` returns false while its reader is behind, and emits `drain` when it has caught up. */
export interface TapOutput {
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

export interface TapLimits {
  /** Events, comments, delays, bytes and log lines kept between two writes. */
  readonly items: number;
  /** UTF-16 code units of their text. */
  readonly text: number;
  readonly intervalMs: number;
}

const LIMITS: TapLimits = { items: 2000, text: 512 * 1024, intervalMs: 50 };

function streamTextLength(event: EdgeEvent): number | null {
  if (event.type === 'event') return event.data.length;
  if (event.type === 'comment') return event.text.length;
  if (event.type === 'bytes') return event.bytes.length;
  if (event.type === 'log') return event.line.length;
  return event.type === 'retry' ? 0 : null;
}

/**
 * Writes events as control lines, at most one write each interval. It never waits for its reader: what a flood leaves no
 * room for is dropped, oldest first, and counted. What opens and closes connections is always kept.
 */
export class ControlTap implements Tap {
  wantsBytes = false;
  #queue: EdgeEvent[] = [];
  #text = 0;
  #items = 0;
  #dropped = 0;
  #scheduled = false;
  #blocked = false;
  readonly #nonce: string;
  readonly #output: TapOutput;
  readonly #limits: TapLimits;

  constructor(nonce: string, output: TapOutput, limits: TapLimits = LIMITS) {
    this.#nonce = nonce;
    this.#output = output;
    this.#limits = limits;
  }

  report(event: EdgeEvent): void {
    this.#queue.push(event);
    const length = streamTextLength(event);
    if (length !== null) {
      this.#items++;
      this.#text += length;
      // Twice the limit before sweeping, so that the sweep's cost is spread over as many events as it drops.
      if (this.#items > 2 * this.#limits.items || this.#text > 2 * this.#limits.text) this.#dropOldest();
    }
    this.#schedule();
  }

  flush(): void {
    if (this.#queue.length === 0) return;
    this.#dropOldest();
    const lines = this.#queue.map((event) => encodeControlLine(this.#nonce, event));
    this.#queue = [];
    this.#items = 0;
    this.#text = 0;
    this.#dropped = 0;
    if (this.#output.write(lines.join(''))) return;
    this.#blocked = true;
    this.#output.once('drain', () => {
      this.#blocked = false;
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#blocked || this.#queue.length === 0) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      if (!this.#blocked) this.flush();
    }, this.#limits.intervalMs);
  }

  #dropOldest(): void {
    let { items, text } = this.#limits;
    if (this.#items <= items && this.#text <= text) return;

    const kept: EdgeEvent[] = [];
    let gap: number | null = null;
    for (const event of this.#queue.reverse()) {
      if (event.type === 'dropped') continue;
      const length = streamTextLength(event);
      if (length === null) kept.push(event);
      else if (gap === null && items > 0 && length <= text) {
        items--;
        text -= length;
        kept.push(event);
      } else {
        gap ??= kept.push({ type: 'dropped', at: event.at, count: 0 }) - 1;
        this.#dropped++;
      }
    }
    if (gap !== null) kept[gap] = { type: 'dropped', at: kept[gap]!.at, count: this.#dropped };
    this.#queue = kept.reverse();
    this.#items = this.#limits.items - items;
    this.#text = this.#limits.text - text;
  }
}
