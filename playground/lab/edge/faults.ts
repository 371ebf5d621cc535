import type { EdgeCommand } from './protocol.ts';

/** What is wrong with the way to a client. */
export interface LineFaults {
  readonly bytesPerSecond: number | null;
  delayMs(): number;
}

/** Something open that a fault can end or silence. */
export interface Breakable {
  cut(how: 'fin' | 'reset'): void;
  silence(): void;
}

/** What goes wrong on command. */
export class Faults implements LineFaults {
  readonly #open = new Set<Breakable>();
  refusing = false;
  /** New connections are accepted and never answered. */
  swallowing = false;
  bytesPerSecond: number | null = null;
  status: 204 | 502 | 503 | null = null;
  buffering = false;
  /** Milliseconds that stand for `proxy_read_timeout`. */
  idleTimeoutMs: number | null = null;
  #latency = { ms: 0, jitter: 0 };
  #muted = false;

  get open(): number {
    return this.#open.size;
  }

  delayMs(): number {
    return this.#latency.ms + Math.random() * this.#latency.jitter;
  }

  /** Exposes something to faults until the returned function is called. */
  expose(breakable: Breakable): () => void {
    this.#open.add(breakable);
    if (this.#muted) breakable.silence();
    return () => this.#open.delete(breakable);
  }

  obey(command: EdgeCommand): void {
    switch (command.type) {
      case 'cut':
        for (const breakable of [...this.#open]) breakable.cut(command.how);
        return;
      case 'refuse':
        this.refusing = command.on;
        return;
      case 'black-hole':
        if (command.where === 'accept') this.swallowing = command.on;
        else this.#mute(command.on);
        return;
      case 'latency':
        this.#latency = command;
        return;
      case 'bandwidth':
        this.bytesPerSecond = command.bytesPerSecond;
        return;
      case 'status':
        this.status = command.status;
        return;
      case 'buffer':
        this.buffering = command.on;
        return;
      case 'idle-timeout':
        this.idleTimeoutMs = command.ms;
        return;
      case 'heal':
        this.#heal();
    }
  }

  /** What has gone silent stays so, as behind a cable that was pulled; what opens later is spared once it is lifted. */
  #mute(on: boolean): void {
    this.#muted = on;
    if (on) for (const breakable of this.#open) breakable.silence();
  }

  #heal(): void {
    this.refusing = false;
    this.swallowing = false;
    this.bytesPerSecond = null;
    this.status = null;
    this.buffering = false;
    this.idleTimeoutMs = null;
    this.#latency = { ms: 0, jitter: 0 };
    this.#muted = false;
  }
}
