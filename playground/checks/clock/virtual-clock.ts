import type { Socket } from 'node:net';
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { isBalanced, prune } from './balance.ts';
import type { ToolClock } from './clock.ts';
import { Connections } from './connections.ts';
import type { Follower } from './follower.ts';
import type { ConnectionState } from './protocol.ts';

/**
 * How long processes may keep each other busy while time stands still: in real milliseconds, and in looks at them, of
 * which a computer that has other things to do takes fewer in that time.
 */
const PATIENCE = { ms: 1_500, rounds: 250 } as const;
/** So many times in a row nobody had news: what is still under way is not coming, a reader does not read. */
const CALM_ROUNDS = 4;
/** Before something is called missing: for what no count shows, such as threads. As with patience, not time alone. */
const GRACE = { ms: 40, rounds: 8 } as const;

interface Waiter {
  readonly deadline: number;
  /** Null when only time is waited for. */
  readonly reached: (() => boolean) | null;
  readonly resolve: (reached: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The time of several processes and of the runner. It moves from one instant at which a timer is due to the next, in all
 * of them together, and only when what was written has been read: moved in parallel, a proxy would cut a stream whose
 * heartbeat is under way.
 */
export class VirtualClock implements ToolClock {
  readonly #followers = new Set<Follower>();
  readonly #own = new Connections();
  readonly #ownEnds = new Map<string, ConnectionState>();
  readonly #waiters = new Set<Waiter>();
  #joined = 0;
  #now = 0;
  #steps = 0;
  #driving = false;
  #complaint: string | null = null;

  get now(): number {
    return this.#now;
  }

  get complaint(): string | null {
    return this.#complaint;
  }

  get steps(): number {
    return this.#steps;
  }

  /** The number of the process that is put on it next, from 1. */
  get nextProcess(): number {
    return this.#joined + 1;
  }

  /** Puts a process on this clock. */
  add(follower: Follower): void {
    this.#joined++;
    this.#followers.add(follower);
  }

  watch(socket: Socket): void {
    this.#own.add(socket);
  }

  /** Everything is looked at between two steps anyway. */
  wake(): void {}

  wait(reached: () => boolean, ms: number): Promise<boolean> {
    return this.#enlist(reached, ms);
  }

  async advance(ms: number): Promise<void> {
    await this.#enlist(null, ms);
  }

  #enlist(reached: (() => boolean) | null, ms: number): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiters.add({ deadline: this.#now + ms, reached, resolve, reject });
      if (!this.#driving) void this.#drive();
    });
  }

  async #drive(): Promise<void> {
    this.#driving = true;
    try {
      let settled = false;
      while (this.#waiters.size > 0) {
        if (!settled) await this.#settle();
        if (await this.#release()) settled = false;
        else settled = await this.#step();
      }
    } catch (error) {
      for (const waiter of this.#waiters) waiter.reject(error);
      this.#waiters.clear();
    } finally {
      this.#driving = false;
    }
  }

  /** Lets those go on who have what they wait for, or have waited long enough. Whether there were any. */
  async #release(): Promise<boolean> {
    const done = (waiter: Waiter) => waiter.reached?.() === true;
    const over = [...this.#waiters].filter((waiter) => waiter.deadline <= this.#now);
    if (over.some((waiter) => waiter.reached && !done(waiter))) await this.#grant(() => over.every(done));
    let released = false;
    for (const waiter of this.#waiters) {
      const reached = done(waiter);
      if (!reached && waiter.deadline > this.#now) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(reached);
      released = true;
    }
    // The check goes on before time does: what it asks for next starts now.
    if (released) await turn();
    return released;
  }

  async #grant(reached: () => boolean): Promise<void> {
    const limit = performance.now() + GRACE.ms;
    for (let round = 0; (round < GRACE.rounds || performance.now() < limit) && !reached(); round++) {
      await delay(5);
      await this.#settle();
    }
  }

  /** Moves to the next instant at which anything is due. Whether everything has come to rest there. */
  async #step(): Promise<boolean> {
    const alive = this.#alive();
    const deadline = Math.min(...[...this.#waiters].map((waiter) => waiter.deadline));
    const [only] = alive;
    if (only && alive.length === 1 && this.#ownEnds.size === 0) return this.#stepAlone(only, deadline);

    const at = Math.max(this.#now, Math.min(deadline, ...alive.map((follower) => follower.next ?? deadline)));
    const due = alive.filter((follower) => follower.next !== null && follower.next <= at);
    this.#now = at;
    this.#steps++;
    // One process alone has nobody who could hear from it before its clock is right.
    if (alive.length > 1 || due.length === 0) {
      await Promise.all(alive.map((follower) => follower.ask({ type: 'set', at })));
    }
    let calm = true;
    for (const follower of due) {
      const asked = await follower.ask({ type: 'run', until: at });
      if (asked.outcome === 'answered' && !asked.changed && !follower.busy) continue;
      calm = due.length === 1 ? false : calm;
      if (due.length > 1) await this.#settle();
    }
    return calm;
  }

  /** Nobody else hears of what it does: it may go on by itself until there is news. */
  async #stepAlone(follower: Follower, deadline: number): Promise<boolean> {
    const asked = await follower.ask({ type: 'run', until: deadline });
    const reached = asked.outcome === 'answered' ? asked.state.now : (follower.exitedAt ?? deadline);
    this.#now = Math.max(this.#now, reached);
    this.#steps++;
    return asked.outcome === 'answered' && !asked.changed && !follower.busy;
  }

  #alive(): Follower[] {
    return [...this.#followers].filter((follower) => follower.alive);
  }

  /** Resolves when nothing more happens unless time passes. */
  async #settle(): Promise<void> {
    // A request that was just made has no socket yet.
    await turn();
    const patience = this.#complaint === null ? PATIENCE : { ms: GRACE.ms, rounds: 0 };
    const limit = performance.now() + patience.ms;
    for (let calm = 0, rounds = 0; ; rounds++) {
      const alive = this.#alive();
      const asked = await Promise.all(alive.map((follower) => follower.ask({ type: 'state' })));
      const own = this.#own.changes();
      for (const end of own) this.#ownEnds.set(`${end.local}>${end.remote}`, end);
      const changed = own.length > 0 || asked.some((one) => one.outcome !== 'answered' || one.changed);
      const busy = this.#own.connecting || alive.some((follower) => follower.busy);
      calm = changed ? 0 : calm + 1;
      const tables = [this.#ownEnds, ...alive.map((follower) => follower.connections)];
      if (!busy && calm > 0 && (calm >= CALM_ROUNDS || isBalanced(tables))) {
        prune(tables);
        return;
      }
      if (performance.now() > limit && rounds >= patience.rounds) {
        if (changed) this.#complaint ??= 'data kept coming although no time passed: something writes in a loop';
        return;
      }
      if (calm > 0) await delay(1);
      else await turn();
    }
  }
}
