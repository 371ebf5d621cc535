import type { Socket } from 'node:net';
import { type Bytes, bufferFromBytes, bytesFromBuffer } from './bytes.ts';
import { encodeReply, type Protocol } from './encode.ts';
import type { Found } from './look-up.ts';
import { OutputLimit } from './output-limit.ts';
import type { SubscriptionKind } from './pubsub.ts';
import { failure, type Reply } from './reply.ts';
import { ProtocolError, RequestParser } from './resp.ts';
import type { RedisState } from './state.ts';

export interface Transaction {
  readonly queue: Found[];
  /** Whether a command was refused while queueing: EXEC then refuses them all. */
  failed: boolean;
}

export type Execute = (client: Client, words: readonly Bytes[]) => void;

/** One connection: what it asked for, what it was told, and what the server remembers about it. */
export class Client {
  readonly id: number;
  readonly address: string;
  readonly localAddress: string;
  readonly connectedAt = Date.now();
  protocol: Protocol = 2;
  name: Bytes = '';
  database = 0;
  transaction: Transaction | null = null;
  /** Whether a key that this client watches has changed. */
  watchBroken = false;
  readonly subscriptions: Readonly<Record<SubscriptionKind, Set<Bytes>>> = {
    channel: new Set(),
    pattern: new Set(),
    shard: new Set(),
  };
  lastActiveAt = Date.now();
  lastCommand = 'NULL';
  noEvict = false;
  #blocked = false;
  #closing = false;
  #output: Bytes[] = [];
  readonly #parser = new RequestParser();
  readonly #socket: Socket;
  readonly #execute: Execute;
  readonly #limit: OutputLimit;

  constructor(id: number, socket: Socket, state: RedisState, execute: Execute) {
    this.id = id;
    this.address = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`;
    this.localAddress = `${socket.localAddress ?? '?'}:${socket.localPort ?? 0}`;
    this.#socket = socket;
    this.#execute = execute;
    this.#limit = new OutputLimit(state.config);
  }

  /** How many subscriptions count in the answer to SUBSCRIBE. */
  get subscriptionCount(): number {
    return this.subscriptions.channel.size + this.subscriptions.pattern.size;
  }

  get isSubscriber(): boolean {
    return this.subscriptionCount + this.subscriptions.shard.size > 0;
  }

  get isBlocked(): boolean {
    return this.#blocked;
  }

  /** Bytes that the peer has not taken yet. */
  get outputLength(): number {
    return this.#socket.writableLength;
  }

  receive(chunk: Buffer): void {
    this.#parser.push(bytesFromBuffer(chunk));
    this.#process();
  }

  /** Keeps later commands waiting until `unblock`. */
  block(): void {
    this.#blocked = true;
  }

  unblock(reply: Reply): void {
    this.send(reply);
    this.#blocked = false;
    // What the client sent meanwhile comes after the command that served it.
    queueMicrotask(() => this.#process());
  }

  send(reply: Reply): void {
    if (this.#closing) return;
    if (this.#output.length === 0) queueMicrotask(() => this.#flush());
    this.#output.push(encodeReply(reply, this.protocol));
  }

  /** Ends the connection after what was sent; later commands are not read. */
  close(): void {
    this.#flush();
    this.#closing = true;
    this.#socket.end();
  }

  /** Ends the connection without waiting for the peer to take what was sent. */
  destroy(): void {
    this.#closing = true;
    this.#socket.destroy();
  }

  #process(): void {
    try {
      while (!this.#blocked && !this.#closing) {
        const words = this.#parser.next();
        if (words === null) return;
        this.lastActiveAt = Date.now();
        this.#execute(this, words);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.send(failure(error.message));
      this.close();
    }
  }

  #flush(): void {
    if (this.#output.length === 0) return;
    const bytes = this.#output.join('');
    this.#output = [];
    if (this.#closing) return;
    this.#socket.write(bufferFromBytes(bytes));
    if (this.isSubscriber && this.#limit.exceeded(this.outputLength)) this.destroy();
  }
}
