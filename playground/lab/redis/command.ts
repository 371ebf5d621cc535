import type { Blocked } from './blocking.ts';
import type { Bytes } from './bytes.ts';
import type { Client } from './client.ts';
import type { Database } from './keyspace.ts';
import type { Reply } from './reply.ts';
import type { RedisState } from './state.ts';
import type { Words } from './words.ts';

export interface Context {
  readonly client: Client;
  readonly db: Database;
  readonly state: RedisState;
  /** The command's name, or its subcommand's, as the client wrote it. */
  readonly word: Bytes;
}

export type Run = (context: Context, words: Words) => Reply | Blocked;

export type CommandFlag = 'write' | 'readonly' | 'blocking' | 'pubsub' | 'fast' | 'noauth';

/** Position of the first key, of the last (from the end when negative), and the step between them; 0 0 0 without keys. */
export type KeyPositions = readonly [first: number, last: number, step: number];

export interface Command {
  /** As in `COMMAND INFO`: counts the command's own name; negative for “at least”. */
  readonly arity: number;
  readonly flags: readonly CommandFlag[];
  readonly keys: KeyPositions;
  readonly run: Run;
}

/** A command whose second word chooses what it does: `XGROUP CREATE`. */
export interface Container {
  readonly arity: number;
  readonly flags: readonly CommandFlag[];
  readonly keys: KeyPositions;
  readonly subcommands: CommandTable;
  /** What the word alone does; absent where a second word must follow. */
  readonly alone?: Command;
}

/** By name, in lower case. */
export type CommandTable = Readonly<Record<string, Command | Container>>;

const FIRST_WORD: KeyPositions = [1, 1, 1];
const NO_KEYS: KeyPositions = [0, 0, 0];

/** A command that only reads keys. */
export const reading = (arity: number, run: Run, keys = FIRST_WORD): Command => ({
  arity,
  flags: ['readonly'],
  keys,
  run,
});

/** A command that changes keys. */
export const writing = (arity: number, run: Run, keys = FIRST_WORD): Command => ({
  arity,
  flags: ['write'],
  keys,
  run,
});

/** A command that may keep its client waiting. */
export const blocking = (arity: number, flag: 'readonly' | 'write', run: Run, keys = FIRST_WORD): Command => ({
  arity,
  flags: [flag, 'blocking'],
  keys,
  run,
});

/** A command about the server or the connection. */
export const about = (arity: number, run: Run, ...flags: readonly CommandFlag[]): Command => ({
  arity,
  flags,
  keys: NO_KEYS,
  run,
});

export const container = (arity: number, subcommands: CommandTable): Container => ({
  arity,
  flags: [],
  keys: NO_KEYS,
  subcommands,
});
