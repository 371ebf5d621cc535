import { invalidArgType } from '../net/coded-error.ts';
import { checkListener } from './emitter.ts';
import type { AnyFunction, EventName } from './listeners.ts';

/** What `once` and `on` listen to: anything with `on`, or anything with `addEventListener`. */
export type Source = object;

function isFunction(value: unknown): value is AnyFunction {
  return typeof value === 'function';
}

/** Adds a listener to an emitter or an `EventTarget`. The function that it gives takes it away again. */
export function listen(
  source: Source,
  name: EventName,
  listener: AnyFunction,
  options: { once?: boolean } = {},
): () => void {
  checkListener(listener);
  const add: unknown = Reflect.get(source, options.once ? 'once' : 'on');
  if (isFunction(add)) {
    add.call(source, name, listener);
    return () => {
      const remove: unknown = Reflect.get(source, 'removeListener');
      if (isFunction(remove)) remove.call(source, name, listener);
    };
  }
  const addEventListener: unknown = Reflect.get(source, 'addEventListener');
  if (!isFunction(addEventListener)) throw invalidArgType('emitter', 'an instance of EventEmitter', source);
  addEventListener.call(source, String(name), listener, options);
  return () => {
    const remove: unknown = Reflect.get(source, 'removeEventListener');
    if (isFunction(remove)) remove.call(source, String(name), listener);
  };
}
