/** Whether reading an internal slot succeeds: nothing that a program can forge. */
function succeeds(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice('[object '.length, -1);
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const hasTag = (tag: string) => (value: unknown) => isObject(value) && tagOf(value) === tag;

const getter = (prototype: object, name: PropertyKey): (() => unknown) => {
  const { get } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
  if (!get) throw new Error(`No accessor ${String(name)}`);
  return get;
};
const bySlot = (prototype: object, name: PropertyKey) => {
  const read = getter(prototype, name);
  return (value: unknown) => isObject(value) && succeeds(() => read.call(value));
};
const byMethod = (method: (...args: never[]) => unknown) => (value: unknown) =>
  isObject(value) && succeeds(() => Reflect.apply(method, value, [{}]));

const TypedArray: { prototype: object } = Object.getPrototypeOf(Uint8Array);
const typedArrayName = getter(TypedArray.prototype, Symbol.toStringTag);
const isTyped = (name: string) => (value: unknown) => typedArrayName.call(value) === name;

const NATIVE_ERROR: unknown = Reflect.get(Error, 'isError');

/** @see https://nodejs.org/api/util.html#utiltypes */
export const isArrayBufferView = (value: unknown): value is ArrayBufferView => ArrayBuffer.isView(value);
export const isTypedArray = (value: unknown): boolean => typedArrayName.call(value) !== undefined;
export const isUint8Array = isTyped('Uint8Array');
export const isUint8ClampedArray = isTyped('Uint8ClampedArray');
export const isUint16Array = isTyped('Uint16Array');
export const isUint32Array = isTyped('Uint32Array');
export const isInt8Array = isTyped('Int8Array');
export const isInt16Array = isTyped('Int16Array');
export const isInt32Array = isTyped('Int32Array');
export const isFloat16Array = isTyped('Float16Array');
export const isFloat32Array = isTyped('Float32Array');
export const isFloat64Array = isTyped('Float64Array');
export const isBigInt64Array = isTyped('BigInt64Array');
export const isBigUint64Array = isTyped('BigUint64Array');
export const isDataView = (value: unknown): boolean => ArrayBuffer.isView(value) && !isTypedArray(value);

export const isArrayBuffer = bySlot(ArrayBuffer.prototype, 'byteLength');
/** False for all where the page has no shared memory. */
export const isSharedArrayBuffer: (value: unknown) => boolean =
  typeof SharedArrayBuffer === 'function' ? bySlot(SharedArrayBuffer.prototype, 'byteLength') : () => false;
export const isAnyArrayBuffer = (value: unknown): boolean => isArrayBuffer(value) || isSharedArrayBuffer(value);

export const isMap = bySlot(Map.prototype, 'size');
export const isSet = bySlot(Set.prototype, 'size');
export const isWeakMap = byMethod(WeakMap.prototype.has);
export const isWeakSet = byMethod(WeakSet.prototype.has);
export const isMapIterator = hasTag('Map Iterator');
export const isSetIterator = hasTag('Set Iterator');

export const isDate = byMethod(Date.prototype.getTime);
export const isRegExp = (value: unknown): boolean =>
  isObject(value) && value !== RegExp.prototype && succeeds(() => getter(RegExp.prototype, 'hasIndices').call(value));
export const isPromise = (value: unknown): boolean =>
  value instanceof Promise || (isObject(value) && tagOf(value) === 'Promise' && 'then' in value);
export const isNativeError = (value: unknown): boolean =>
  typeof NATIVE_ERROR === 'function' ? Boolean(NATIVE_ERROR(value)) : value instanceof Error;

export const isNumberObject = byMethod(Number.prototype.valueOf);
export const isStringObject = byMethod(String.prototype.valueOf);
export const isBooleanObject = byMethod(Boolean.prototype.valueOf);
export const isBigIntObject = byMethod(BigInt.prototype.valueOf);
export const isSymbolObject = byMethod(Symbol.prototype.valueOf);
export const isBoxedPrimitive = (value: unknown): boolean =>
  [isNumberObject, isStringObject, isBooleanObject, isBigIntObject, isSymbolObject].some((is) => is(value));

export const isArgumentsObject = (value: unknown): boolean =>
  isObject(value) && !(Symbol.toStringTag in value) && tagOf(value) === 'Arguments';
export const isAsyncFunction = (value: unknown): boolean =>
  typeof value === 'function' && /^Async(Generator)?Function$/.test(tagOf(value));
export const isGeneratorFunction = (value: unknown): boolean =>
  typeof value === 'function' && /^(Async)?GeneratorFunction$/.test(tagOf(value));
export const isGeneratorObject = (value: unknown): boolean =>
  isObject(value) && /^(Async)?Generator$/.test(tagOf(value));
export const isModuleNamespaceObject = (value: unknown): boolean =>
  isObject(value) && Object.getPrototypeOf(value) === null && tagOf(value) === 'Module';

/** A script cannot tell a proxy from what it stands for. */
export const isProxy = (_value: unknown): boolean => false;
/** Only native code makes such values. */
export const isExternal = (_value: unknown): boolean => false;
export const isKeyObject = hasTag('KeyObject');
export const isCryptoKey = (value: unknown): boolean => typeof CryptoKey === 'function' && value instanceof CryptoKey;

export default {
  isArgumentsObject,
  isArrayBuffer,
  isAsyncFunction,
  isBigIntObject,
  isBooleanObject,
  isDate,
  isExternal,
  isGeneratorFunction,
  isGeneratorObject,
  isMap,
  isMapIterator,
  isModuleNamespaceObject,
  isNativeError,
  isNumberObject,
  isPromise,
  isProxy,
  isRegExp,
  isSet,
  isSetIterator,
  isSharedArrayBuffer,
  isStringObject,
  isSymbolObject,
  isWeakMap,
  isWeakSet,
  isAnyArrayBuffer,
  isBoxedPrimitive,
  isArrayBufferView,
  isDataView,
  isTypedArray,
  isUint8Array,
  isUint8ClampedArray,
  isUint16Array,
  isUint32Array,
  isInt8Array,
  isInt16Array,
  isInt32Array,
  isFloat16Array,
  isFloat32Array,
  isFloat64Array,
  isBigInt64Array,
  isBigUint64Array,
  isKeyObject,
  isCryptoKey,
};
