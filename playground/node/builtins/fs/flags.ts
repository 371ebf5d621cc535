import { invalidArgValue } from '../net/coded-error.ts';
import { constantsOf } from '../unsupported/stand-in.ts';

/** @see https://nodejs.org/api/fs.html#fsconstants */
export const constants: Readonly<Record<string, number>> = Object.freeze(constantsOf('fs', 'constants'));

/** How a file is opened. */
export interface OpenMode {
  readonly read: boolean;
  readonly write: boolean;
  readonly append: boolean;
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly truncate: boolean;
}

const NAMED: Readonly<Record<string, string>> = {
  r: 'r',
  rs: 'r',
  sr: 'r',
  'r+': 'rw',
  'rs+': 'rw',
  'sr+': 'rw',
  w: 'wct',
  wx: 'wcte',
  xw: 'wcte',
  'w+': 'rwct',
  'wx+': 'rwcte',
  'xw+': 'rwcte',
  a: 'wca',
  ax: 'wcae',
  xa: 'wcae',
  as: 'wca',
  sa: 'wca',
  'a+': 'rwca',
  'ax+': 'rwcae',
  'xa+': 'rwcae',
  'as+': 'rwca',
  'sa+': 'rwca',
};

/** Reads the flags of `open`: text, or the sum of `O_` constants. @see https://nodejs.org/api/fs.html#file-system-flags */
export function toOpenMode(flags: unknown, fallback = 'r'): OpenMode {
  const given = flags ?? fallback;
  if (typeof given === 'number') return fromBits(given);
  const letters = typeof given === 'string' && Object.hasOwn(NAMED, given) ? NAMED[given] : undefined;
  if (letters === undefined) throw invalidArgValue('flags', given);
  const has = (letter: string) => letters.includes(letter);
  return {
    read: has('r'),
    write: has('w'),
    append: has('a'),
    create: has('c'),
    exclusive: has('e'),
    truncate: has('t'),
  };
}

function fromBits(bits: number): OpenMode {
  const has = (name: string) => (bits & (constants[name] ?? 0)) !== 0;
  const both = has('O_RDWR');
  const write = both || has('O_WRONLY');
  return {
    read: both || !write,
    write,
    append: has('O_APPEND'),
    create: has('O_CREAT'),
    exclusive: has('O_EXCL'),
    truncate: has('O_TRUNC') && write,
  };
}
