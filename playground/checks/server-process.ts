import { setTimeout as delay } from 'node:timers/promises';
import { Child, type ChildExit } from './child.ts';
import type { VirtualClock } from './clock/virtual-clock.ts';
import { CheckFailure } from './failure.ts';

/** How long Node itself may take to start on a busy machine, in real milliseconds: that is nobody's mistake. */
const START_LIMIT_MS = 20_000;
/** How long a server may take then until it listens, in real milliseconds; virtual time that it asks for comes on top. */
const LISTEN_LIMIT_MS = 5_000;
/** It has started, and does nothing: perhaps it waits for a timer. In real milliseconds. */
const IDLE_MS = 150;
const LISTEN_LIMIT_VIRTUAL_MS = 10_000;

/** What to run, and where. */
export interface ServerCommand {
  /** Arguments for `node`, before `entry`. */
  readonly options: readonly string[];
  /** The program, and its arguments. */
  readonly entry: readonly string[];
  readonly folder: string;
  /** What it prints as people read it. */
  readonly shown?: (text: string) => string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
}

/** A server in a process of its own, until it ends. */
export class ServerProcess {
  readonly #child: Child;
  readonly #clock: VirtualClock;
  readonly #command: ServerCommand;

  /** Starts it; call `listening` before anything is asked of it. */
  constructor(command: ServerCommand, clock: VirtualClock) {
    this.#command = command;
    this.#clock = clock;
    const { options, entry, folder, shown, env } = command;
    this.#child = new Child({
      args: [...options, ...entry],
      cwd: folder,
      env,
      at: clock.now,
      seed: clock.nextProcess,
      ...(shown === undefined ? {} : { shown }),
    });
    clock.add(this.#child.follower);
  }

  get exit(): ChildExit | null {
    return this.#child.exit;
  }

  get exited(): Promise<ChildExit> {
    return this.#child.exited;
  }

  get output(): readonly string[] {
    return this.#child.output;
  }

  /** What happened to it, after “the server”; null while all is well. */
  get trouble(): string | null {
    return this.#child.trouble;
  }

  /** How many timers of its code wait. */
  get timers(): number {
    return this.#child.follower.timers;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.signal(signal);
  }

  kill(): Promise<void> {
    return this.#child.kill();
  }

  /** Resolves once it accepts connections on its port. Throws a CheckFailure when it does not. */
  async listening(): Promise<void> {
    const { follower } = this.#child;
    const { port, entry } = this.#command;
    const startLimit = performance.now() + START_LIMIT_MS;
    while (performance.now() < startLimit && !this.#child.exit && !follower.alive) {
      await this.#nothingFor(startLimit - performance.now());
    }
    const limit = performance.now() + LISTEN_LIMIT_MS;
    const virtualLimit = this.#clock.now + LISTEN_LIMIT_VIRTUAL_MS;
    while (performance.now() < limit && !this.#child.exit && !follower.ports.includes(port)) {
      if (!(await this.#nothingFor(IDLE_MS))) continue;
      if (follower.ports.length > 0) break;
      // While its modules load it may not answer for long.
      const { outcome } = await follower.ask({ type: 'state' }, limit - performance.now());
      if (outcome !== 'answered' || follower.next === null) continue;
      // A timer of its own that is far away says nothing about a Redis that it waits for.
      if (follower.next > virtualLimit) continue;
      // Not further than needed: on a busy computer it was only slow, and time that passes runs into its timeouts.
      await this.#clock.wait(() => follower.ports.includes(port), follower.next - this.#clock.now);
    }
    if (follower.ports.includes(port)) {
      // Time may have passed since it was told.
      await follower.ask({ type: 'set', at: this.#clock.now });
      return;
    }
    throw new CheckFailure({ expected: `\`node ${entry.join(' ')}\` listens on the port in PORT`, ...this.#silence() });
  }

  /** Whether it neither listens nor ends for so long. */
  #nothingFor(ms: number): Promise<boolean> {
    const timer = new AbortController();
    const something = Promise.race([this.#child.follower.news, this.#child.exited]).then(() => false);
    const nothing = delay(Math.max(0, ms), true, { signal: timer.signal }).catch(() => true);
    return Promise.race([something, nothing]).finally(() => timer.abort());
  }

  #silence(): { seen: string; likely?: string } {
    const { exit, output, follower, trouble } = this.#child;
    const { port } = this.#command;
    if (exit) {
      const taken = output.some((line) => line.includes('EADDRINUSE'));
      return {
        seen: `the server ${trouble} before it listened`,
        ...(taken ? { likely: 'the port is a fixed number; use Number(process.env.PORT)' } : {}),
      };
    }
    const [elsewhere] = follower.ports;
    if (elsewhere !== undefined) {
      return {
        seen: `it listens on ${elsewhere}, but PORT is ${port}`,
        likely: 'the port is a fixed number; use Number(process.env.PORT ?? 3000)',
      };
    }
    return {
      seen: `it runs, but nothing listens after ${LISTEN_LIMIT_MS / 1000} s`,
      likely: 'a loop that never ends, or listen() is not called',
    };
  }
}
