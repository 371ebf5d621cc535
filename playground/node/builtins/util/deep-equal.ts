import {
  isAnyArrayBuffer,
  isBoxedPrimitive,
  isDate,
  isMap,
  isNativeError,
  isPromise,
  isRegExp,
  isSet,
  isTypedArray,
  isWeakMap,
  isWeakSet,
} from './types.ts';

/** `loose`: as `==`, prototypes do not count. `partial`: strict, but the first value may have more than the second. */
export type Mode = 'strict' | 'loose' | 'partial';

/** Pairs of objects that are being compared: a pair that is met again inside itself counts as equal. */
type Open = Map<object, object>;

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

/** Whether two values are alike, as `assert.deepStrictEqual` and its relatives understand it. */
export function deepEqual(left: unknown, right: unknown, mode: Mode): boolean {
  return equal(left, right, mode, new Map());
}

function equal(left: unknown, right: unknown, mode: Mode, open: Open): boolean {
  if (left === right) return left !== 0 || mode === 'loose' || Object.is(left, right);
  if (!isObject(left) || !isObject(right) || typeof left === 'function' || typeof right === 'function') {
    if (mode === 'loose' && !(isObject(left) && isObject(right))) {
      // biome-ignore lint/suspicious/noDoubleEquals: loose equality is what is asked for.
      return (!isObject(left) && !isObject(right) && left == right) || (Number.isNaN(left) && Number.isNaN(right));
    }
    return Object.is(left, right);
  }
  if (mode !== 'loose' && Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
  if (Object.prototype.toString.call(left) !== Object.prototype.toString.call(right)) return false;
  if (open.get(left) === right) return true;
  open.set(left, right);
  try {
    return sameKind(left, right, mode, open) && sameKeys(left, right, mode, open);
  } finally {
    open.delete(left);
  }
}

/** Compares what two objects hold besides their properties. */
function sameKind(left: object, right: object, mode: Mode, open: Open): boolean {
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  if (Array.isArray(left) && Array.isArray(right)) return mode === 'partial' || left.length === right.length;
  if (isDate(left) || isDate(right)) {
    return isDate(left) && isDate(right) && Object.is(Number(left), Number(right));
  }
  if (isRegExp(left) || isRegExp(right)) {
    return isRegExp(left) && isRegExp(right) && String(left) === String(right) && has(left, right, 'lastIndex');
  }
  if (isNativeError(left) || isNativeError(right) || left instanceof Error) {
    return hidden(left, right, ['message', 'name', 'cause', 'errors'], mode, open);
  }
  if (ArrayBuffer.isView(left) || ArrayBuffer.isView(right) || isAnyArrayBuffer(left) || isAnyArrayBuffer(right)) {
    return sameBytes(left, right, mode);
  }
  if (isSet(left) || isSet(right)) return isSet(left) && isSet(right) && sameSets(left, right, mode, open);
  if (isMap(left) || isMap(right)) return isMap(left) && isMap(right) && sameMaps(left, right, mode, open);
  if (isBoxedPrimitive(left) || isBoxedPrimitive(right)) {
    return isBoxedPrimitive(left) && isBoxedPrimitive(right) && Object.is(left.valueOf(), right.valueOf());
  }
  if (left instanceof URL && right instanceof URL) return left.href === right.href;
  // Nothing can be seen inside these: only the very same one is equal.
  return !(isPromise(left) || isWeakMap(left) || isWeakSet(left));
}

const has = (left: object, right: object, key: PropertyKey): boolean =>
  Object.is(Reflect.get(left, key), Reflect.get(right, key));

/** What belongs to an error although it is not enumerable. */
function hidden(left: object, right: object, keys: readonly string[], mode: Mode, open: Open): boolean {
  return keys.every((key) => {
    const owned = Object.hasOwn(left, key);
    if ((key === 'cause' || key === 'errors') && owned !== Object.hasOwn(right, key)) return false;
    return equal(Reflect.get(left, key), Reflect.get(right, key), mode, open);
  });
}

function sameBytes(left: object, right: object, mode: Mode): boolean {
  const [one, two] = [bytesOf(left), bytesOf(right)];
  if (!one || !two || one.length !== two.length) return false;
  if (mode === 'loose' && isTypedArray(left) && /Float/.test(Object.prototype.toString.call(left))) {
    const [numbers, others] = [Array.from(left as Float64Array), Array.from(right as Float64Array)];
    return numbers.every((number, at) => number === others[at]);
  }
  return one.every((byte, at) => byte === two[at]);
}

function bytesOf(value: object): Uint8Array | null {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return isAnyArrayBuffer(value) ? new Uint8Array(value as ArrayBuffer) : null;
}

/** Takes the first of `rest` that `matches` out of it. */
function take<Item>(rest: Set<Item>, matches: (item: Item) => boolean): boolean {
  for (const item of rest) {
    if (!matches(item)) continue;
    rest.delete(item);
    return true;
  }
  return false;
}

function sameSets(one: object, other: object, mode: Mode, open: Open): boolean {
  const [left, right] = [new Set(one as Set<unknown>), new Set(other as Set<unknown>)];
  if (mode === 'partial' ? left.size < right.size : left.size !== right.size) return false;
  for (const value of right) if (left.delete(value)) right.delete(value);
  for (const value of right) {
    if (!isObject(value) && mode !== 'loose') return false;
    if (!take(left, (candidate) => equal(candidate, value, mode, open))) return false;
  }
  return true;
}

function sameMaps(one: object, other: object, mode: Mode, open: Open): boolean {
  const [left, right] = [new Map(one as Map<unknown, unknown>), other as Map<unknown, unknown>];
  if (mode === 'partial' ? left.size < right.size : left.size !== right.size) return false;
  const missing: [unknown, unknown][] = [];
  for (const [key, value] of right) {
    if (!left.has(key)) missing.push([key, value]);
    else if (!equal(left.get(key), value, mode, open)) return false;
    else left.delete(key);
  }
  const rest = new Set(left);
  return missing.every(
    ([key, value]) =>
      (isObject(key) || mode === 'loose') &&
      take(rest, ([candidate, held]) => equal(candidate, key, mode, open) && equal(held, value, mode, open)),
  );
}

function keysOf(value: object, mode: Mode): PropertyKey[] {
  // The elements of a typed array were compared as bytes.
  const names: PropertyKey[] = isTypedArray(value)
    ? Object.keys(value).filter((key) => !/^\d+$/.test(key))
    : Object.keys(value);
  if (mode === 'loose') return names;
  const symbols = Object.getOwnPropertySymbols(value);
  return [...names, ...symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol))];
}

function sameKeys(left: object, right: object, mode: Mode, open: Open): boolean {
  if (mode === 'partial' && Array.isArray(left) && Array.isArray(right)) return containsInOrder(left, right, open);
  const keys = keysOf(right, mode);
  if (mode !== 'partial' && keysOf(left, mode).length !== keys.length) return false;
  return keys.every(
    (key) =>
      Object.prototype.propertyIsEnumerable.call(left, key) &&
      equal(Reflect.get(left, key), Reflect.get(right, key), mode, open),
  );
}

function containsInOrder(left: readonly unknown[], right: readonly unknown[], open: Open): boolean {
  let at = 0;
  return right.every((wanted) => {
    while (at < left.length) {
      const candidate = left[at];
      at += 1;
      if (equal(candidate, wanted, 'partial', open)) return true;
    }
    return false;
  });
}

/** @see https://nodejs.org/api/util.html#utilisdeepstrictequalval1-val2-options */
export const isDeepStrictEqual = (left: unknown, right: unknown): boolean => deepEqual(left, right, 'strict');
