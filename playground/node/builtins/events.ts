import type NodeEvents from 'node:events';
import { addAbortListener } from './events/abort.ts';
import { EventEmitterAsyncResource as asyncResource } from './events/async-resource.ts';
import { defaults, type Emitter, EventEmitter as emitter, init, validateMaxListeners } from './events/emitter.ts';
import { targetListeners } from './events/event-target.ts';
import { type EventName, entryToArray, unwrapped } from './events/listeners.ts';
import { on } from './events/on.ts';
import { once } from './events/once.ts';
import { captureRejectionSymbol, errorMonitor, kCapture } from './events/symbols.ts';
import { invalidArgType } from './net/coded-error.ts';

const isEmitter = (value: object): value is Emitter => 'emit' in value && typeof value.emit === 'function';

/** @see https://nodejs.org/api/events.html#eventsgeteventlistenersemitterortarget-eventname */
export function getEventListeners(source: object, name: EventName): unknown[] {
  if (isEmitter(source)) return entryToArray(source._events?.[name]).map(unwrapped);
  if (source instanceof EventTarget) return targetListeners(source, String(name));
  throw invalidArgType('emitter', 'an instance of EventEmitter or EventTarget', source);
}

const targetLimits = new WeakMap<EventTarget, number>();

/** @see https://nodejs.org/api/events.html#eventsgetmaxlistenersemitterortarget */
export function getMaxListeners(source: object): number {
  if (isEmitter(source)) return source.getMaxListeners();
  if (source instanceof EventTarget) return targetLimits.get(source) ?? defaults.maxListeners;
  throw invalidArgType('emitter', 'an instance of EventEmitter or EventTarget', source);
}

/**
 * The limit of each emitter given, or with none the limit of all that have no own.
 *
 * @see https://nodejs.org/api/events.html#eventssetmaxlistenersn-eventtargets
 */
export function setMaxListeners(count: number = defaults.maxListeners, ...sources: object[]): void {
  validateMaxListeners('setMaxListeners', count);
  if (sources.length === 0) {
    defaults.maxListeners = count;
    return;
  }
  for (const source of sources) {
    if (source instanceof EventTarget) targetLimits.set(source, count);
    else if (isEmitter(source) && typeof source.setMaxListeners === 'function') source.setMaxListeners(count);
    else throw invalidArgType('eventTargets', 'an instance of EventEmitter or EventTarget', source);
  }
}

/** @see https://nodejs.org/api/events.html#eventslistenercountemitterortarget-eventname */
export function listenerCount(source: object, name: EventName): number {
  if (isEmitter(source) && typeof source.listenerCount === 'function') return source.listenerCount(name);
  return getEventListeners(source, name).length;
}

Object.assign(emitter, {
  addAbortListener,
  once,
  on,
  getEventListeners,
  getMaxListeners,
  listenerCount,
  EventEmitter: emitter,
  usingDomains: false,
  captureRejectionSymbol,
});
Object.defineProperties(emitter, {
  captureRejections: {
    get: () => emitter.prototype[kCapture],
    set: (value: unknown) => {
      if (typeof value !== 'boolean') {
        throw invalidArgType('EventEmitter.captureRejections', 'of type boolean', value);
      }
      emitter.prototype[kCapture] = value;
    },
    enumerable: true,
    configurable: true,
  },
  EventEmitterAsyncResource: { get: () => asyncResource, enumerable: true, configurable: true },
  errorMonitor: { value: errorMonitor, enumerable: true },
  defaultMaxListeners: {
    get: () => defaults.maxListeners,
    set: (value: unknown) => {
      validateMaxListeners('defaultMaxListeners', value);
      defaults.maxListeners = value;
    },
    enumerable: true,
    configurable: true,
  },
});
Object.assign(emitter, { setMaxListeners, init });

/**
 * The emitter with its statics, which is also what `require('events')` gives. Its type is that of Node's documentation:
 * an old-style constructor has none of its own that a class could extend.
 */
export const EventEmitter = emitter as unknown as typeof NodeEvents;
export type EventEmitter = NodeEvents.EventEmitter;

export const EventEmitterAsyncResource = asyncResource;
export const usingDomains = false;

/** As they are when a program starts; the live ones are properties of the default export. */
export const { captureRejections, defaultMaxListeners } = EventEmitter;

export { addAbortListener, captureRejectionSymbol, errorMonitor, init, on, once };
export default EventEmitter;
