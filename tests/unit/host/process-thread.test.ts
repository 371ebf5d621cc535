import { expect, test, vi } from 'vitest';
import { ThreadPool } from '../../../playground/host/process-thread.ts';
import type { Thread } from '../../../playground/host/thread.ts';

/** The smallest module there is. */
const STRIPPER = new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));

/** Threads that are ready as soon as they are made, as a Worker whose script is in the cache. */
function quickThreads() {
  const posted: string[] = [];
  const make = async (): Promise<Thread> => {
    const thread: Thread = {
      onMessage: () => {},
      onFailure: () => {},
      post: (message) => posted.push(message.type),
      terminate: () => {},
    };
    setTimeout(() => thread.onMessage({ type: 'ready' }));
    return thread;
  };
  return { posted, make };
}

test('a process starts, though its thread was ready before the type stripper was compiled', async () => {
  const { posted, make } = quickThreads();
  const compiled = Promise.withResolvers<WebAssembly.Module>();
  const pool = new ThreadPool(make, 1, compiled.promise, 60_000);
  const process = pool.take();
  process.post([], []);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(posted).toEqual([]);
  compiled.resolve(STRIPPER);
  await vi.waitFor(() => expect(posted).toEqual(['prepare', 'events']));
});

test('a thread whose script does not load is the end of its process, with the reason', async () => {
  const make = async (): Promise<Thread> => {
    const thread: Thread = { onMessage: () => {}, onFailure: () => {}, post: () => {}, terminate: () => {} };
    setTimeout(() => thread.onFailure('its script did not load'));
    return thread;
  };
  const process = new ThreadPool(make, 1, Promise.resolve(STRIPPER), 60_000).take();
  const failed = new Promise<string>((resolve) => {
    process.onFailure = resolve;
  });
  expect(await failed).toBe('This process could not start: its script did not load.');
});
