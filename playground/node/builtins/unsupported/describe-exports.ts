export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

/** What one export of a module of Node's is, as far as a stand-in needs to know it. */
export type ExportShape =
  | 'function'
  | 'class'
  | 'symbol'
  | 'undefined'
  | { readonly value: PlainValue }
  | { readonly members: ModuleShape };

export type ModuleShape = { readonly [name: string]: ExportShape };

/** Bigger than any table of constants that a program could want: the certificates that Node carries with it. */
const MAX_VALUE_CHARACTERS = 20_000;

/** Describes the exports of a module that runs in a real Node. */
export function describeExports(exports: object): ModuleShape {
  return describeMembers(exports, 0);
}

function describeMembers(owner: object, depth: number): ModuleShape {
  return Object.fromEntries(memberNames(owner).map((name) => [name, describe(name, Reflect.get(owner, name), depth)]));
}

/** Own names, and those of the class of an object like `test.mock`. */
function memberNames(owner: object): string[] {
  const names = new Set(Object.keys(owner));
  const prototype = Object.getPrototypeOf(owner);
  if (names.size === 0 && typeof owner === 'object' && prototype !== null && prototype !== Object.prototype) {
    for (const name of Object.getOwnPropertyNames(prototype)) if (name !== 'constructor') names.add(name);
  }
  return [...names].sort();
}

function describe(name: string, value: unknown, depth: number): ExportShape {
  if (typeof value === 'function') return isClass(name, value) ? 'class' : 'function';
  if (typeof value === 'symbol') return 'symbol';
  if (value === undefined) return 'undefined';
  if (isPlain(value)) {
    const text = JSON.stringify(value);
    return { value: text.length <= MAX_VALUE_CHARACTERS ? JSON.parse(text) : [] };
  }
  return { members: typeof value === 'object' && value !== null && depth < 2 ? describeMembers(value, depth + 1) : {} };
}

/** As Node names them: classes are written with a capital, functions never are. */
function isClass(name: string, value: object): boolean {
  return /^[A-Z]/.test(name) && 'prototype' in value;
}

function isPlain(value: unknown): value is PlainValue {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  const bare = prototype === null || prototype === Object.prototype;
  return bare && Object.getOwnPropertySymbols(value).length === 0 && Object.values(value).every(isPlain);
}
