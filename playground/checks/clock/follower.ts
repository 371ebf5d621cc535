import type { ClockCommand, ClockRequest, ConnectionState, ProcessMessage, ProcessState } from './protocol.ts';

/** How long a process may take to come back to its event loop. */
const ANSWER_LIMIT_MS = 5_000;

/** The runner's end of the channel to a process. */
export interface Channel {
  /** False when nobody listens any more. */
  send(message: ClockRequest): boolean;
  readonly exited: Promise<unknown>;
}

export type Asked =
  | { readonly outcome: 'answered'; readonly changed: boolean; readonly state: ProcessState }
  /** It has not come back to its event loop. */
  | { readonly outcome: 'stuck' }
  | { readonly outcome: 'exited' };

/** A process whose clock the runner keeps. */
export class Follower {
  readonly #channel: Channel;
  readonly #waiting = new Map<number, (state: ProcessState) => void>();
  /** By local and remote port; closed ones until their peer has noticed. */
  readonly connections = new Map<string, ConnectionState>();
  #sent = 0;
  #news = Promise.withResolvers<void>();
  #started = false;
  #stuck = false;
  #gone = false;
  #exitedAt: number | null = null;
  #state: ProcessState | null = null;
  /** Ports that it listens on. */
  readonly ports: number[] = [];

  constructor(channel: Channel) {
    this.#channel = channel;
    void channel.exited.then(() => {
      this.#gone = true;
    });
  }

  /** Whether it takes part in time: it has started, and is neither gone nor stuck. */
  get alive(): boolean {
    return this.#started && !this.#gone && !this.#stuck;
  }

  /** Whether it missed a question, or its timers start each other: it sits in a loop, or in a call that blocks. */
  get stuck(): boolean {
    return this.#stuck;
  }

  get next(): number | null {
    return this.#state?.next ?? null;
  }

  /** When it ended by itself, in virtual milliseconds; null when it did not, or had no time to say so. */
  get exitedAt(): number | null {
    return this.#exitedAt;
  }

  /** How many of its timers wait. */
  get timers(): number {
    return this.#state?.timers ?? 0;
  }

  get busy(): boolean {
    return this.#state?.busy ?? false;
  }

  get report(): unknown {
    return this.#state?.report ?? null;
  }

  /** Takes a message from the process. */
  receive(message: ProcessMessage): void {
    if (message.type === 'state') {
      this.#waiting.get(message.state.number)?.(message.state);
      this.#waiting.delete(message.state.number);
      return;
    }
    if (message.type === 'exiting') {
      this.#exitedAt = message.at;
      return;
    }
    if (message.type === 'hello') this.#started = true;
    else this.ports.push(message.port);
    this.#news.resolve();
    this.#news = Promise.withResolvers<void>();
  }

  /** Resolves when it starts, or listens on another port. */
  get news(): Promise<void> {
    return this.#news.promise;
  }

  /** Asks it, and takes it for stuck when no answer comes within `limitMs`. */
  async ask(command: ClockCommand, limitMs = ANSWER_LIMIT_MS): Promise<Asked> {
    const number = this.#sent++;
    const answer = new Promise<ProcessState>((resolve) => this.#waiting.set(number, resolve));
    if (!this.#channel.send({ number, command })) return { outcome: 'exited' };
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'stuck'>((resolve) => {
      timer = setTimeout(resolve, limitMs, 'stuck');
    });
    const first = await Promise.race([answer, late, this.#channel.exited.then(() => 'exited' as const)]);
    clearTimeout(timer);
    if (first === 'stuck') {
      this.#stuck = true;
      return { outcome: 'stuck' };
    }
    if (first === 'exited') return { outcome: 'exited' };
    this.#state = first;
    this.#stuck = first.runaway;
    for (const connection of first.connections) {
      this.connections.set(`${connection.local}>${connection.remote}`, connection);
    }
    return { outcome: 'answered', changed: first.connections.length > 0, state: first };
  }
}
