import { invalidArgType } from '../net/coded-error.ts';
import { calledFromPackage } from '../util/caller.ts';
import { from } from './from.ts';
import { inspectBuffer } from './inspection.ts';
import { encodingMethods, methods } from './methods.ts';
import { numberMethods } from './numbers.ts';
import { FastBuffer, pool } from './pool.ts';
import { alloc, statics } from './statics.ts';

let warned = false;

/**
 * The old constructor, with and without `new`.
 *
 * @see https://nodejs.org/api/buffer.html#class-buffer
 */
export function Buffer(value: unknown, encodingOrOffset?: unknown, length?: unknown): FastBuffer {
  if (!warned && !calledFromPackage()) {
    warned = true;
    process.emitWarning(
      'Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), ' +
        'Buffer.allocUnsafe(), or Buffer.from() methods instead.',
      'DeprecationWarning',
      'DEP0005',
    );
  }
  if (typeof value !== 'number') return from(value, encodingOrOffset, length);
  if (typeof encodingOrOffset === 'string') throw invalidArgType('string', 'of type string', value);
  return alloc(value);
}

for (const [name, value] of Object.entries(statics))
  Object.defineProperty(Buffer, name, { value, writable: true, enumerable: true, configurable: true });
Object.defineProperties(Buffer, {
  poolSize: {
    get: () => pool.size,
    set: (size: unknown) => {
      pool.size = Math.max(0, Math.trunc(Number(size)) || 0);
    },
    enumerable: true,
    configurable: true,
  },
  [Symbol.species]: { get: () => FastBuffer, configurable: true },
  prototype: { value: FastBuffer.prototype },
});
Object.setPrototypeOf(Buffer, Uint8Array);

const added = { ...numberMethods(), ...encodingMethods(), ...methods, inspect: inspectBuffer };
for (const [name, value] of Object.entries(added)) {
  Object.defineProperty(FastBuffer.prototype, name, { value, writable: true, enumerable: true, configurable: true });
}
Object.defineProperties(FastBuffer.prototype, {
  constructor: { value: Buffer, writable: true, configurable: true },
  toLocaleString: { value: methods.toString, writable: true, enumerable: true, configurable: true },
  [Symbol.for('nodejs.util.inspect.custom')]: { value: inspectBuffer, writable: true, configurable: true },
  parent: {
    get(this: Uint8Array) {
      return this instanceof FastBuffer ? this.buffer : undefined;
    },
    enumerable: true,
  },
  offset: {
    get(this: Uint8Array) {
      return this instanceof FastBuffer ? this.byteOffset : undefined;
    },
    enumerable: true,
  },
});
