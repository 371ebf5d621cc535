import { invalidArgType, outOfRange } from '../net/coded-error.ts';
import { boundsError } from './validate.ts';

type Order = 'LE' | 'BE';
type Method = (this: Uint8Array, ...args: never[]) => unknown;

const ORDERS = ['LE', 'BE'] as const;

/** Throws unless `size` bytes lie at `offset`. */
function checkBounds(bytes: Uint8Array, offset: number, size: number): void {
  if (!(Number.isInteger(offset) && offset >= 0 && offset + size <= bytes.length)) {
    throw boundsError(offset, bytes.length - size);
  }
}

function readUnsigned(bytes: Uint8Array, offset: number, size: number, order: Order): number {
  checkBounds(bytes, offset, size);
  let value = 0;
  for (let step = 0; step < size; step += 1) {
    value = value * 256 + (bytes[order === 'BE' ? offset + step : offset + size - 1 - step] ?? 0);
  }
  return value;
}

function readSigned(bytes: Uint8Array, offset: number, size: number, order: Order): number {
  const value = readUnsigned(bytes, offset, size, order);
  return value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value;
}

function store(bytes: Uint8Array, value: number, offset: number, size: number, order: Order): number {
  let rest = value;
  for (let step = 0; step < size; step += 1) {
    bytes[order === 'LE' ? offset + step : offset + size - 1 - step] = rest;
    rest = Math.floor(rest / 256);
  }
  return offset + size;
}

function limits(size: number, signed: boolean): readonly [low: number, high: number] {
  const bits = size * 8;
  return signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
}

function writeInteger(
  bytes: Uint8Array,
  given: unknown,
  offset: number,
  size: number,
  order: Order,
  signed: boolean,
): number {
  const value = Number(given);
  const [low, high] = limits(size, signed);
  if (value < low || value > high) {
    const power = signed ? size * 8 - 1 : size * 8;
    const wide = signed ? `>= -(2 ** ${power}) and < 2 ** ${power}` : `>= 0 and < 2 ** ${power}`;
    throw outOfRange('value', size > 4 ? wide : `>= ${low} and <= ${high}`, value);
  }
  checkBounds(bytes, offset, size);
  return store(bytes, Number.isNaN(value) ? 0 : Math.trunc(value), offset, size, order);
}

function checkByteLength(size: unknown): asserts size is number {
  if (typeof size !== 'number') throw invalidArgType('byteLength', 'of type number', size);
  if (!Number.isInteger(size)) throw outOfRange('byteLength', 'an integer', size);
  if (size < 1 || size > 6) throw outOfRange('byteLength', '>= 1 and <= 6', size);
}

const scratch = new DataView(new ArrayBuffer(8));
const scratchBytes = new Uint8Array(scratch.buffer);

/** Makes both names of a method, `UInt` and `Uint`, as Node has them. */
function define(methods: Record<string, Method>, name: string, method: Method): void {
  Object.defineProperty(method, 'name', { value: name });
  methods[name] = method;
  if (name.includes('UInt')) methods[name.replace('UInt', 'Uint')] = method;
}

function integerMethods(methods: Record<string, Method>, signed: boolean): void {
  const kind = signed ? 'Int' : 'UInt';
  const read = signed ? readSigned : readUnsigned;
  for (const order of ORDERS) {
    for (const size of [1, 2, 4]) {
      const suffix = size === 1 ? '8' : `${size * 8}${order}`;
      define(methods, `read${kind}${suffix}`, function (offset: number = 0) {
        return read(this, offset, size, order);
      });
      define(methods, `write${kind}${suffix}`, function (value: unknown, offset: number = 0) {
        return writeInteger(this, value, offset, size, order, signed);
      });
    }
    define(methods, `read${kind}${order}`, function (offset: number, size: unknown) {
      if (offset === undefined) throw invalidArgType('offset', 'of type number', offset);
      checkByteLength(size);
      return read(this, offset, size, order);
    });
    define(methods, `write${kind}${order}`, function (value: unknown, offset: number, size: unknown) {
      if (offset === undefined) throw invalidArgType('offset', 'of type number', offset);
      checkByteLength(size);
      return writeInteger(this, value, offset, size, order, signed);
    });
  }
}

function scratchMethods(methods: Record<string, Method>): void {
  for (const order of ORDERS) {
    const little = order === 'LE';
    const load = (bytes: Uint8Array, offset: number, size: number): void => {
      checkBounds(bytes, offset, size);
      scratchBytes.set(bytes.subarray(offset, offset + size));
    };
    const save = (bytes: Uint8Array, offset: number, size: number): number => {
      checkBounds(bytes, offset, size);
      bytes.set(scratchBytes.subarray(0, size), offset);
      return offset + size;
    };
    define(methods, `readFloat${order}`, function (offset: number = 0) {
      load(this, offset, 4);
      return scratch.getFloat32(0, little);
    });
    define(methods, `readDouble${order}`, function (offset: number = 0) {
      load(this, offset, 8);
      return scratch.getFloat64(0, little);
    });
    define(methods, `readBigInt64${order}`, function (offset: number = 0) {
      load(this, offset, 8);
      return scratch.getBigInt64(0, little);
    });
    define(methods, `readBigUInt64${order}`, function (offset: number = 0) {
      load(this, offset, 8);
      return scratch.getBigUint64(0, little);
    });
    define(methods, `writeFloat${order}`, function (value: number, offset: number = 0) {
      scratch.setFloat32(0, value, little);
      return save(this, offset, 4);
    });
    define(methods, `writeDouble${order}`, function (value: number, offset: number = 0) {
      scratch.setFloat64(0, value, little);
      return save(this, offset, 8);
    });
    define(methods, `writeBigInt64${order}`, function (value: bigint, offset: number = 0) {
      checkBig(value, -(2n ** 63n), 2n ** 63n, '>= -(2n ** 63n) and < 2n ** 63n');
      scratch.setBigInt64(0, value, little);
      return save(this, offset, 8);
    });
    define(methods, `writeBigUInt64${order}`, function (value: bigint, offset: number = 0) {
      checkBig(value, 0n, 2n ** 64n, '>= 0n and < 2n ** 64n');
      scratch.setBigUint64(0, value, little);
      return save(this, offset, 8);
    });
  }
}

function checkBig(value: bigint, low: bigint, end: bigint, range: string): void {
  if (typeof value !== 'bigint') throw new TypeError('Cannot mix BigInt and other types, use explicit conversions');
  if (value < low || value >= end) throw outOfRange('value', range, value);
}

/**
 * All `readX` and `writeX` methods.
 *
 * @see https://nodejs.org/api/buffer.html#bufreadbigint64beoffset
 */
export function numberMethods(): Record<string, Method> {
  const methods: Record<string, Method> = {};
  integerMethods(methods, false);
  integerMethods(methods, true);
  scratchMethods(methods);
  return methods;
}
