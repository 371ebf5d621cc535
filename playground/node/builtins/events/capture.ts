import type { Emitter } from './emitter.ts';
import type { EventName } from './listeners.ts';
import { captureRejectionSymbol, kCapture } from './symbols.ts';

/**
 * When an emitter captures rejections, a promise that a listener gave back and that fails becomes an 'error' event.
 *
 * @see https://nodejs.org/api/events.html#capture-rejections-of-promises
 */
export function catchRejection(emitter: Emitter, result: unknown, type: EventName, args: readonly unknown[]): void {
  if (!emitter[kCapture] || typeof result !== 'object' || result === null || !('then' in result)) return;
  try {
    const { then } = result;
    if (typeof then !== 'function') return;
    then.call(result, undefined, (error: unknown) => {
      // Out of the promise: what an 'error' listener throws is an uncaught exception, not one more rejection.
      process.nextTick(report, emitter, error, type, args);
    });
  } catch (error) {
    emitter.emit('error', error);
  }
}

function report(emitter: Emitter, error: unknown, type: EventName, args: readonly unknown[]): void {
  const handler: unknown = Reflect.get(emitter, captureRejectionSymbol);
  if (typeof handler === 'function') {
    handler.call(emitter, error, type, ...args);
    return;
  }
  const captured = emitter[kCapture] ?? false;
  // The 'error' listener's own rejection is not captured again.
  emitter[kCapture] = false;
  try {
    emitter.emit('error', error);
  } finally {
    emitter[kCapture] = captured;
  }
}
