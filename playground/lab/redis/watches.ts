import type { Bytes } from './bytes.ts';
import type { Client } from './client.ts';
import type { Database } from './keyspace.ts';

/** Which clients made their next EXEC depend on which keys. */
export class Watches {
  readonly #byKey = new Map<Database, Map<Bytes, Set<Client>>>();
  readonly #byClient = new Map<Client, { readonly database: Database; readonly key: Bytes }[]>();

  add(client: Client, database: Database, key: Bytes): void {
    // A key that has expired already is watched as one that does not exist.
    database.has(key);
    const byKey = this.#byKey.get(database) ?? new Map<Bytes, Set<Client>>();
    this.#byKey.set(database, byKey);
    byKey.set(key, (byKey.get(key) ?? new Set()).add(client));
    this.#byClient.set(client, [...(this.#byClient.get(client) ?? []), { database, key }]);
  }

  keyChanged(database: Database, key: Bytes): void {
    for (const client of this.#byKey.get(database)?.get(key) ?? []) client.watchBroken = true;
  }

  /** Finds the watched keys that have expired meanwhile, which is a change. */
  refresh(client: Client): void {
    for (const { database, key } of this.#byClient.get(client) ?? []) database.has(key);
  }

  /** Forgets what the client watches, and that it has changed. */
  clear(client: Client): void {
    for (const { database, key } of this.#byClient.get(client) ?? []) {
      const byKey = this.#byKey.get(database);
      const clients = byKey?.get(key);
      clients?.delete(client);
      if (clients?.size === 0) byKey?.delete(key);
    }
    this.#byClient.delete(client);
    client.watchBroken = false;
  }
}
