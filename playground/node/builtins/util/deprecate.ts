import { invalidArgType } from '../net/coded-error.ts';
import { format } from './inspect.ts';

type AnyFunction = (...args: unknown[]) => unknown;

const warned = new Set<string>();

/**
 * The same function, whose first call warns.
 *
 * @see https://nodejs.org/api/util.html#utildeprecatefn-msg-code-options
 */
export function deprecate(fn: unknown, message: string, code?: string): AnyFunction {
  if (code !== undefined && typeof code !== 'string') throw invalidArgType('code', 'of type string', code);
  if (typeof fn !== 'function') throw invalidArgType('fn', 'of type function', fn);
  let told = false;
  function deprecated(this: unknown, ...args: unknown[]): unknown {
    if (!told && !Reflect.get(process, 'noDeprecation')) {
      told = true;
      if (code === undefined) process.emitWarning(message, 'DeprecationWarning');
      else if (!warned.has(code)) {
        warned.add(code);
        process.emitWarning(message, 'DeprecationWarning', code);
      }
    }
    if (new.target) return Reflect.construct(fn as AnyFunction, args, new.target);
    return Reflect.apply(fn as AnyFunction, this, args);
  }
  Object.setPrototypeOf(deprecated, fn);
  if (fn.prototype) deprecated.prototype = fn.prototype;
  return Object.defineProperty(deprecated, 'length', { ...Object.getOwnPropertyDescriptor(fn, 'length') });
}

export interface DebugLogger {
  (...args: unknown[]): void;
  readonly enabled: boolean;
}

/**
 * Prints to stderr when `NODE_DEBUG` names the section.
 *
 * @see https://nodejs.org/api/util.html#utildebuglogsection-callback
 */
export function debuglog(section: string, ready?: (log: DebugLogger) => void): DebugLogger {
  const name = section.toUpperCase();
  let known: boolean | null = null;
  const enabled = (): boolean => {
    known ??= (process.env.NODE_DEBUG ?? '').split(/[\s,]+/).some((pattern) => {
      const source = pattern.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*');
      return pattern !== '' && new RegExp(`^${source}$`, 'i').test(name);
    });
    return known;
  };
  const log = (...args: unknown[]): void => {
    if (enabled()) process.stderr.write(`${name} ${process.pid}: ${format(...args)}\n`);
  };
  const logger: DebugLogger = Object.defineProperty(Object.assign(log, { enabled: false }), 'enabled', {
    get: enabled,
    enumerable: true,
    configurable: true,
  });
  ready?.(logger);
  return logger;
}

/** @see https://nodejs.org/api/util.html#utilinheritsconstructor-superconstructor */
export function inherits(child: unknown, base: unknown): void {
  if (child === undefined || child === null) throw invalidArgType('ctor', 'of type function', child);
  if (base === undefined || base === null) throw invalidArgType('superCtor', 'of type function', base);
  const parent: unknown = Reflect.get(Object(base), 'prototype');
  if (typeof parent !== 'object' || parent === null) {
    throw invalidArgType('superCtor.prototype', 'of type object', parent);
  }
  const target: object = Object(child);
  Object.defineProperty(target, 'super_', { value: base, writable: true, configurable: true });
  Object.setPrototypeOf(Reflect.get(target, 'prototype'), parent);
}
