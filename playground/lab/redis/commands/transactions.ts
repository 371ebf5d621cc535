import { about, type CommandTable, type Context } from '../command.ts';
import { run } from '../execute.ts';
import { array, CommandError, NULL_ARRAY, OK, type Reply } from '../reply.ts';

/** @see https://redis.io/docs/latest/develop/using-commands/transactions/ */
export const TRANSACTION_COMMANDS: CommandTable = {
  multi: about(1, ({ client }) => {
    if (client.transaction) throw new CommandError('ERR MULTI calls can not be nested');
    client.transaction = { queue: [], failed: false };
    return OK;
  }),
  exec: about(1, execute),
  discard: about(1, ({ client, state }) => {
    if (!client.transaction) throw new CommandError('ERR DISCARD without MULTI');
    client.transaction = null;
    state.watches.clear(client);
    return OK;
  }),
  watch: {
    ...about(-2, ({ client, db, state }, words) => {
      if (client.transaction) throw new CommandError('ERR WATCH inside MULTI is not allowed');
      for (const key of words.takeAll()) state.watches.add(client, db, key);
      return OK;
    }),
    keys: [1, -1, 1],
  },
  unwatch: about(1, ({ client, state }) => {
    state.watches.clear(client);
    return OK;
  }),
};

function execute({ client, state }: Context): Reply {
  const { transaction } = client;
  if (!transaction) throw new CommandError('ERR EXEC without MULTI');
  state.watches.refresh(client);
  const broken = client.watchBroken;
  client.transaction = null;
  state.watches.clear(client);
  if (transaction.failed) {
    throw new CommandError('EXECABORT Transaction discarded because of previous errors.');
  }
  if (broken) return NULL_ARRAY;
  return array(
    transaction.queue.map((found) => {
      const outcome = run(state, client, found);
      return outcome.kind === 'blocked' ? (outcome.inTransaction ?? outcome.timedOut) : outcome;
    }),
  );
}
