import asyncHooks, { AsyncLocalStorage, AsyncResource, createHook } from 'node:async_hooks';
const storage = new AsyncLocalStorage();
const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
attempt('type', () => new AsyncResource());
attempt('type', () => new AsyncResource(5));
attempt('trigger', () => new AsyncResource('x', { triggerAsyncId: -2 }));
attempt('trigger', () => new AsyncResource('x', 9).triggerAsyncId());
attempt('bind', () => AsyncResource.bind(5));
attempt('bind', () => AsyncLocalStorage.bind(3));
attempt('bind', () => new AsyncResource('x').bind(null));
attempt('options', () => new AsyncLocalStorage(3));
attempt('options', () => new AsyncLocalStorage(null));
attempt('hook', () => createHook({ init: 1 }));
attempt('hook', () => createHook({ promiseResolve: 'x' }));
attempt('not enabled', () => typeof createHook({ init() {} }).disable());
attempt('lengths', () => [AsyncLocalStorage.bind((a, b) => a).length, AsyncResource.bind((a) => a).length]);
attempt('names', () => Object.keys(asyncHooks).sort().join());
attempt('ids', () => {
  const resource = new AsyncResource('mine');
  return resource.runInAsyncScope(() => [
    asyncHooks.executionAsyncId() === resource.asyncId(),
    asyncHooks.executionAsyncResource() === resource,
    resource.emitDestroy() === resource,
  ]);
});
process.on('uncaughtException', (error) => console.log('uncaught', error.message));
storage.run('in', () => {
  setTimeout(() => {
    throw new Error(`from ${storage.getStore()}`);
  }, 1);
});
setTimeout(() => console.log('next', storage.getStore()), 10);
