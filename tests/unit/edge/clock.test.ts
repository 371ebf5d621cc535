import { afterEach, expect, it, vi } from 'vitest';
import { eventually, rawGet, startConfEdge, startStreamServer } from './harness.ts';

/** Sockets and the test's own waiting stay real: only what the edge itself waits with is the clock's. */
const realSetTimeout = setTimeout;

function real(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    realSetTimeout(resolve, milliseconds);
  });
}

async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 500 && !condition(); attempt++) await real(10);
  expect(condition()).toBe(true);
}

afterEach(() => {
  vi.useRealTimers();
});

const PROXY = (port: number, directives = '') => `events {}
http {
  server {
    listen 8000;
    location / { proxy_pass http://127.0.0.1:${port}; proxy_http_version 1.1; ${directives} }
  }
}
`;

it('a stream that is silent for 60 s is cut, and the error log says why', async () => {
  const server = await startStreamServer();
  const { port, warnings } = await startConfEdge(PROXY(server.port));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  const client = rawGet(port, '/events');
  await until(() => server.open() === 1);
  server.send('data: 1\n\n');
  await until(() => client.received.includes('data: 1'));

  await vi.advanceTimersByTimeAsync(59_900);
  await real(50);
  expect([server.open(), warnings]).toEqual([1, []]);
  await vi.advanceTimersByTimeAsync(200);
  expect(await client.ended).toBe('fin');
  expect(client.received).not.toContain('\r\n0\r\n\r\n');
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(
    /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[error\] \d+#\d+: \*1 upstream timed out \(110: Connection timed out\) while reading upstream, client: 127\.0\.0\.1, server: , request: "GET \/events HTTP\/1\.1", upstream: "http:\/\/127\.0\.0\.1:\d+\/events", host: "localhost"$/,
  );
});

it('heartbeats every 30 s keep a stream for an hour', async () => {
  const server = await startStreamServer();
  const { port, warnings } = await startConfEdge(PROXY(server.port, 'proxy_buffering off;'));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  const client = rawGet(port, '/events');
  await until(() => server.open() === 1);
  for (let beat = 1; beat <= 120; beat++) {
    await vi.advanceTimersByTimeAsync(30_000);
    server.send(`: ${beat}\n\n`);
    await until(() => client.received.includes(`: ${beat}\n`));
  }
  expect([server.open(), warnings]).toEqual([1, []]);
});

it('a server that failed is tried again after its fail_timeout', async () => {
  const server = await startStreamServer();
  const conf = `events {}
http {
  upstream app { server 127.0.0.1:1 fail_timeout=30s; server 127.0.0.1:${server.port}; }
  server { listen 8000; location / { proxy_pass http://app; } }
}
`;
  const { port, warnings } = await startConfEdge(conf);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  const ask = async (count: number) => {
    rawGet(port, '/events');
    await until(() => server.open() === count);
  };
  await ask(1);
  expect(warnings).toHaveLength(1);
  await ask(2);
  await ask(3);
  expect(warnings).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(30_100);
  // Its weight comes back step by step.
  for (let count = 4; count <= 8; count++) await ask(count);
  expect(warnings).toHaveLength(2);
});

it('worker_shutdown_timeout is the clock’s too', async () => {
  const server = await startStreamServer();
  const { edge, port } = await startConfEdge(
    `worker_shutdown_timeout 10m;\n${PROXY(server.port, 'proxy_read_timeout 1h;')}`,
  );
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  const client = rawGet(port, '/events');
  await until(() => server.open() === 1);
  server.send('data: 1\n\n');
  await until(() => client.received.includes('data: 1'));
  await edge.reload();
  await vi.advanceTimersByTimeAsync(9 * 60_000);
  await real(50);
  expect(server.open()).toBe(1);
  await vi.advanceTimersByTimeAsync(61_000);
  expect(await client.ended).toBe('fin');
  vi.useRealTimers();
  await eventually(() => server.open() === 0);
});
