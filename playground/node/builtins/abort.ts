import { setTimeout } from './timers.ts';

const aborted = () => new DOMException('This operation was aborted', 'AbortError');
const timedOut = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError');

/** Gives an abort without a reason the words that Node gives it: each browser has its own. */
export function installAbort(): void {
  const { abort } = AbortController.prototype;
  const { abort: abortedSignal } = AbortSignal;
  AbortController.prototype.abort = function (this: AbortController, reason: unknown = aborted()) {
    abort.call(this, reason);
  };
  AbortSignal.abort = (reason: unknown = aborted()) => abortedSignal.call(AbortSignal, reason);
  AbortSignal.timeout = (milliseconds) => {
    const controller = new AbortController();
    setTimeout(() => abort.call(controller, timedOut()), milliseconds).unref();
    return controller.signal;
  };
}
