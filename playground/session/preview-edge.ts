import { signal } from '@preact/signals-core';
import type { EdgeEvent } from '../lab/edge/protocol.ts';
import type { Booted } from './boot.ts';
import { type EdgeProcess, type EdgeSource, startEdge } from './edge-process.ts';
import type { Output } from './output.ts';

/** How long an edge may take until it is told that it listens elsewhere, in milliseconds. */
const PATIENCE_MS = 4_000;

export interface EdgePlace {
  readonly port: number;
  readonly source: EdgeSource;
}

/** The edge that a workspace's preview goes through: one at a time. */
export class PreviewEdge {
  readonly #process = signal<EdgeProcess | null>(null);
  readonly #output: Output;
  readonly #onEvent: (event: EdgeEvent) => void;

  constructor(output: Output, onEvent: (event: EdgeEvent) => void) {
    this.#output = output;
    this.#onEvent = onEvent;
  }

  /** Reading it inside a computed value follows it. Null while none runs. */
  get process(): EdgeProcess | null {
    return this.#process.value;
  }

  /** `name` is what a plan calls it, where the learner's own conf is read. Rejects when it cannot start. */
  async start(booted: Booted, { port, source }: EdgePlace, name: string): Promise<EdgeProcess> {
    const advice = setTimeout(() => {
      this.#output.say(
        `The edge runs, but it does not listen on port ${port}, where the preview looks for it.`,
        'error',
      );
    }, PATIENCE_MS);
    const edge = await startEdge(booted, {
      port,
      source,
      onEvent: this.#onEvent,
      onText: (text) => this.#output.print('edge', text, 'error', 'conf' in source ? name : null),
    });
    edge.tell({ type: 'tap', bytes: true });
    this.#process.value = edge;
    void Promise.race([edge.url, edge.ended]).then(() => clearTimeout(advice));
    void edge.ended.then((code) => {
      if (this.#process.value !== edge) return;
      this.#process.value = null;
      this.#output.say(`The edge in front of your server ended with code ${code}: press Run to start both.`, 'error');
    });
    return edge;
  }

  async kill(): Promise<void> {
    const edge = this.#process.value;
    this.#process.value = null;
    await edge?.kill();
  }
}
