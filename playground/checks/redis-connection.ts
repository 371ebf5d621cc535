import { connect, type Socket } from 'node:net';
import type { ToolClock } from './clock/clock.ts';
import { type RedisReply, readReply } from './redis-reply.ts';

const ANSWER_LIMIT_MS = 1_500;

/** A connection of the check's own: it counts as one of the clients of the Redis. */
export class RedisConnection {
  readonly #clock: ToolClock;
  readonly #socket: Socket;
  readonly #replies: RedisReply[] = [];
  #pending = Buffer.alloc(0);
  #sent = 0;
  #lost = false;

  constructor(clock: ToolClock, port: number) {
    this.#clock = clock;
    this.#socket = connect(port, 'localhost');
    clock.watch(this.#socket);
    this.#socket.on('data', (bytes) => this.#receive(bytes));
    this.#socket.on('error', () => this.#lose());
    this.#socket.on('close', () => this.#lose());
  }

  get lost(): boolean {
    return this.#lost;
  }

  /** Sends all of them at once. Their replies, in order; throws when Redis refuses one or is gone. */
  async send(commands: readonly (readonly string[])[]): Promise<readonly RedisReply[]> {
    const from = this.#sent;
    this.#sent += commands.length;
    this.#socket.write(commands.map(encode).join(''));
    const all = () => this.#replies.length >= from + commands.length;
    await this.#clock.wait(() => all() || this.#lost, ANSWER_LIMIT_MS);
    if (!all()) throw new Error(`Redis did not answer ${commands[0]?.join(' ').slice(0, 80)}.`);
    const replies = this.#replies.slice(from, from + commands.length);
    for (const reply of replies) if (reply instanceof Error) throw reply;
    return replies;
  }

  close(): void {
    this.#lose();
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    for (;;) {
      const read = readReply(this.#pending, 0);
      if (read === null) break;
      this.#replies.push(read.reply);
      this.#pending = this.#pending.subarray(read.end);
    }
    this.#clock.wake();
  }

  #lose(): void {
    this.#lost = true;
    this.#clock.wake();
  }
}

/** @see https://redis.io/docs/latest/develop/reference/protocol-spec/#sending-commands-to-a-redis-server */
function encode(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
