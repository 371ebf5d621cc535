import { codedError, invalidArgType } from '../net/coded-error.ts';
import { announce } from './observer.ts';

const { performance } = globalThis;
const { mark, measure } = performance;

interface Utilization {
  idle: number;
  active: number;
  utilization: number;
}

/** A browser does not tell how long its event loop waited: all figures are 0, as before the loop's first turn. */
export function eventLoopUtilization(_one?: Utilization, _two?: Utilization): Utilization {
  return { idle: 0, active: 0, utilization: 0 };
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** The same function, each call of which observers of `function` hear. @see https://nodejs.org/api/perf_hooks.html#perf_hookstimerifyfn-options */
export function timerify<F extends AnyFunction>(
  fn: F,
  options: { histogram?: { record(value: number): void } } = {},
): F {
  if (typeof fn !== 'function') throw invalidArgType('fn', 'of type function', fn);
  const timed = function (this: unknown, ...args: unknown[]): unknown {
    const startTime = performance.now();
    const finished = () => {
      const duration = performance.now() - startTime;
      options.histogram?.record(Math.max(1, Math.ceil(duration * 1e6)));
      announce({
        name: fn.name,
        entryType: 'function',
        startTime,
        duration,
        detail: args,
        toJSON: () => ({}),
      } as never);
    };
    const result: unknown = new.target ? Reflect.construct(fn, args, fn) : fn.apply(this, args);
    if (result instanceof Promise) return result.finally(finished);
    finished();
    return result;
  };
  return Object.defineProperties(timed, {
    length: { value: fn.length, configurable: true },
    name: { value: `timerified ${fn.name}`, configurable: true },
  }) as F;
}

/** Browsers refuse the same things in other words. */
function checkMark(args: readonly unknown[]): void {
  if (args.length === 0) throw codedError(TypeError, 'ERR_MISSING_ARGS', 'The "name" argument must be specified');
  const [, options] = args;
  const startTime = typeof options === 'object' && options !== null && 'startTime' in options ? options.startTime : 0;
  if (typeof startTime === 'number' && startTime < 0) {
    throw codedError(TypeError, 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${startTime} is not a valid timestamp`);
  }
}

function checkMeasure([, given, endMark]: readonly unknown[]): void {
  const options: { start?: unknown; end?: unknown; duration?: unknown } =
    typeof given === 'object' && given !== null ? given : { start: given, end: endMark };
  if (options.start !== undefined && options.end !== undefined && options.duration !== undefined) {
    const message = 'Must not have options.start, options.end, and options.duration specified';
    throw codedError(TypeError, 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS', message);
  }
  for (const name of [options.start, options.end]) {
    if (typeof name === 'string' && performance.getEntriesByName(name, 'mark').length === 0) {
      throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
    }
  }
}

/** What Node's `performance` has beyond a browser's, put on the browser's own, and observers that hear of it in Node's order. */
function extend(): void {
  const members = {
    eventLoopUtilization,
    timerify,
    mark(...args: Parameters<Performance['mark']>) {
      checkMark(args);
      const entry = mark.apply(performance, args);
      announce(entry);
      return entry;
    },
    measure(...args: Parameters<Performance['measure']>) {
      checkMeasure(args);
      const entry = measure.apply(performance, args);
      announce(entry);
      return entry;
    },
    get nodeTiming() {
      return {
        name: 'node',
        entryType: 'node',
        startTime: 0,
        duration: performance.now(),
        nodeStart: 0,
        v8Start: 0,
        environment: 0,
        bootstrapComplete: 0,
        loopStart: 0,
        loopExit: -1,
        idleTime: 0,
      };
    },
  };
  const hidden = Object.entries(Object.getOwnPropertyDescriptors(members));
  for (const [name, descriptor] of hidden) {
    Object.defineProperty(performance, name, { ...descriptor, enumerable: false, configurable: true });
  }
}
extend();

export { performance };
