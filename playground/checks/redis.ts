import type { ToolClock } from './clock/clock.ts';
import { RealClock } from './clock/real-clock.ts';
import type { Evidence } from './failure.ts';
import { RedisConnection } from './redis-connection.ts';
import { RedisRelay } from './redis-relay.ts';
import type { RedisReply } from './redis-reply.ts';

export type { RedisRelay, RedisReply };

/** A Redis that runs: the lab's, or a real one. */
export interface RedisProcess {
  readonly output: readonly string[];
  /** What happened to it, after “Redis”; null while all is well. */
  readonly trouble: string | null;
  /** Resolves once it accepts connections. */
  listening(): Promise<void>;
  kill(): Promise<void>;
}

/** A Redis of the check's own. */
export class Redis {
  readonly port: number;
  readonly #clock: ToolClock;
  readonly #start: () => RedisProcess;
  #process: RedisProcess | null = null;
  #connection: RedisConnection | null = null;
  readonly #relays: RedisRelay[] = [];

  constructor(port: number, start: () => RedisProcess, clock: ToolClock = new RealClock()) {
    this.port = port;
    this.#start = start;
    this.#clock = clock;
  }

  /** For `createClient({ url })`. An address: to look up a name takes a thread, which the clock cannot see. */
  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, or starts it again after `kill`: it is empty then. Resolves once it listens. */
  async start(): Promise<void> {
    this.#process = this.#start();
    await this.#process.listening();
  }

  /** Connections are reset, and its data is gone. */
  async kill(): Promise<void> {
    this.#connection?.close();
    await this.#process?.kill();
  }

  /** Sends a command over a connection of the check's own, and resolves with the reply. Throws what Redis complains about. */
  async command(...words: readonly string[]): Promise<RedisReply> {
    const [reply = null] = await this.commands([words]);
    return reply;
  }

  /** The same with many commands, which Redis runs without a pause. */
  commands(commands: readonly (readonly string[])[]): Promise<readonly RedisReply[]> {
    if (this.#connection === null || this.#connection.lost) {
      this.#connection = new RedisConnection(this.#clock, this.port);
    }
    return this.#connection.send(commands);
  }

  /** Ids of all connections but the check's own, as `CLIENT KILL ID` wants them. */
  async clients(): Promise<readonly string[]> {
    const [own, list] = await this.commands([
      ['CLIENT', 'ID'],
      ['CLIENT', 'LIST'],
    ]);
    const ids = [...String(list).matchAll(/^id=(\d+)/gm)].map(([, id]) => id ?? '');
    return ids.filter((id) => id !== String(own));
  }

  /** Another way to this Redis, which the check can hold up. */
  async relay(): Promise<RedisRelay> {
    const relay = new RedisRelay(this.#clock, this.port);
    this.#relays.push(relay);
    await relay.listen();
    return relay;
  }

  /** Used by the runner. */
  async dispose(): Promise<void> {
    for (const relay of this.#relays) relay.close();
    await this.kill();
  }

  get evidence(): Evidence[] {
    return [{ title: 'Redis printed', lines: this.#process?.trouble ? this.#process.output : [] }];
  }

  get crash(): string | null {
    const trouble = this.#process?.trouble ?? null;
    return trouble === null ? null : `Redis ${trouble}`;
  }
}
