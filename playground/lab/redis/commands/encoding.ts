import type { Bytes } from '../bytes.ts';
import { parseInt64 } from '../numbers.ts';
import type { Value } from '../value.ts';

const SMALL_COUNT = 128;
const SMALL_INTEGER_SET = 512;
const SMALL_LENGTH = 64;

/** The name that Redis 7.0 has for the way it would keep a value. It goes by size alone: Redis does not go back when a value shrinks. */
export function encodingOf(value: Value): string {
  switch (value.type) {
    case 'string':
      if (parseInt64(value.bytes) !== null) return 'int';
      return value.bytes.length <= 44 ? 'embstr' : 'raw';
    case 'list':
      return 'quicklist';
    case 'hash':
      return isSmall([...value.fields].flat(), SMALL_COUNT * 2) ? 'listpack' : 'hashtable';
    case 'set': {
      const members = [...value.members];
      const integers = members.length <= SMALL_INTEGER_SET && members.every((member) => parseInt64(member) !== null);
      return integers ? 'intset' : 'hashtable';
    }
    case 'zset': {
      const members = value.sorted.ordered.map(({ member }) => member);
      return isSmall(members, SMALL_COUNT) ? 'listpack' : 'skiplist';
    }
    case 'stream':
      return 'stream';
  }
}

function isSmall(words: readonly Bytes[], most: number): boolean {
  return words.length <= most && words.every((word) => word.length <= SMALL_LENGTH);
}
