import { type CommandTable, type Context, type Run, reading, writing } from '../command.ts';
import { parseInt64 } from '../numbers.ts';
import { CommandError, flag, integer, notAnInteger, type Reply } from '../reply.ts';
import type { Words } from '../words.ts';
import { invalidExpireTime, toMilliseconds } from './expiry-option.ts';

export const EXPIRY_COMMANDS: CommandTable = {
  expire: writing(-3, expireAfter('expire', true, false)),
  pexpire: writing(-3, expireAfter('pexpire', false, false)),
  expireat: writing(-3, expireAfter('expireat', true, true)),
  pexpireat: writing(-3, expireAfter('pexpireat', false, true)),
  ttl: reading(2, (context, words) => when(context, words, (at) => Math.floor((at - Date.now() + 500) / 1000))),
  pttl: reading(2, (context, words) => when(context, words, (at) => at - Date.now())),
  expiretime: reading(2, (context, words) => when(context, words, (at) => Math.floor((at + 500) / 1000))),
  pexpiretime: reading(2, (context, words) => when(context, words, (at) => at)),
  persist: writing(2, ({ db }, words) => {
    const key = words.take();
    const had = db.expiresAt(key) != null;
    if (had) db.expire(key, null);
    return flag(had);
  }),
};

type Condition = 'NX' | 'XX' | 'GT' | 'LT';

function takeConditions(words: Words): ReadonlySet<Condition> {
  const conditions = new Set<Condition>();
  while (!words.done) {
    const word = words.take();
    const option = word.toUpperCase();
    if (option !== 'NX' && option !== 'XX' && option !== 'GT' && option !== 'LT') {
      throw new CommandError(`ERR Unsupported option ${word}`);
    }
    conditions.add(option);
  }
  if (conditions.has('NX') && conditions.size > 1) {
    throw new CommandError('ERR NX and XX, GT or LT options at the same time are not compatible');
  }
  if (conditions.has('GT') && conditions.has('LT')) {
    throw new CommandError('ERR GT and LT options at the same time are not compatible');
  }
  return conditions;
}

function expireAfter(command: string, inSeconds: boolean, absolute: boolean): Run {
  return ({ db }, words) => {
    const key = words.take();
    const text = words.take();
    const conditions = takeConditions(words);
    const amount = parseInt64(text);
    if (amount === null) throw notAnInteger();
    const at = toMilliseconds(amount, inSeconds, absolute);
    if (at === null) throw invalidExpireTime(command);
    const current = db.expiresAt(key);
    if (current === undefined) return integer(0);
    // A key that never expires counts as one that expires later than any other.
    const previous = current ?? Infinity;
    const refused =
      (conditions.has('NX') && current !== null) ||
      (conditions.has('XX') && current === null) ||
      (conditions.has('GT') && at <= previous) ||
      (conditions.has('LT') && at >= previous);
    if (refused) return integer(0);
    db.expire(key, at);
    return integer(1);
  };
}

/** -2 without such a key, -1 when it never expires. */
function when({ db }: Context, words: Words, reply: (at: number) => number): Reply {
  const at = db.expiresAt(words.take());
  if (at === undefined) return integer(-2);
  return integer(at === null ? -1 : Math.max(0, reply(at)));
}
