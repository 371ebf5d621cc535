import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { ToolClock } from './clock/clock.ts';

/** `news`: connections that wait for what comes, by BLOCK or SUBSCRIBE. `answers`: all others. */
export type RelayedKind = 'news' | 'answers';

interface Pair {
  readonly client: Socket;
  readonly redis: Socket;
  kind: RelayedKind;
}

/** A network between servers and a Redis that can be slow on one of their connections and not on another. */
export class RedisRelay {
  readonly #clock: ToolClock;
  readonly #redisPort: number;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #port = 0;
  #held: RelayedKind | null = null;

  constructor(clock: ToolClock, redisPort: number) {
    this.#clock = clock;
    this.#redisPort = redisPort;
    this.#server = createServer((client) => this.#join(client));
  }

  /** For `createClient({ url })`, in place of the Redis's own. */
  get url(): string {
    return `redis://localhost:${this.#port}`;
  }

  async listen(): Promise<void> {
    this.#server.listen(0, 'localhost');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  /** From now on, what Redis says on these connections does not arrive. What is asked of it does. */
  hold(kind: RelayedKind): void {
    this.#held = kind;
    for (const pair of this.#pairs) this.#apply(pair);
  }

  /** Everything that was held arrives. */
  release(): void {
    this.#held = null;
    for (const pair of this.#pairs) this.#apply(pair);
  }

  close(): void {
    this.#server.close();
    for (const { client } of this.#pairs) client.destroy();
  }

  #join(client: Socket): void {
    const redis = connect(this.#redisPort, 'localhost');
    const pair: Pair = { client, redis, kind: 'answers' };
    this.#pairs.add(pair);
    for (const [from, to] of [
      [client, redis],
      [redis, client],
    ] as const) {
      this.#clock.watch(from);
      // Else the kernel keeps a small answer back until the one before it is acknowledged: 40 ms, which no clock sees.
      from.setNoDelay(true);
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.on('end', () => to.end());
    }
    client.on('data', (bytes) => {
      if (/\r\n(BLOCK|P?SUBSCRIBE)\r\n/i.test(bytes.toString('latin1'))) pair.kind = 'news';
      this.#apply(pair);
    });
    client.on('close', () => this.#pairs.delete(pair));
  }

  #apply({ redis, kind }: Pair): void {
    if (kind === this.#held) redis.pause();
    else redis.resume();
  }
}
