import type { Bytes } from './bytes.ts';
import type { Client } from './client.ts';
import { globMatcher } from './glob.ts';
import { bulk, push } from './reply.ts';

/** A channel by its name, channels by a pattern, or a shard channel: a name space of its own. */
export type SubscriptionKind = 'channel' | 'pattern' | 'shard';

interface Subscribers {
  readonly clients: Set<Client>;
  readonly matches: (channel: Bytes) => boolean;
}

/** Who hears what is published. Nothing is kept: whoever is not subscribed at that moment never hears it. */
export class PubSub {
  readonly #subscribers: Readonly<Record<SubscriptionKind, Map<Bytes, Subscribers>>> = {
    channel: new Map(),
    pattern: new Map(),
    shard: new Map(),
  };

  subscribe(client: Client, kind: SubscriptionKind, name: Bytes): void {
    client.subscriptions[kind].add(name);
    const known = this.#subscribers[kind].get(name);
    if (known) known.clients.add(client);
    else this.#subscribers[kind].set(name, { clients: new Set([client]), matches: globMatcher(name) });
  }

  unsubscribe(client: Client, kind: SubscriptionKind, name: Bytes): void {
    client.subscriptions[kind].delete(name);
    const subscribers = this.#subscribers[kind].get(name);
    subscribers?.clients.delete(client);
    if (subscribers?.clients.size === 0) this.#subscribers[kind].delete(name);
  }

  unsubscribeAll(client: Client): void {
    for (const kind of ['channel', 'pattern', 'shard'] as const) {
      for (const name of [...client.subscriptions[kind]]) this.unsubscribe(client, kind, name);
    }
  }

  /** Returns how many deliveries that made: a client counts once for its channel and once for each pattern. */
  publish(channel: Bytes, message: Bytes): number {
    let receivers = this.#deliver('channel', 'message', channel, message);
    for (const [pattern, { clients, matches }] of this.#subscribers.pattern) {
      if (!matches(channel)) continue;
      for (const client of clients) {
        client.send(push([bulk('pmessage'), bulk(pattern), bulk(channel), bulk(message)]));
        receivers++;
      }
    }
    return receivers;
  }

  publishToShard(channel: Bytes, message: Bytes): number {
    return this.#deliver('shard', 'smessage', channel, message);
  }

  names(kind: SubscriptionKind): readonly Bytes[] {
    return [...this.#subscribers[kind].keys()];
  }

  count(kind: SubscriptionKind, name: Bytes): number {
    return this.#subscribers[kind].get(name)?.clients.size ?? 0;
  }

  #deliver(kind: SubscriptionKind, type: string, channel: Bytes, message: Bytes): number {
    const clients = this.#subscribers[kind].get(channel)?.clients ?? [];
    let receivers = 0;
    for (const client of clients) {
      client.send(push([bulk(type), bulk(channel), bulk(message)]));
      receivers++;
    }
    return receivers;
  }
}
