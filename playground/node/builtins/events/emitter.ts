import { codedError, invalidArgType } from '../net/coded-error.ts';
import { inspect } from '../util/inspect.ts';
import { catchRejection } from './capture.ts';
import { warnOfLeak } from './leak.ts';
import {
  type AnyFunction,
  type Entry,
  type EventName,
  entryToArray,
  type Listener,
  listOf,
  unwrapped,
  writable,
} from './listeners.ts';
import { errorMonitor, kCapture, kEmitting, kShapeMode } from './symbols.ts';

/** The fields of every emitter. */
export interface EmitterFields {
  _events: Record<EventName, Entry | undefined> | undefined;
  _eventsCount: number;
  _maxListeners: number | undefined;
  [kCapture]?: boolean;
  [kShapeMode]?: boolean;
}

export interface EmitterMethods {
  setMaxListeners(count: number): this;
  getMaxListeners(): number;
  emit(type: EventName, ...args: unknown[]): boolean;
  addListener(type: EventName, listener: AnyFunction): this;
  on(type: EventName, listener: AnyFunction): this;
  prependListener(type: EventName, listener: AnyFunction): this;
  once(type: EventName, listener: AnyFunction): this;
  prependOnceListener(type: EventName, listener: AnyFunction): this;
  removeListener(type: EventName, listener: AnyFunction): this;
  off(type: EventName, listener: AnyFunction): this;
  removeAllListeners(type?: EventName): this;
  listeners(type: EventName): AnyFunction[];
  rawListeners(type: EventName): AnyFunction[];
  listenerCount(type: EventName, listener?: AnyFunction): number;
  eventNames(): EventName[];
}

export type Emitter = EmitterFields & EmitterMethods;

export interface EmitterOptions {
  captureRejections?: boolean;
}

export const defaults = { maxListeners: 10 };

/**
 * An old-style constructor, not a class: programs call it on an object of their own (`EventEmitter.call(this)`).
 *
 * @see https://nodejs.org/api/events.html#class-eventemitter
 */
export function EventEmitter(this: Emitter, options?: EmitterOptions): void {
  init.call(this, options);
}

/** Gives an object the fields of an emitter, unless it has its own already. */
export function init(this: Emitter, options?: EmitterOptions): void {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
    this[kShapeMode] = false;
  } else {
    this[kShapeMode] = true;
  }
  this._maxListeners ||= undefined;
  const capture = options?.captureRejections;
  if (capture) {
    if (typeof capture !== 'boolean') throw invalidArgType('options.captureRejections', 'of type boolean', capture);
    this[kCapture] = true;
  } else {
    this[kCapture] = EventEmitter.prototype[kCapture];
  }
}

export function checkListener(listener: unknown): asserts listener is AnyFunction {
  if (typeof listener !== 'function') throw invalidArgType('listener', 'of type function', listener);
}

/** @see https://nodejs.org/api/events.html#emittersetmaxlistenersn */
export function validateMaxListeners(name: string, count: unknown): asserts count is number {
  if (typeof count !== 'number') throw invalidArgType(name, 'of type number', count);
  if (!(count >= 0)) {
    throw codedError(
      RangeError,
      'ERR_OUT_OF_RANGE',
      `The value of "${name}" is out of range. It must be >= 0. Received ${count}`,
    );
  }
}

function maxListeners(emitter: Emitter): number {
  return emitter._maxListeners === undefined ? defaults.maxListeners : emitter._maxListeners;
}

function add(target: Emitter, type: EventName, listener: AnyFunction, prepend: boolean): Emitter {
  checkListener(listener);
  let events = target._events;
  if (events === undefined) {
    events = target._events = Object.create(null) as Record<EventName, Entry | undefined>;
    target._eventsCount = 0;
  } else if (events.newListener !== undefined) {
    target.emit('newListener', type, unwrapped(listener));
    // A listener of 'newListener' may have replaced the table.
    events = target._events ?? events;
  }
  const existing = events[type];
  if (existing === undefined) {
    events[type] = listener;
    target._eventsCount += 1;
    return target;
  }
  if (typeof existing === 'function') {
    events[type] = prepend ? listOf(listener, existing) : listOf(existing, listener);
  } else {
    const list = writable(existing);
    if (prepend) list.unshift(listener);
    else list.push(listener);
    events[type] = list;
  }
  const list = events[type];
  const limit = maxListeners(target);
  if (limit > 0 && typeof list === 'object' && list.length > limit && !list.warned) {
    list.warned = true;
    warnOfLeak(target, type, list.length, limit);
  }
  return target;
}

function onceWrapper(target: Emitter, type: EventName, listener: AnyFunction): Listener {
  checkListener(listener);
  let fired = false;
  const wrapper = (...args: unknown[]): unknown => {
    if (fired) return undefined;
    target.removeListener(type, wrapper);
    fired = true;
    return listener.apply(target, args);
  };
  wrapper.listener = listener;
  // Shown by `rawListeners`, as in Node.
  Object.defineProperty(wrapper, 'name', { value: 'wrapper' });
  return wrapper;
}

