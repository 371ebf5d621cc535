import type { CommandTable } from './command.ts';
import { BLOCKING_POP_COMMANDS } from './commands/blocking-pops.ts';
import { CONNECTION_COMMANDS } from './commands/connection.ts';
import { COUNTER_COMMANDS } from './commands/counters.ts';
import { EXPIRY_COMMANDS } from './commands/expiry.ts';
import { HASH_COMMANDS } from './commands/hashes.ts';
import { introspectionOf } from './commands/introspection.ts';
import { KEY_COMMANDS } from './commands/keys.ts';
import { LIST_COMMANDS } from './commands/lists.ts';
import { SERVER_COMMANDS } from './commands/server-info.ts';
import { SET_COMMANDS } from './commands/sets.ts';
import { SORTED_SET_RANGE_COMMANDS } from './commands/sorted-set-ranges.ts';
import { SORTED_SET_COMMANDS } from './commands/sorted-sets.ts';
import { STREAM_GROUP_COMMANDS } from './commands/stream-groups.ts';
import { STREAM_INFO_COMMANDS } from './commands/stream-info.ts';
import { STREAM_PENDING_COMMANDS } from './commands/stream-pending.ts';
import { STREAM_READ_COMMANDS } from './commands/stream-reads.ts';
import { STREAM_COMMANDS } from './commands/streams.ts';
import { STRING_COMMANDS } from './commands/strings.ts';
import { SUBSCRIPTION_COMMANDS } from './commands/subscriptions.ts';
import { TRANSACTION_COMMANDS } from './commands/transactions.ts';

const DATA_COMMANDS: CommandTable = {
  ...CONNECTION_COMMANDS,
  ...SERVER_COMMANDS,
  ...KEY_COMMANDS,
  ...EXPIRY_COMMANDS,
  ...STRING_COMMANDS,
  ...COUNTER_COMMANDS,
  ...HASH_COMMANDS,
  ...LIST_COMMANDS,
  ...BLOCKING_POP_COMMANDS,
  ...SET_COMMANDS,
  ...SORTED_SET_COMMANDS,
  ...SORTED_SET_RANGE_COMMANDS,
  ...SUBSCRIPTION_COMMANDS,
  ...STREAM_COMMANDS,
  ...STREAM_READ_COMMANDS,
  ...STREAM_GROUP_COMMANDS,
  ...STREAM_PENDING_COMMANDS,
  ...STREAM_INFO_COMMANDS,
  ...TRANSACTION_COMMANDS,
};

/** Every command that the server knows; there is no Lua, no cluster and no persistence. */
export const COMMANDS: CommandTable = { ...DATA_COMMANDS, ...introspectionOf(DATA_COMMANDS) };
