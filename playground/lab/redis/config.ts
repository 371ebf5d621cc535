import type { Bytes } from './bytes.ts';
import { globMatcher } from './glob.ts';
import { parseInt64 } from './numbers.ts';
import { CommandError } from './reply.ts';

const DEFAULTS: Readonly<Record<string, string>> = {
  appendonly: 'no',
  'client-output-buffer-limit': 'normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60',
  databases: '16',
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  'proto-max-bulk-len': '536870912',
  save: '',
  'stream-node-max-bytes': '4096',
  'stream-node-max-entries': '100',
  timeout: '0',
};

/** What CONFIG SET may change here; the rest has no code behind it. */
const CHANGEABLE: Readonly<Record<string, (value: string, previous: string) => string>> = {
  'client-output-buffer-limit': mergeOutputLimits,
  'stream-node-max-bytes': memory,
  'stream-node-max-entries': count,
};

/** The settings, as CONFIG GET and CONFIG SET see them. */
export class Config {
  readonly #values = new Map(Object.entries(DEFAULTS));

  get databases(): number {
    return this.#number('databases');
  }

  /** Most bytes of a stream's node; 0 for no limit. */
  get streamNodeBytes(): number {
    return this.#number('stream-node-max-bytes');
  }

  /** Most entries of a stream's node; 0 for no limit. */
  get streamNodeEntries(): number {
    return this.#number('stream-node-max-entries');
  }

  /** In bytes; 0 for none. */
  get pubsubOutputLimit(): { readonly hard: number; readonly soft: number; readonly seconds: number } {
    const [, hard = '0', soft = '0', seconds = '0'] =
      /pubsub (\d+) (\d+) (\d+)/.exec(this.#values.get('client-output-buffer-limit') ?? '') ?? [];
    return { hard: Number(hard), soft: Number(soft), seconds: Number(seconds) };
  }

  /** The settings whose names match one of the patterns. */
  matching(patterns: readonly Bytes[]): (readonly [string, string])[] {
    const matchers = patterns.map((pattern) => globMatcher(pattern.toLowerCase()));
    return [...this.#values].filter(([name]) => matchers.some((matches) => matches(name)));
  }

  /** Sets all or none. Throws a {@link CommandError} that names the first wrong one. */
  set(pairs: readonly (readonly [Bytes, Bytes])[]): void {
    const checked = pairs.map(([word, value]) => {
      const name = word.toLowerCase();
      const previous = this.#values.get(name);
      if (previous === undefined) {
        throw new CommandError(`ERR Unknown option or number of arguments for CONFIG SET - '${word}'`);
      }
      return [name, this.#check(name, value, previous)] as const;
    });
    for (const [name, value] of checked) this.#values.set(name, value);
  }

  #check(name: string, value: string, previous: string): string {
    try {
      const check = CHANGEABLE[name];
      if (!check) throw new Error("can't set immutable config");
      return check(value, previous);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new CommandError(`ERR CONFIG SET failed (possibly related to argument '${name}') - ${why}`);
    }
  }

  #number(name: string): number {
    return Number(this.#values.get(name));
  }
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1000,
  kb: 1024,
  m: 1000 ** 2,
  mb: 1024 ** 2,
  g: 1000 ** 3,
  gb: 1024 ** 3,
};

function memory(value: string): string {
  const [, number = '', unit = ''] = /^(\d+)([a-z]*)$/i.exec(value) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  if (number === '' || factor === undefined) throw new Error('argument must be a memory value');
  return String(Number(number) * factor);
}

function count(value: string): string {
  const number = parseInt64(value);
  if (number === null) throw new Error("argument couldn't be parsed into an integer");
  if (number < 0n) throw new Error('argument must be between 0 and 9223372036854775807 inclusive');
  return value;
}

/** Classes that are not named keep their limits. */
function mergeOutputLimits(value: string, previous: string): string {
  const words = value.trim().split(/\s+/);
  if (words.length % 4 !== 0) {
    throw new Error('Wrong number of arguments in buffer limit configuration.');
  }
  const limits = new Map<string, string>();
  for (const text of [previous.split(' '), words]) {
    for (let at = 0; at < text.length; at += 4) {
      const [name = '', hard = '', soft = '', seconds = ''] = text.slice(at, at + 4);
      const kind = name.toLowerCase() === 'replica' ? 'slave' : name.toLowerCase();
      if (!['normal', 'slave', 'pubsub'].includes(kind)) {
        throw new Error('Invalid client class specified in buffer limit configuration.');
      }
      if (!/^\d+$/.test(seconds))
        throw new Error('Error in hard, soft or soft_seconds setting in buffer limit configuration.');
      limits.set(kind, `${memory(hard)} ${memory(soft)} ${seconds}`);
    }
  }
  return [...limits].map(([kind, limit]) => `${kind} ${limit}`).join(' ');
}