function throwUnhandled(error: unknown): never {
  if (error instanceof Error) throw error;
  let shown: unknown;
  try {
    shown = inspect(error);
  } catch {
    shown = error;
  }
  throw Object.assign(codedError(Error, 'ERR_UNHANDLED_ERROR', `Unhandled error. (${shown})`), { context: error });
}

function remove(target: Emitter, type: EventName, listener: AnyFunction): void {
  const events = target._events;
  const entry = events?.[type];
  if (events === undefined || entry === undefined) return;
  if (typeof entry === 'function') {
    if (entry !== listener && entry.listener !== listener) return;
    target._eventsCount -= 1;
    if (target._eventsCount === 0 && !target[kShapeMode]) target._events = Object.create(null);
    else delete events[type];
    if (events.removeListener !== undefined) target.emit('removeListener', type, unwrapped(entry));
  } else {
    const position = entry.findLastIndex((one) => one === listener || one.listener === listener);
    if (position < 0) return;
    const list = writable(entry);
    list.splice(position, 1);
    events[type] = list.length === 1 ? list[0] : list;
    // Of one among several, Node tells what it was asked to take away, be it a wrapper.
    if (events.removeListener !== undefined) target.emit('removeListener', type, listener);
  }
}

const methods: EmitterMethods & ThisType<Emitter> = {
  setMaxListeners(count) {
    validateMaxListeners('setMaxListeners', count);
    this._maxListeners = count;
    return this;
  },

  getMaxListeners() {
    return maxListeners(this);
  },

  emit(type, ...args) {
    const events = this._events;
    if (type === 'error') {
      if (events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
      if (events?.error === undefined) throwUnhandled(args[0]);
    }
    const entry = events?.[type];
    if (entry === undefined) return false;
    if (typeof entry === 'function') {
      const result = entry.apply(this, args);
      if (result !== undefined && result !== null) catchRejection(this, result, type, args);
      return true;
    }
    entry[kEmitting] += 1;
    try {
      for (let position = 0, { length } = entry; position < length; position += 1) {
        const result = entry[position]?.apply(this, args);
        if (result !== undefined && result !== null) catchRejection(this, result, type, args);
      }
    } finally {
      entry[kEmitting] -= 1;
    }
    return true;
  },

  addListener(type, listener) {
    return add(this, type, listener, false) as typeof this;
  },

  on(type, listener) {
    return add(this, type, listener, false) as typeof this;
  },

  prependListener(type, listener) {
    return add(this, type, listener, true) as typeof this;
  },

  once(type, listener) {
    this.on(type, onceWrapper(this, type, listener));
    return this;
  },

  prependOnceListener(type, listener) {
    this.prependListener(type, onceWrapper(this, type, listener));
    return this;
  },

  removeListener(type, listener) {
    checkListener(listener);
    remove(this, type, listener);
    return this;
  },

  off(type, listener) {
    checkListener(listener);
    remove(this, type, listener);
    return this;
  },

  removeAllListeners(type) {
    const events = this._events;
    if (events === undefined) return this;
    if (events.removeListener !== undefined && type === undefined) {
      for (const name of Reflect.ownKeys(events)) {
        if (name !== 'removeListener') this.removeAllListeners(name);
      }
      this.removeAllListeners('removeListener');
    } else if (events.removeListener !== undefined && type !== undefined) {
      // The last one first, each with its own 'removeListener'.
      for (const listener of entryToArray(events[type]).reverse()) this.removeListener(type, listener);
      return this;
    } else if (type !== undefined) {
      if (events[type] === undefined) return this;
      this._eventsCount -= 1;
      delete events[type];
      return this;
    }
    this._events = Object.create(null);
    this._eventsCount = 0;
    this[kShapeMode] = false;
    return this;
  },

  listeners(type) {
    return entryToArray(this._events?.[type]).map(unwrapped);
  },

  rawListeners(type) {
    return entryToArray(this._events?.[type]);
  },

  listenerCount(type, listener) {
    const entries = entryToArray(this._events?.[type]);
    if (!listener) return entries.length;
    return entries.filter((one) => one === listener || one.listener === listener).length;
  },

  eventNames() {
    return this._eventsCount > 0 && this._events ? Reflect.ownKeys(this._events) : [];
  },
};

// One function under two names, as in Node: libraries compare and replace them.
methods.on = methods.addListener;
methods.off = methods.removeListener;

const blank: EmitterFields = { _events: undefined, _eventsCount: 0, _maxListeners: undefined };
Object.assign(EventEmitter.prototype, blank, methods);
Object.defineProperty(EventEmitter.prototype, kCapture, { value: false, writable: true, enumerable: false });
