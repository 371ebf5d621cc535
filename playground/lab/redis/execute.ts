import type { Blocked } from './blocking.ts';
import type { Bytes } from './bytes.ts';
import type { Client } from './client.ts';
import type { CommandTable } from './command.ts';
import { type Found, lookUp } from './look-up.ts';
import { CommandError, failure, type Reply, simple } from './reply.ts';
import type { RedisState } from './state.ts';
import { Words } from './words.ts';

/** What a RESP2 connection may ask while it is subscribed: its replies could not be told from messages otherwise. */
const WHILE_SUBSCRIBED = new Set([
  ...['subscribe', 'unsubscribe', 'psubscribe', 'punsubscribe', 'ssubscribe', 'sunsubscribe', 'ping', 'quit', 'reset'],
]);

/** What runs at once inside a transaction. */
const WHILE_QUEUEING = new Set(['exec', 'discard', 'multi', 'watch', 'quit', 'reset']);

/** Carries out one request: replies, queues it for EXEC, or makes the client wait; then serves whoever waits for its keys. */
export function execute(state: RedisState, commands: CommandTable, client: Client, words: readonly Bytes[]): void {
  const outcome = attempt(() => {
    const found = findAllowed(commands, client, words);
    client.lastCommand = found.name;
    if (client.transaction && !WHILE_QUEUEING.has(found.name)) {
      client.transaction.queue.push(found);
      return simple('QUEUED');
    }
    return run(state, client, found);
  });
  if (outcome.kind === 'blocked') {
    client.block();
    state.waiting.add(client, state.database(client.database), outcome);
  } else client.send(outcome);
  state.waiting.serve();
}

function findAllowed(commands: CommandTable, client: Client, words: readonly Bytes[]): Found {
  try {
    const found = lookUp(commands, words);
    if (client.protocol === 2 && client.isSubscriber && !WHILE_SUBSCRIBED.has(found.name)) {
      throw new CommandError(
        `ERR Can't execute '${found.name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
      );
    }
    return found;
  } catch (error) {
    if (client.transaction) client.transaction.failed = true;
    throw error;
  }
}

/** Runs what was found. What it refuses becomes an error reply. */
export function run(state: RedisState, client: Client, { command, word, args }: Found): Reply | Blocked {
  state.commands++;
  return attempt(() => command.run({ client, state, word, db: state.database(client.database) }, new Words(args)));
}

function attempt(work: () => Reply | Blocked): Reply | Blocked {
  try {
    return work();
  } catch (error) {
    if (error instanceof CommandError) return failure(error.message);
    throw error;
  }
}
