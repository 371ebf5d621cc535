import type { Bytes } from '../bytes.ts';
import { CommandError, syntaxError } from '../reply.ts';
import type { Words } from '../words.ts';

export interface ReadOptions {
  readonly count: number;
  /** Milliseconds to wait, 0 for ever; null not to wait. */
  readonly block: number | null;
  readonly group: { readonly name: Bytes; readonly consumer: Bytes; readonly noAck: boolean } | null;
  /** Keys, each with the word that says where to start. */
  readonly streams: readonly (readonly [Bytes, Bytes])[];
}

/** The arguments of XREAD and XREADGROUP. */
export function takeReadOptions(words: Words, command: 'XREAD' | 'XREADGROUP'): ReadOptions {
  let count = Infinity;
  let block: number | null = null;
  let group: ReadOptions['group'] = null;
  let noAck = false;
  while (!words.done) {
    const option = words.takeOption();
    if (option === 'STREAMS') {
      if (words.left === 0) throw syntaxError();
      if (words.left % 2 !== 0) {
        throw new CommandError(
          "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified.",
        );
      }
      const keys = words.takeSome(words.left / 2);
      const streams = keys.map((key) => [key, words.take()] as const);
      if (command === 'XREADGROUP' && group === null) {
        throw new CommandError('ERR Missing GROUP option for XREADGROUP');
      }
      return { count, block, group: group && { ...group, noAck }, streams };
    }
    if (option === 'BLOCK') block = takeBlock(words);
    else if (option === 'COUNT') count = words.takeInteger() || Infinity;
    else if (option === 'GROUP' && words.left >= 2) {
      refuse(command, 'GROUP');
      group = { name: words.take(), consumer: words.take(), noAck: false };
    } else if (option === 'NOACK') {
      refuse(command, 'NOACK');
      noAck = true;
    } else throw syntaxError();
    if (count < 0) count = Infinity;
  }
  throw syntaxError();
}

function takeBlock(words: Words): number {
  const milliseconds = words.takeInteger('ERR timeout is not an integer or out of range');
  if (milliseconds < 0) throw new CommandError('ERR timeout is negative');
  return milliseconds;
}

function refuse(command: string, option: string): void {
  if (command === 'XREAD') {
    throw new CommandError(`ERR The ${option} option is only supported by XREADGROUP. You called XREAD instead.`);
  }
}
