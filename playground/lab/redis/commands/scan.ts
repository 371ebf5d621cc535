import type { Bytes } from '../bytes.ts';
import { globMatcher } from '../glob.ts';
import { array, bulk, CommandError, type Reply, syntaxError } from '../reply.ts';
import type { Words } from '../words.ts';

export interface ScanOptions {
  readonly count: number;
  readonly matches: (name: Bytes) => boolean;
  readonly type: string | null;
}

export function takeCursor(words: Words): number {
  const word = words.take();
  if (!/^\d{1,20}$/.test(word)) throw new CommandError('ERR invalid cursor');
  return Number(word);
}

export function takeScanOptions(words: Words, allowType = false): ScanOptions {
  let options: ScanOptions = { count: 10, matches: () => true, type: null };
  while (!words.done) {
    const option = words.takeOption();
    if (words.done) throw syntaxError();
    if (option === 'COUNT') {
      const count = words.takeInteger();
      if (count < 1) throw syntaxError();
      options = { ...options, count };
    } else if (option === 'MATCH') {
      options = { ...options, matches: globMatcher(words.take()) };
    } else if (option === 'TYPE' && allowType) {
      options = { ...options, type: words.take().toLowerCase() };
    } else throw syntaxError();
  }
  return options;
}

interface Scanned {
  readonly name: Bytes;
  readonly reply: readonly Reply[];
}

/** Scans a collection in one step, as Redis does with small ones: COUNT is only a hint. */
export function scanWhole(words: Words, items: () => readonly Scanned[]): Reply {
  takeCursor(words);
  const { matches } = takeScanOptions(words);
  const found = items().filter(({ name }) => matches(name));
  return array([bulk('0'), array(found.flatMap(({ reply }) => reply))]);
}
