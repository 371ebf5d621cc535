import { expect, test } from 'vitest';
import { bindContext, captureContext } from '#node/async-context.ts';
import { AsyncLocalStorage, AsyncResource, createHook } from '#node/builtins/async_hooks.ts';

test('costs nothing until the first storage exists', () => {
  const callback = () => 1;
  const { then } = Promise.prototype;
  expect(bindContext(callback)).toBe(callback);
  expect(captureContext()).toBe(captureContext());
  new AsyncLocalStorage();
  expect(bindContext(callback)).not.toBe(callback);
  expect(Promise.prototype.then).not.toBe(then);
});

test('a bound callback keeps its receiver, its arguments and its result', () => {
  const storage = new AsyncLocalStorage<string>();
  const bound = storage.run('kept', () =>
    bindContext(function (this: { name: string }, word: string) {
      return [this.name, word, storage.getStore()];
    }),
  );
  expect(storage.run('other', () => bound.call({ name: 'me' }, 'hello'))).toEqual(['me', 'hello', 'kept']);
  expect(storage.getStore()).toBeUndefined();
});

test('promises carry it through then, catch and finally', async () => {
  const storage = new AsyncLocalStorage<number>();
  const seen: unknown[] = [];
  const note = () => seen.push(storage.getStore());
  await storage.run(1, () =>
    Promise.resolve()
      .then(note)
      .then(() => storage.run(2, () => Promise.reject(new Error('no'))))
      .catch(note)
      .finally(note),
  );
  expect(seen).toEqual([1, 1, 1]);
});

test('native await loses it, as the documentation says; a bound continuation does not', async () => {
  const storage = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  await storage.run('request', async () => {
    const run = AsyncLocalStorage.snapshot();
    seen.push(storage.getStore());
    await null;
    seen.push(storage.getStore());
    seen.push(run(() => storage.getStore()));
  });
  expect(seen).toEqual(['request', undefined, 'request']);
});

test('hooks can be made but not enabled', () => {
  const hook = createHook({ init() {} });
  expect(() => hook.enable()).toThrow('async_hooks.createHook().enable is not available: ');
});

test('a resource is itself while it runs, and its caller is back when it throws', () => {
  const resource = new AsyncResource('mine');
  expect(() =>
    resource.runInAsyncScope(() => {
      throw new Error('thrown');
    }, null),
  ).toThrow('thrown');
  expect(new AsyncResource('next').triggerAsyncId()).toBe(1);
});
