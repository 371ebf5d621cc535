import { AsyncResource, executionAsyncId, executionAsyncResource, triggerAsyncId } from './async_hooks/resource.ts';
import { AsyncLocalStorage } from './async_hooks/storage.ts';
import { codedError } from './net/coded-error.ts';
import { unavailable } from './unsupported/stand-in.ts';

const HOOKS = ['init', 'before', 'after', 'destroy', 'promiseResolve'] as const;

type HookCallbacks = Partial<Record<(typeof HOOKS)[number], (...args: never[]) => void>>;

/** Can be made and disabled. Enabling it throws: a browser tells nobody of its asynchronous operations. */
class AsyncHook {
  enable(): never {
    throw unavailable('async_hooks', 'createHook().enable');
  }

  disable(): this {
    return this;
  }
}

/** @see https://nodejs.org/api/async_hooks.html#async_hookscreatehookcallbacks */
export function createHook(callbacks: HookCallbacks): AsyncHook {
  for (const name of HOOKS) {
    const hook = callbacks[name];
    if (hook !== undefined && typeof hook !== 'function') {
      throw codedError(TypeError, 'ERR_ASYNC_CALLBACK', `hook.${name} must be a function`);
    }
  }
  return new AsyncHook();
}

/** The kinds of operations that Node numbers. The machine numbers those of AsyncResource only. */
export const asyncWrapProviders: Readonly<Record<string, number>> = Object.freeze({ NONE: 0 });

export { AsyncLocalStorage, AsyncResource, executionAsyncId, executionAsyncResource, triggerAsyncId };

export default {
  AsyncLocalStorage,
  AsyncResource,
  asyncWrapProviders,
  createHook,
  executionAsyncId,
  executionAsyncResource,
  triggerAsyncId,
};
