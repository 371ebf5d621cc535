import { createServer } from 'node:http';
import { setTimeout as delay, setInterval as everyPromise, scheduler } from 'node:timers/promises';
import { promisify } from 'node:util';

type Wait = () => Promise<unknown>;

/** `GET /<kind>` waits for a second in some way, then says how long that was by `Date`, `performance` and `process.hrtime`. */
const waits: Record<string, Wait> = {
  setTimeout: () => new Promise((resolve) => setTimeout(resolve, 1_000)),
  setInterval: () =>
    new Promise<void>((resolve) => {
      let turns = 0;
      const timer = setInterval(() => {
        if (++turns < 4) return;
        clearInterval(timer);
        resolve();
      }, 250);
    }),
  promises: () => delay(1_000),
  'promises-interval': async () => {
    let turns = 0;
    for await (const _ of everyPromise(500)) if (++turns === 2) return;
  },
  scheduler: () => scheduler.wait(1_000),
  promisify: () => promisify(setTimeout)(1_000),
  'abort-signal': () => new Promise((resolve) => AbortSignal.timeout(1_000).addEventListener('abort', resolve)),
  zero: async () => {
    for (let turn = 0; turn < 1_000; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
  },
  'zero-for-ever': async () => {
    for (;;) await new Promise((resolve) => setTimeout(resolve, 0));
  },
};

createServer(async (request, response) => {
  const before = { date: Date.now(), performance: performance.now(), hrtime: process.hrtime.bigint() };
  await waits[request.url?.slice(1) ?? '']?.();
  response.end(
    JSON.stringify({
      date: Date.now() - before.date,
      performance: Math.round(performance.now() - before.performance),
      hrtime: Math.round(Number(process.hrtime.bigint() - before.hrtime) / 1e6),
    }),
  );
}).listen(Number(process.env.PORT));
