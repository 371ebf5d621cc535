import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { ServerProcess } from './server-process.ts';

/** One process of a fleet: how it is started, each time. */
export interface Member {
  readonly name: string;
  start(): Promise<ServerProcess>;
}

/** Hears of members that ended by themselves. */
export type OnEnded = (name: string, code: number) => void;

/** Processes that start and end together; each can be killed and started again alone. */
export class Fleet {
  readonly #members: readonly Member[];
  readonly #onEnded: OnEnded;
  readonly #running = signal<ReadonlyMap<string, ServerProcess>>(new Map());
  readonly #over = Promise.withResolvers<number>();
  #killing: Promise<readonly string[]> | null = null;

  /** Starts them all. When one cannot be started, the others are killed, and it rejects. */
  static async launch(members: readonly Member[], onEnded: OnEnded): Promise<Fleet> {
    const fleet = new Fleet(members, onEnded);
    try {
      await Promise.all(members.map((member) => fleet.#start(member)));
    } catch (error) {
      await fleet.kill();
      throw error;
    }
    return fleet;
  }

  private constructor(members: readonly Member[], onEnded: OnEnded) {
    this.#members = members;
    this.#onEnded = onEnded;
  }

  /** By name, those that run. */
  get running(): ReadonlySignal<ReadonlyMap<string, ServerProcess>> {
    return this.#running;
  }

  /** Resolves once each listens or has ended. May never: look at `over` as well. */
  async listening(): Promise<void> {
    await Promise.all(
      [...this.#running.value.values()].map(({ listening, ended }) => Promise.race([listening, ended])),
    );
  }

  /** The exit code of the last one that ran: it ended by itself, or all were killed. Never rejects. */
  get over(): Promise<number> {
    return this.#over.promise;
  }

  has(name: string): boolean {
    return this.#members.some((member) => member.name === name);
  }

  /** Kills them all at once. Resolves to the names of those that ran, when they are gone. */
  kill(): Promise<readonly string[]> {
    this.#killing ??= this.#endAll();
    return this.#killing;
  }

  /** Kills one, which can be revived: when it was the last, it is not over. Resolves when it is gone. */
  async killOne(name: string): Promise<void> {
    await this.#end([name]);
  }

  async #endAll(): Promise<readonly string[]> {
    const names = [...this.#running.value.keys()];
    const codes = await this.#end(names);
    this.#over.resolve(codes.at(-1) ?? 0);
    return names;
  }

  async #end(names: readonly string[]): Promise<readonly number[]> {
    const victims = names.map((name) => this.#running.value.get(name));
    for (const name of names) this.#forget(name);
    return Promise.all(victims.map((process) => process?.kill() ?? 0));
  }

  /** Starts one again that is gone. Resolves when it listens or has ended. */
  async revive(name: string): Promise<void> {
    const member = this.#members.find((each) => each.name === name);
    if (!member || this.#killing || this.#running.value.has(name)) return;
    const { listening, ended } = await this.#start(member);
    await Promise.race([listening, ended]);
  }

  async #start(member: Member): Promise<ServerProcess> {
    const process = await member.start();
    if (this.#killing) {
      await process.kill();
      return process;
    }
    this.#running.value = new Map([...this.#running.value, [member.name, process]]);
    void process.ended.then((code) => {
      if (this.#running.value.get(member.name) !== process) return;
      this.#forget(member.name);
      this.#onEnded(member.name, code);
      this.#conclude(code);
    });
    return process;
  }

  #forget(name: string): void {
    const rest = new Map(this.#running.value);
    rest.delete(name);
    this.#running.value = rest;
  }

  #conclude(code: number): void {
    if (this.#running.value.size === 0) this.#over.resolve(code);
  }
}
