import type { InspectOptions } from 'node:util';
import { inspect } from './inspect.ts';

type Show = (value: object, options: InspectOptions) => string;

const custom = Symbol.for('nodejs.util.inspect.custom');

/** What Node shows of an object of the web's classes: these properties, in this order. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  AbortController: ['signal'],
  AbortSignal: ['aborted'],
  Blob: ['size', 'type'],
  ByteLengthQueuingStrategy: ['highWaterMark'],
  CountQueuingStrategy: ['highWaterMark'],
  Event: ['type', 'defaultPrevented', 'cancelable', 'timeStamp'],
  File: ['size', 'type', 'name', 'lastModified'],
  TextDecoder: ['encoding', 'fatal', 'ignoreBOM'],
  TransformStream: ['readable', 'writable'],
  URL: [
    'href',
    'origin',
    'protocol',
    'username',
    'password',
    'host',
    'hostname',
    'port',
    'pathname',
    'search',
    'searchParams',
    'hash',
  ],
};

const nameOf = (value: object): string => value.constructor?.name || 'Object';

const showFields =
  (fields: readonly string[]): Show =>
  (value, options) =>
    `${nameOf(value)} ${inspect(Object.fromEntries(fields.map((name) => [name, Reflect.get(value, name)])), options)}`;

const showPairs: Show = (value, options) => {
  const pairs = Array.from(value as Iterable<[string, unknown]>, ([name, item]) => {
    return `${inspect(name, options)} => ${inspect(item, options)}`;
  });
  if (pairs.length === 0) return `${nameOf(value)} {}`;
  const line = `${nameOf(value)} { ${pairs.join(', ')} }`;
  return line.length <= Number(options.breakLength ?? 80) ? line : `${nameOf(value)} {\n  ${pairs.join(',\n  ')}\n}`;
};

/** A browser's objects have no `inspect` of their own, and their properties are accessors of a prototype: all would be empty. */
function teach(Class: unknown, show: Show): void {
  if (typeof Class !== 'function' || custom in Class.prototype) return;
  Object.defineProperty(Class.prototype, custom, {
    value(this: object, depth: number, options: InspectOptions): unknown {
      if (this === Class.prototype) return `${nameOf(this)} {}`;
      if (typeof depth === 'number' && depth < 0) return `[${nameOf(this)}]`;
      return show(this, { ...options, depth: options.depth == null ? null : Number(options.depth) - 1 });
    },
    writable: true,
    configurable: true,
  });
}

for (const [name, fields] of Object.entries(FIELDS)) teach(Reflect.get(globalThis, name), showFields(fields));
teach(globalThis.URLSearchParams, showPairs);
