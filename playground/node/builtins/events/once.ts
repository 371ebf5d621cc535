import { abortError, validateAbortSignal } from './abort.ts';
import type { EventName } from './listeners.ts';
import { listen, type Source } from './source.ts';

export interface OnceOptions {
  signal?: AbortSignal;
}

/**
 * The arguments of the next `name` event. Rejects with what an emitter's 'error' event carries, and with an `AbortError`.
 *
 * @see https://nodejs.org/api/events.html#eventsonceemitter-name-options
 */
export async function once(emitter: Source, name: EventName, options: OnceOptions = {}): Promise<unknown[]> {
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw abortError(signal);
  return new Promise((resolve, reject) => {
    const stops: (() => void)[] = [];
    const settle = (finish: () => void) => {
      for (const stop of stops) stop();
      finish();
    };
    stops.push(listen(emitter, name, (...args) => settle(() => resolve(args)), { once: true }));
    if (name !== 'error' && 'once' in emitter && typeof emitter.once === 'function') {
      stops.push(listen(emitter, 'error', (error) => settle(() => reject(error)), { once: true }));
    }
    if (signal) {
      const aborted = () => settle(() => reject(abortError(signal)));
      signal.addEventListener('abort', aborted, { once: true });
      stops.push(() => signal.removeEventListener('abort', aborted));
    }
  });
}
