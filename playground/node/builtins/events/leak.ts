import { inspect } from '../util/inspect.ts';
import type { EventName } from './listeners.ts';

/** Tells once for each list that more listeners were added than anybody would mean to add. */
export function warnOfLeak(target: object, type: EventName, count: number, limit: number): void {
  const warning = Object.assign(
    new Error(
      `Possible EventEmitter memory leak detected. ${count} ${String(type)} listeners added to ` +
        `${inspect(target, { depth: -1 })}. MaxListeners is ${limit}. Use emitter.setMaxListeners() to increase limit`,
    ),
    { name: 'MaxListenersExceededWarning', emitter: target, type, count },
  );
  process.emitWarning(warning);
}
