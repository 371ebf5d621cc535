import type { Bytes } from './bytes.ts';

/** What a command answers, before it is written in one of the two protocols. */
export type Reply =
  | { readonly kind: 'simple'; readonly text: Bytes }
  /** With its code: `ERR syntax error`. */
  | { readonly kind: 'error'; readonly text: Bytes }
  | { readonly kind: 'integer'; readonly value: number | bigint }
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'bulk'; readonly bytes: Bytes }
  /** Text for people: plain bytes in RESP2. */
  | { readonly kind: 'verbatim'; readonly bytes: Bytes }
  | { readonly kind: 'null' }
  | { readonly kind: 'nullArray' }
  | { readonly kind: 'array'; readonly items: readonly Reply[] }
  | { readonly kind: 'set'; readonly items: readonly Reply[] }
  | { readonly kind: 'push'; readonly items: readonly Reply[] }
  | { readonly kind: 'map'; readonly pairs: readonly (readonly [Reply, Reply])[] }
  /** Several replies to one command, one after the other: SUBSCRIBE answers once for each channel. */
  | { readonly kind: 'sequence'; readonly items: readonly Reply[] };

export const OK: Reply = { kind: 'simple', text: 'OK' };
export const NULL: Reply = { kind: 'null' };
export const NULL_ARRAY: Reply = { kind: 'nullArray' };
export const EMPTY: Reply = { kind: 'array', items: [] };

export const simple = (text: Bytes): Reply => ({ kind: 'simple', text });
export const failure = (text: Bytes): Reply => ({ kind: 'error', text });
export const integer = (value: number | bigint): Reply => ({ kind: 'integer', value });
export const double = (value: number): Reply => ({ kind: 'double', value });
export const bulk = (bytes: Bytes): Reply => ({ kind: 'bulk', bytes });
export const bulkOrNull = (bytes: Bytes | undefined): Reply => (bytes === undefined ? NULL : bulk(bytes));
export const verbatim = (bytes: Bytes): Reply => ({ kind: 'verbatim', bytes });
export const array = (items: readonly Reply[]): Reply => ({ kind: 'array', items });
export const bulks = (items: readonly Bytes[]): Reply => array(items.map(bulk));
export const setOf = (items: readonly Bytes[]): Reply => ({ kind: 'set', items: items.map(bulk) });
export const push = (items: readonly Reply[]): Reply => ({ kind: 'push', items });
export const map = (pairs: readonly (readonly [Reply, Reply])[]): Reply => ({ kind: 'map', pairs });
/** A map whose keys are words of the protocol. */
export const record = (fields: Readonly<Record<string, Reply>>): Reply =>
  map(Object.entries(fields).map(([name, value]) => [bulk(name), value]));
export const sequence = (items: readonly Reply[]): Reply => ({ kind: 'sequence', items });
/** 1 or 0. */
export const flag = (is: boolean): Reply => integer(is ? 1 : 0);

/** A command's refusal: becomes an error reply. The message starts with its code. */
export class CommandError extends Error {}

export const syntaxError = () => new CommandError('ERR syntax error');
export const notAnInteger = () => new CommandError('ERR value is not an integer or out of range');
export const notAFloat = () => new CommandError('ERR value is not a valid float');
export const noSuchKey = () => new CommandError('ERR no such key');
/** What a container says of a subcommand that it cannot read. */
export const badSubcommand = (container: string, word: Bytes) =>
  new CommandError(
    `ERR unknown subcommand or wrong number of arguments for '${word.slice(0, 128)}'. Try ${container} HELP.`,
  );
export const wrongType = () => new CommandError('WRONGTYPE Operation against a key holding the wrong kind of value');
