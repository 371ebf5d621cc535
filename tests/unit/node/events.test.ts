import { expect, test } from 'vitest';
import events, { EventEmitter, getMaxListeners, once, setMaxListeners } from '#node/builtins/events.ts';
import { Stream } from '#node/builtins/stream.ts';

test('the module is the emitter, and streams are of that very class', () => {
  expect(events).toBe(EventEmitter);
  expect(events.EventEmitter).toBe(EventEmitter);
  expect(new Stream()).toBeInstanceOf(EventEmitter);
  expect(Object.getPrototypeOf(Stream)).toBe(EventEmitter);
});

test('listeners added or removed during emit do not change that emit', () => {
  const emitter = new EventEmitter();
  const called: string[] = [];
  const second = () => called.push('second');
  emitter.on('x', () => {
    called.push('first');
    emitter.off('x', second);
    emitter.on('x', () => called.push('late'));
  });
  emitter.on('x', second);
  emitter.emit('x');
  expect(called).toEqual(['first', 'second']);
  called.length = 0;
  emitter.emit('x');
  expect(called).toEqual(['first', 'late']);
});

test('emits inside an emit each walk their own list', () => {
  const emitter = new EventEmitter();
  const called: number[] = [];
  emitter.on('x', (depth: number) => {
    called.push(depth);
    if (depth < 2) emitter.emit('x', depth + 1);
  });
  emitter.once('x', (depth: number) => called.push(depth * 10));
  emitter.emit('x', 0);
  // The listener for once was taken by the innermost emit.
  expect(called).toEqual([0, 1, 2, 20]);
});

test('a listener that throws leaves the list usable', () => {
  const emitter = new EventEmitter();
  emitter.on('x', () => {
    throw new Error('thrown');
  });
  emitter.on('x', () => {});
  expect(() => emitter.emit('x')).toThrow('thrown');
  emitter.removeAllListeners('x').on('x', () => {});
  expect(emitter.emit('x')).toBe(true);
});

test('once leaves no listener behind, however it ends', async () => {
  const emitter = new EventEmitter();
  const controller = new AbortController();
  const waiting = once(emitter, 'x', { signal: controller.signal });
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR' });
  expect(emitter.eventNames()).toEqual([]);
});

test('limits of one emitter and of all', () => {
  const emitter = new EventEmitter();
  setMaxListeners(3, emitter);
  expect(getMaxListeners(emitter)).toBe(3);
  const before = events.defaultMaxListeners;
  setMaxListeners(7);
  expect([events.defaultMaxListeners, new EventEmitter().getMaxListeners()]).toEqual([7, 7]);
  events.defaultMaxListeners = before;
});
