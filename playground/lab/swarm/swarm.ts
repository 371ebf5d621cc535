import type { SwarmArguments } from './arguments.ts';
import { ConnectRate } from './connect-rate.ts';
import { readFacts } from './event-facts.ts';
import { Histogram, type Percentiles } from './histogram.ts';
import { residentBytes } from './memory.ts';
import { SequenceTracker } from './sequence.ts';
import { SseClient } from './sse-client.ts';

export interface SwarmMemory {
  /** The server's resident memory before the first client, and when most were open, in bytes. */
  readonly before: number;
  readonly most: number;
  readonly perConnection: number;
}

/** What the swarm has seen so far; times in milliseconds. */
export interface SwarmFigures {
  readonly at: number;
  readonly clients: number;
  readonly open: number;
  readonly events: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
  /** Clients whose last event is older than one that another client had a measurement before. */
  readonly behind: number;
  readonly reconnects: number;
  readonly connectPeak: number;
  /** Why streams ended and how often. */
  readonly drops: Readonly<Record<string, number>>;
  readonly gaveUp: Readonly<Record<string, number>>;
  /** From request to the answer's head. */
  readonly firstByte: Percentiles | null;
  /** From what events say about when they were sent to their arrival. */
  readonly latency: Percentiles | null;
  readonly memory: SwarmMemory | null;
}

interface Member {
  readonly client: SseClient;
  readonly sequence: SequenceTracker;
}

/** Many clients of one event stream, and what they received between them. */
export class Swarm {
  readonly #options: SwarmArguments;
  readonly #startedAt = performance.now();
  readonly #members: Member[] = [];
  readonly #connects = new ConnectRate();
  readonly #firstByte = new Histogram();
  readonly #latency = new Histogram();
  readonly #drops: Record<string, number> = {};
  readonly #gaveUp: Record<string, number> = {};
  #events = 0;
  /** The highest number that any client had at the last measurement, and at the one before. */
  #highest = 0;
  #reference = 0;
  #timer: NodeJS.Timeout | null = null;
  #memory: { readonly before: number; most: number; open: number } | null = null;

  constructor(options: SwarmArguments) {
    this.#options = options;
  }

  /** Whether no client is left that receives anything or will. */
  get isDone(): boolean {
    return (
      this.#members.length === this.#options.clients && this.#members.every(({ client }) => client.state === 'closed')
    );
  }

  /** Opens the clients, evenly over the time of the ramp. Throws when the memory of the server cannot be read. */
  start(): void {
    const { pid } = this.#options;
    if (pid !== null) this.#memory = { before: residentBytes(pid), most: 0, open: 0 };
    this.#grow();
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
    for (const { client } of this.#members) client.close();
  }

  /** Notes how far the clients are and looks at the server's memory, to be done once a second or so. */
  measure(): void {
    this.#reference = this.#highest;
    this.#highest = Math.max(0, ...this.#members.map(({ sequence }) => sequence.highest ?? 0));
    const { pid } = this.#options;
    const open = this.#open();
    if (pid === null || this.#memory === null || open < this.#memory.open) return;
    this.#memory = { ...this.#memory, most: residentBytes(pid), open };
  }

  figures(): SwarmFigures {
    const sum = (count: 'lost' | 'duplicated' | 'reordered') =>
      this.#members.reduce((total, { sequence }) => total + sequence.counts[count], 0);
    return {
      at: Math.round(performance.now() - this.#startedAt),
      clients: this.#members.length,
      open: this.#open(),
      events: this.#events,
      lost: sum('lost'),
      duplicated: sum('duplicated'),
      reordered: sum('reordered'),
      behind: this.#members.filter(({ sequence }) => (sequence.highest ?? Infinity) < this.#reference).length,
      reconnects: this.#connects.total - this.#members.length,
      connectPeak: this.#connects.peak,
      drops: { ...this.#drops },
      gaveUp: { ...this.#gaveUp },
      firstByte: this.#firstByte.percentiles(),
      latency: this.#latency.percentiles(),
      memory: this.#memoryFigures(),
    };
  }

  #open(): number {
    return this.#members.filter(({ client }) => client.state === 'open').length;
  }

  #memoryFigures(): SwarmMemory | null {
    if (this.#memory === null || this.#memory.open === 0) return null;
    const { before, most, open } = this.#memory;
    return { before, most, perConnection: Math.round((most - before) / open) };
  }

  #grow(): void {
    const { clients, ramp } = this.#options;
    const passed = performance.now() - this.#startedAt;
    const due = ramp === 0 ? clients : Math.min(clients, Math.floor((clients * passed) / ramp) + 1);
    while (this.#members.length < due) this.#add();
    if (due < clients) this.#timer = setTimeout(() => this.#grow(), Math.max(1, ramp / clients));
  }

  #add(): void {
    const { url, headers, retry, sequence: field } = this.#options;
    const sequence = new SequenceTracker();
    const client = new SseClient(
      { url, headers, retry },
      {
        connecting: () => this.#connects.record(performance.now() - this.#startedAt),
        opened: (took) => this.#firstByte.record(took),
        event: (id, data) => {
          this.#events++;
          const facts = readFacts(id, data, field);
          if (facts.sequence !== null) sequence.see(facts.sequence);
          if (facts.sentAt !== null) this.#latency.record(Date.now() - facts.sentAt);
        },
        dropped: (why) => {
          this.#drops[why] = (this.#drops[why] ?? 0) + 1;
        },
        gaveUp: (why) => {
          this.#gaveUp[why] = (this.#gaveUp[why] ?? 0) + 1;
        },
      },
    );
    this.#members.push({ client, sequence });
    client.open();
  }
}
