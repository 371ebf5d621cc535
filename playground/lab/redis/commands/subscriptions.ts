import type { Client } from '../client.ts';
import { about, type CommandTable, container, type Run } from '../command.ts';
import { globMatcher } from '../glob.ts';
import type { SubscriptionKind } from '../pubsub.ts';
import { array, badSubcommand, bulk, bulks, integer, NULL, push, type Reply, sequence } from '../reply.ts';
import type { RedisState } from '../state.ts';

/** @see https://redis.io/docs/latest/commands/?group=pubsub */
export const SUBSCRIPTION_COMMANDS: CommandTable = {
  subscribe: about(-2, subscribe('channel', 'subscribe'), 'pubsub'),
  psubscribe: about(-2, subscribe('pattern', 'psubscribe'), 'pubsub'),
  ssubscribe: about(-2, subscribe('shard', 'ssubscribe'), 'pubsub'),
  unsubscribe: about(-1, unsubscribe('channel', 'unsubscribe'), 'pubsub'),
  punsubscribe: about(-1, unsubscribe('pattern', 'punsubscribe'), 'pubsub'),
  sunsubscribe: about(-1, unsubscribe('shard', 'sunsubscribe'), 'pubsub'),
  publish: about(3, ({ state }, words) => integer(state.pubsub.publish(words.take(), words.take())), 'pubsub'),
  spublish: about(3, ({ state }, words) => integer(state.pubsub.publishToShard(words.take(), words.take())), 'pubsub'),
  pubsub: container(-2, {
    channels: about(-2, listNames('channel'), 'pubsub'),
    shardchannels: about(-2, listNames('shard'), 'pubsub'),
    numsub: about(-2, countSubscribers('channel'), 'pubsub'),
    shardnumsub: about(-2, countSubscribers('shard'), 'pubsub'),
    numpat: about(2, ({ state }) => integer(state.pubsub.names('pattern').length), 'pubsub'),
  }),
};

function countFor(client: Client, kind: SubscriptionKind): number {
  return kind === 'shard' ? client.subscriptions.shard.size : client.subscriptionCount;
}

function subscribe(kind: SubscriptionKind, word: string): Run {
  return ({ client, state }, words) =>
    sequence(
      words.takeAll().map((name) => {
        state.pubsub.subscribe(client, kind, name);
        return push([bulk(word), bulk(name), integer(countFor(client, kind))]);
      }),
    );
}

function unsubscribe(kind: SubscriptionKind, word: string): Run {
  return ({ client, state }, words) => {
    const names = words.done ? [...client.subscriptions[kind]] : words.takeAll();
    if (names.length === 0) return push([bulk(word), NULL, integer(countFor(client, kind))]);
    return sequence(names.map((name) => unsubscribeOne(state, client, kind, word, name)));
  };
}

function unsubscribeOne(state: RedisState, client: Client, kind: SubscriptionKind, word: string, name: string): Reply {
  state.pubsub.unsubscribe(client, kind, name);
  return push([bulk(word), bulk(name), integer(countFor(client, kind))]);
}

function listNames(kind: SubscriptionKind): Run {
  return ({ state, word }, words) => {
    if (words.left > 1) throw badSubcommand('PUBSUB', word);
    const matches = globMatcher(words.done ? '*' : words.take());
    return bulks(state.pubsub.names(kind).filter(matches));
  };
}

function countSubscribers(kind: SubscriptionKind): Run {
  return ({ state }, words) =>
    array(words.takeAll().flatMap((name) => [bulk(name), integer(state.pubsub.count(kind, name))]));
}
