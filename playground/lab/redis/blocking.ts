import type { Bytes } from './bytes.ts';
import type { Client } from './client.ts';
import type { Database } from './keyspace.ts';
import { CommandError, failure, type Reply } from './reply.ts';

/** A command's wish to wait until one of its keys can serve it. */
export interface Blocked {
  readonly kind: 'blocked';
  readonly keys: readonly Bytes[];
  /** Milliseconds; 0 for ever. */
  readonly timeout: number;
  /** Tries again, for a key that has changed: null to go on waiting. A thrown {@link CommandError} ends the wait. */
  readonly retry: (key: Bytes) => Reply | null;
  readonly timedOut: Reply;
  /** What it answers inside a transaction, which never waits; `timedOut` when absent. */
  readonly inTransaction?: Reply;
}

interface Waiter {
  readonly client: Client;
  readonly database: Database;
  readonly blocked: Blocked;
  readonly timer: NodeJS.Timeout | null;
}

/** The clients that wait for keys. Who waited longest is served first. */
export class Waiting {
  /** By database, then by key; the order of a set is the order of waiting. */
  readonly #byKey = new Map<Database, Map<Bytes, Set<Waiter>>>();
  readonly #byClient = new Map<Client, Waiter>();
  /** Keys that changed since they were last served. */
  #ready: { readonly database: Database; readonly key: Bytes }[] = [];

  get size(): number {
    return this.#byClient.size;
  }

  add(client: Client, database: Database, blocked: Blocked): void {
    const { keys, timeout, timedOut } = blocked;
    const timer = timeout === 0 ? null : setTimeout(() => this.end(client, timedOut), Math.min(timeout, 2 ** 31 - 1));
    const waiter: Waiter = { client, database, blocked, timer };
    this.#byClient.set(client, waiter);
    const byKey = this.#byKey.get(database) ?? new Map<Bytes, Set<Waiter>>();
    this.#byKey.set(database, byKey);
    for (const key of keys) byKey.set(key, (byKey.get(key) ?? new Set()).add(waiter));
  }

  keyChanged(database: Database, key: Bytes): void {
    if (this.#byKey.get(database)?.has(key)) this.#ready.push({ database, key });
  }

  /** Serves whom the changed keys can serve, until that changes no more keys. To be called after every command. */
  serve(): void {
    while (this.#ready.length > 0) {
      const ready = this.#ready;
      this.#ready = [];
      for (const { database, key } of ready) {
        for (const waiter of [...(this.#byKey.get(database)?.get(key) ?? [])]) {
          const reply = this.#retry(waiter, key);
          if (reply !== null) this.end(waiter.client, reply);
        }
      }
    }
  }

  /** Ends a client's wait with this reply. False when it did not wait. */
  end(client: Client, reply: Reply): boolean {
    if (!this.forget(client)) return false;
    client.unblock(reply);
    return true;
  }

  /** Drops a client that is gone. False when it did not wait. */
  forget(client: Client): boolean {
    const waiter = this.#byClient.get(client);
    if (!waiter) return false;
    if (waiter.timer) clearTimeout(waiter.timer);
    this.#byClient.delete(client);
    const byKey = this.#byKey.get(waiter.database);
    for (const key of waiter.blocked.keys) {
      const waiters = byKey?.get(key);
      waiters?.delete(waiter);
      if (waiters?.size === 0) byKey?.delete(key);
    }
    return true;
  }

  /** What a client's wait would answer at its end; undefined when it does not wait. */
  timedOutReply(client: Client): Reply | undefined {
    return this.#byClient.get(client)?.blocked.timedOut;
  }

  #retry({ blocked }: Waiter, key: Bytes): Reply | null {
    try {
      return blocked.retry(key);
    } catch (error) {
      if (error instanceof CommandError) return failure(error.message);
      throw error;
    }
  }
}
