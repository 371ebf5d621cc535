import { Waiting } from './blocking.ts';
import type { Client } from './client.ts';
import { Config } from './config.ts';
import { Database } from './keyspace.ts';
import { PubSub } from './pubsub.ts';
import { CommandError } from './reply.ts';
import { Watches } from './watches.ts';

/** What all connections share. */
export class RedisState {
  readonly config = new Config();
  readonly pubsub = new PubSub();
  readonly waiting = new Waiting();
  readonly watches = new Watches();
  readonly clients = new Map<number, Client>();
  readonly startedAt = Date.now();
  readonly runId = Array.from({ length: 40 }, () => Math.floor(Math.random() * 16).toString(16)).join('');
  readonly databases: readonly Database[];
  port = 0;
  connections = 0;
  commands = 0;

  constructor() {
    this.databases = Array.from(
      { length: this.config.databases },
      (_, index) =>
        new Database(index, (database, key) => {
          this.watches.keyChanged(database, key);
          this.waiting.keyChanged(database, key);
        }),
    );
  }

  /** Throws a {@link CommandError} for a number that no database has. */
  database(index: number): Database {
    const database = this.databases[index];
    if (!database) throw new CommandError('ERR DB index is out of range');
    return database;
  }

  /** Drops all that belongs to a connection that is gone. */
  forget(client: Client): void {
    this.clients.delete(client.id);
    this.waiting.forget(client);
    this.pubsub.unsubscribeAll(client);
    this.watches.clear(client);
  }

  close(): void {
    for (const client of [...this.clients.values()]) {
      this.forget(client);
      client.destroy();
    }
    for (const database of this.databases) database.close();
  }
}
