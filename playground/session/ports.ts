import type { Machine } from './machine.ts';

/** From here up the machine hands out ports by itself. */
const FIRST_EPHEMERAL = 32_768;

/** How long a dead process's port may take to be reported closed, in milliseconds. */
const CLOSE_LIMIT_MS = 300;

export interface OpenPort {
  readonly port: number;
  /** Where a page reaches it. */
  readonly url: string;
}

type PortChange = { readonly type: 'open'; readonly at: OpenPort } | { readonly type: 'close'; readonly port: number };

/** Somebody whom ports are promised to. */
export interface PortOwner {
  /** Gives up all its ports: another one, `name`, needs `port` and no other. Resolves when they are free. */
  giveWay(port: number, name: string): Promise<void>;
  readonly name: string;
}

/** Which of the machine's ports are in use, and which are promised to a workspace. */
export class PortTable {
  readonly #open = new Map<number, string>();
  readonly #promised = new Map<number, PortOwner>();
  readonly #watchers = new Set<(change: PortChange) => void>();

  constructor(machine: Pick<Machine, 'on'>) {
    machine.on('port', (port, type, url) => {
      if (type === 'open') this.#open.set(port, url);
      else this.#open.delete(port);
      const change: PortChange = type === 'open' ? { type, at: { port, url } } : { type: 'close', port };
      for (const watcher of [...this.#watchers]) watcher(change);
    });
  }

  /** Promises the first port from `first` up that nobody uses. */
  take(first: number, owner: PortOwner): number {
    let port = first;
    while (this.#open.has(port) || this.#promised.has(port)) port++;
    this.#promised.set(port, owner);
    return port;
  }

  /** Promises this very port: whoever else it was promised to gives way. Rejects when a program sits on it all the same. */
  async claim(port: number, owner: PortOwner): Promise<void> {
    const before = this.#promised.get(port);
    if (before && before !== owner) await before.giveWay(port, owner.name);
    this.#promised.set(port, owner);
    if (this.#open.has(port)) await this.#closed(port);
    if (this.#open.has(port)) throw new Error(`another program listens on port ${port}.`);
  }

  /** Takes back every promise that was made to `owner`. */
  release(owner: PortOwner): void {
    for (const [port, holder] of [...this.#promised]) if (holder === owner) this.#promised.delete(port);
  }

  /** The same port if it is free, or becomes so when its last owner is buried; else another that takes its place. */
  async renew(port: number, owner: PortOwner): Promise<number> {
    if (!this.#open.has(port)) return port;
    await this.#closed(port);
    if (!this.#open.has(port)) return port;
    const other = this.take(port + 1, owner);
    this.#promised.delete(port);
    return other;
  }

  /** Resolves once something listens on `port`. Call before starting it. */
  opened(port: number, signal: AbortSignal): Promise<OpenPort> {
    return new Promise((resolve) => {
      const url = this.#open.get(port);
      if (url !== undefined) return resolve({ port, url });
      this.#watch(signal, (change, stop) => {
        if (change.type !== 'open' || change.at.port !== port) return;
        stop();
        resolve(change.at);
      });
    });
  }

  /** Hears of ports that were promised to nobody and that a program chose itself, until `signal` aborts. */
  onStray(signal: AbortSignal, listener: (port: number) => void): void {
    this.#watch(signal, (change) => {
      if (change.type !== 'open' || change.at.port >= FIRST_EPHEMERAL) return;
      if (!this.#promised.has(change.at.port)) listener(change.at.port);
    });
  }

  #closed(port: number): Promise<void> {
    return new Promise((resolve) => {
      const limit = AbortSignal.timeout(CLOSE_LIMIT_MS);
      limit.addEventListener('abort', () => resolve());
      this.#watch(limit, (change, stop) => {
        if (change.type !== 'close' || change.port !== port) return;
        stop();
        resolve();
      });
    });
  }

  #watch(signal: AbortSignal, watcher: (change: PortChange, stop: () => void) => void): void {
    const stop = () => this.#watchers.delete(watch);
    const watch = (change: PortChange) => watcher(change, stop);
    if (signal.aborted) return;
    this.#watchers.add(watch);
    signal.addEventListener('abort', stop, { once: true });
  }
}
