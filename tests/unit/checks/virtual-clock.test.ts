import { describe, expect, test, vi } from 'vitest';
import { VirtualClock } from '../../../playground/checks/clock/virtual-clock.ts';
import { start } from './start.ts';

// Processes start, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const MINUTE = 60_000;

describe('a process on the clock', () => {
  test.each([
    'setTimeout',
    'setInterval',
    'promises',
    'promises-interval',
    'scheduler',
    'promisify',
    'abort-signal',
    'zero',
  ])('%s: a second is a second by every measure, and takes none', async (kind) => {
    const clock = new VirtualClock();
    const server = await start(clock, 'times.ts');
    const startedAt = performance.now();
    const before = clock.now;
    const { json } = await server.request('GET', `/${kind}`);
    expect(json).toEqual({ date: 1_000, performance: 1_000, hrtime: 1_000 });
    expect(clock.now - before).toBe(1_000);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });

  test('ten minutes of heartbeats take no time, and each comes at its own', async () => {
    const clock = new VirtualClock();
    const server = await start(clock, 'heartbeats.ts');
    const stream = server.open('/');
    await clock.advance(10 * MINUTE);
    expect(stream.age).toBe(10 * MINUTE);
    expect(stream.end).toBeNull();
    const beats = stream.comments.slice(1);
    expect(beats).toHaveLength(40);
    for (const [index, { at, text }] of beats.entries()) {
      expect(at).toBe((index + 1) * 15_000);
      expect(text).toBe(String(at));
    }
  });

  test('unref() lets it end, ref() does not', async () => {
    const clock = new VirtualClock();
    const leaves = await start(clock, 'leaves.ts');
    expect(await leaves.stop(10_000)).toEqual({ code: 0, signal: null });
    expect(clock.now).toBeLessThan(5_000);
    const stays = await start(clock, 'leaves.ts', { BEAT: 'ref' });
    expect(await stays.stop(10_000)).toEqual({ code: 3, signal: null });
  });

  test('chance repeats itself from check to check, and differs between its processes', async () => {
    const draws = async () => {
      const clock = new VirtualClock();
      const servers = [await start(clock, 'draws.ts'), await start(clock, 'draws.ts')];
      return Promise.all(servers.map(async (server) => (await server.request('GET', '/')).json));
    };
    const first = await draws();
    expect(new Set(first.flat()).size).toBe(6);
    expect(await draws()).toEqual(first);
  });

  test('waiting moves the time no further than needed', async () => {
    const clock = new VirtualClock();
    const stream = (await start(clock, 'heartbeats.ts')).open('/');
    expect((await stream.nextComment(1_000))?.text).toBe('hello');
    expect(clock.now).toBe(0);
    expect(await stream.nextComment(MINUTE)).not.toBeNull();
    expect(clock.now).toBe(15_000);
    expect(await stream.nextComment(5_000)).toBeNull();
    expect(clock.now).toBe(20_000);
  });

  test('two waits at a time end in their order', async () => {
    const clock = new VirtualClock();
    const stream = (await start(clock, 'heartbeats.ts')).open('/');
    await stream.head(1_000);
    const order: string[] = [];
    await Promise.all([
      clock.wait(() => stream.comments.length >= 3, MINUTE).then(() => order.push(`third at ${clock.now}`)),
      clock.advance(20_000).then(() => order.push(`time at ${clock.now}`)),
    ]);
    expect(order).toEqual(['time at 20000', 'third at 30000']);
  });

  test('timers that a closed connection leaves behind can be counted', async () => {
    const clock = new VirtualClock();
    const clean = await start(clock, 'heartbeats.ts');
    const leaky = await start(clock, 'heartbeats.ts', { LEAK: 'yes' });
    for (const server of [clean, leaky]) {
      const stream = server.open('/');
      await stream.head(1_000);
      expect(await server.timers()).toBe(1);
      stream.drop();
    }
    expect(await clean.timers()).toBe(0);
    expect(await leaky.timers()).toBe(1);
  });
});

describe('several processes', () => {
  test('a proxy that gives up after 20 s never cuts heartbeats of 15 s, a hundred times over', async () => {
    const clock = new VirtualClock();
    const server = await start(clock, 'heartbeats.ts');
    const proxy = await start(clock, 'impatient-proxy.ts', { UPSTREAM: String(server.port) });
    for (let run = 0; run < 100; run++) {
      const stream = proxy.open('/');
      await clock.advance(MINUTE);
      expect(stream.comments).toHaveLength(5);
      expect(stream.end).toBeNull();
      stream.drop();
    }
  }, 60_000);

  test('the same proxy cuts a stream whose server was stopped', async () => {
    const clock = new VirtualClock();
    const server = await start(clock, 'heartbeats.ts');
    const proxy = await start(clock, 'impatient-proxy.ts', { UPSTREAM: String(server.port) });
    const stream = proxy.open('/');
    await clock.advance(MINUTE);
    await server.kill();
    expect(await stream.ended(MINUTE)).toBe('cut');
  });
});

describe('what does not take part', () => {
  test('a server that never comes back to its event loop holds up the others once', async () => {
    const clock = new VirtualClock();
    const stuck = await start(clock, 'stuck.ts');
    const server = await start(clock, 'heartbeats.ts');
    const stream = server.open('/');
    await stream.head(1_000);
    const ask = stuck.request('GET', '/').catch((error: unknown) => error);
    expect(String(await ask)).toContain('no answer within 1.5 s');
    expect(stuck.crash).toContain('the server is stuck');
    await clock.advance(MINUTE);
    expect(stream.comments).toHaveLength(5);
  });

  test('a server that writes without a pause is told from one that waits', async () => {
    const clock = new VirtualClock();
    const flood = (await start(clock, 'flood.ts')).open('/');
    expect(await flood.head(1_000)).not.toBeNull();
    expect(clock.complaint).toContain('something writes in a loop');
  });

  test('timers that start each other are noticed', async () => {
    const clock = new VirtualClock();
    const server = await start(clock, 'times.ts');
    await server.request('GET', '/zero');
    expect(server.crash).toBeNull();
    await server.request('GET', '/zero-for-ever').catch(() => null);
    await clock.advance(10_000);
    expect(server.crash).toContain('timers of 0 ms that start each other');
  });

  test('a client that does not read is not waited for', async () => {
    const clock = new VirtualClock();
    const server = await start(clock, 'heartbeats.ts');
    const stream = server.open('/');
    await stream.head(1_000);
    stream.pause();
    await clock.advance(MINUTE);
    expect(stream.comments).toHaveLength(1);
    stream.resume();
    await clock.advance(0);
    expect(stream.comments).toHaveLength(5);
  });
});
