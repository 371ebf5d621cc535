import { ConfError } from './conf-error.ts';
import type { Directive } from './reader.ts';

const SIZE_UNITS: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

const TIME_UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_592_000_000,
  y: 31_536_000_000,
};

export function invalidValue(directive: Directive): ConfError {
  return new ConfError(`"${directive.name}" directive invalid value`, directive.place);
}

export function invalidArgument(directive: Directive, value: string): ConfError {
  return new ConfError(`invalid value "${value}"`, directive.place);
}

export function invalidParameter(directive: Directive, value: string): ConfError {
  return new ConfError(`invalid parameter "${value}"`, directive.place);
}

export function firstArg(directive: Directive): string {
  return directive.args[0] ?? '';
}

export function flag(directive: Directive): boolean {
  const value = firstArg(directive);
  if (/^on$/i.test(value)) return true;
  if (/^off$/i.test(value)) return false;
  throw new ConfError(
    `invalid value "${value}" in "${directive.name}" directive, it must be "on" or "off"`,
    directive.place,
  );
}

/** Bytes, or null when it is no size. @see https://nginx.org/en/docs/syntax.html */
export function parseSize(text: string): number | null {
  const match = /^(\d+)([kmg]?)$/i.exec(text);
  return match ? Number(match[1]) * SIZE_UNITS[match[2]!.toLowerCase()]! : null;
}

/** Milliseconds, or null when it is no time. A number alone is seconds. @see https://nginx.org/en/docs/syntax.html */
export function parseTime(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!/^(?:\d+(?:ms|[smhdwMy])\s*)+(?:\d+)?$/.test(text)) return null;
  let total = 0;
  for (const [, number, unit] of text.matchAll(/(\d+)(ms|[smhdwMy])?/g)) {
    total += Number(number) * (unit === undefined ? 1000 : TIME_UNITS[unit]!);
  }
  return total;
}

export function size(directive: Directive): number {
  const value = parseSize(firstArg(directive));
  if (value === null) throw invalidValue(directive);
  return value;
}

export function time(directive: Directive): number {
  const value = parseTime(firstArg(directive));
  if (value === null) throw invalidValue(directive);
  return value;
}

export function integer(directive: Directive): number {
  if (!/^\d+$/.test(firstArg(directive))) {
    throw new ConfError(`"${directive.name}" directive invalid number`, directive.place);
  }
  return Number(firstArg(directive));
}

export interface BufferSizes {
  readonly count: number;
  readonly size: number;
}

export function buffers(directive: Directive): BufferSizes {
  const count = /^[1-9]\d*$/.test(firstArg(directive)) ? Number(firstArg(directive)) : null;
  const each = parseSize(directive.args[1] ?? '');
  if (count === null || !each) throw invalidValue(directive);
  return { count, size: each };
}

/** One word of several. */
export function oneOf<Word extends string>(words: readonly Word[]): (directive: Directive) => Word {
  return (directive) => {
    const found = words.find((word) => word === firstArg(directive).toLowerCase());
    if (!found) throw invalidArgument(directive, firstArg(directive));
    return found;
  };
}

/** Several words of some. */
export function someOf<Word extends string>(words: readonly Word[]): (directive: Directive) => ReadonlySet<Word> {
  return (directive) => {
    const chosen = directive.args.map((argument) => {
      const found = words.find((word) => word === argument.toLowerCase());
      if (!found) throw invalidArgument(directive, argument);
      return found;
    });
    return new Set(chosen);
  };
}
