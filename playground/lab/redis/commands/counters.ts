import type { Bytes } from '../bytes.ts';
import { type CommandTable, type Context, writing } from '../command.ts';
import { addFloats } from '../long-double.ts';
import { INT64_MAX, INT64_MIN, isFloat, parseInt64 } from '../numbers.ts';
import { bulk, CommandError, integer, notAFloat, notAnInteger, type Reply } from '../reply.ts';
import type { Words } from '../words.ts';
import { change } from './strings.ts';

/** Numbers that are kept as strings. */
export const COUNTER_COMMANDS: CommandTable = {
  incr: writing(2, (context, words) => increase(context, words.take(), 1n)),
  decr: writing(2, (context, words) => increase(context, words.take(), -1n)),
  incrby: writing(3, (context, words) => increase(context, words.take(), words.takeInt64())),
  decrby: writing(3, (context, words) => {
    const key = words.take();
    const by = words.takeInt64();
    if (by === INT64_MIN) throw new CommandError('ERR decrement would overflow');
    return increase(context, key, -by);
  }),
  incrbyfloat: writing(3, increaseByFloat),
};

function increase({ db }: Context, key: Bytes, by: bigint): Reply {
  const sum = addIntegers(db.find(key, 'string')?.bytes ?? '0', by, notAnInteger);
  change(db, key, String(sum));
  return integer(sum);
}

/** Throws a {@link CommandError} when the sum does not fit 64 bits, and `notANumber` when the text is no integer. */
export function addIntegers(text: Bytes, by: bigint, notANumber: () => Error): bigint {
  const value = parseInt64(text);
  if (value === null) throw notANumber();
  const sum = value + by;
  if (sum > INT64_MAX || sum < INT64_MIN) throw new CommandError('ERR increment or decrement would overflow');
  return sum;
}

function increaseByFloat({ db }: Context, words: Words): Reply {
  const key = words.take();
  const value = db.find(key, 'string')?.bytes ?? '0';
  const by = words.take();
  if (!isFloat(value) || !isFloat(by)) throw notAFloat();
  const sum = addFloats(value, by);
  if (sum === null) throw new CommandError('ERR increment would produce NaN or Infinity');
  change(db, key, sum);
  return bulk(sum);
}
