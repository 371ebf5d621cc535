import { describe, expect, it } from 'vitest';
import { parseEdgeCommand } from '#lab/edge/parse-command.ts';
import { delay, eventually, rawGet, startEdge, startServer, startStreamServer } from './harness.ts';

const EVENTS = { Accept: 'text/event-stream' };

describe('cut', () => {
  it.each([
    ['fin', 'cut'],
    ['reset', 'reset'],
  ] as const)('%s ends every open stream', async (how, reason) => {
    const server = await startStreamServer();
    const { edge, port, events } = await startEdge(server.port);
    const clients = [rawGet(port, '/a', EVENTS), rawGet(port, '/b', EVENTS)];
    await eventually(() => server.open() === 2);
    server.send('data: 1\n\n');
    await Promise.all(clients.map((client) => client.until('data: 1')));

    edge.obey({ type: 'cut', how });
    expect(await Promise.all(clients.map((client) => client.ended))).toEqual([how, how]);
    for (const client of clients) expect(client.received).not.toContain('\r\n0\r\n\r\n');
    await eventually(() => server.open() === 0);
    await eventually(() => events.filter((event) => event.type === 'close').length === 2);
    expect(events.filter((event) => event.type === 'close')).toMatchObject([{ reason }, { reason }]);
  });

  it('leaves the next connection alone', async () => {
    const server = await startStreamServer();
    const { edge, port } = await startEdge(server.port);
    rawGet(port, '/events', EVENTS);
    await eventually(() => server.open() === 1);
    edge.obey({ type: 'cut', how: 'reset' });
    await eventually(() => server.open() === 0);
    const next = rawGet(port, '/events', EVENTS);
    await next.until('200 OK');
  });
});

describe('refuse', () => {
  it('closes new connections without an answer until it is lifted', async () => {
    const server = await startStreamServer();
    const { edge, port, events, reported } = await startEdge(server.port);
    edge.obey({ type: 'refuse', on: true });
    const refused = rawGet(port, '/events', EVENTS);
    await refused.ended;
    expect(refused.received).toBe('');
    expect(server.requests).toEqual([]);
    expect(await reported('close')).toMatchObject({ reason: 'refused' });
    expect(events.filter((event) => event.type === 'response')).toEqual([]);

    edge.obey({ type: 'refuse', on: false });
    await rawGet(port, '/events', EVENTS).until('200 OK');
  });

  it('leaves open streams open', async () => {
    const server = await startStreamServer();
    const { edge, port } = await startEdge(server.port);
    const client = rawGet(port, '/events', EVENTS);
    await eventually(() => server.open() === 1);
    edge.obey({ type: 'refuse', on: true });
    server.send('data: still here\n\n');
    await client.until('still here');
  });

  it('explains itself to a person who opens a page', async () => {
    const server = await startStreamServer();
    const { edge, port } = await startEdge(server.port, { 'index.html': '<p>' });
    edge.obey({ type: 'refuse', on: true });
    const answer = await fetch(`http://localhost:${port}/`, { headers: { Accept: 'text/html' } });
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('Connections are refused')]);
    expect((await fetch(`http://localhost:${port}/__edge/status`)).status).toBe(503);
  });
});

describe('black hole', () => {
  it('accepts and says nothing', async () => {
    const server = await startStreamServer();
    const { edge, port } = await startEdge(server.port);
    edge.obey({ type: 'black-hole', where: 'accept', on: true });
    const swallowed = rawGet(port, '/events', EVENTS);
    await delay(200);
    expect([swallowed.received, server.requests.length]).toEqual(['', 0]);
    edge.obey({ type: 'heal' });
    await rawGet(port, '/events', EVENTS).until('200 OK');
    expect(swallowed.received).toBe('');
  });

  it('goes silent in the middle of a stream, and lets the next one be', async () => {
    const server = await startStreamServer();
    const { edge, port } = await startEdge(server.port);
    const silent = rawGet(port, '/events', EVENTS);
    await eventually(() => server.open() === 1);
    server.send('data: before\n\n');
    await silent.until('before');
    edge.obey({ type: 'black-hole', where: 'stream', on: true });
    server.send('data: after\n\n');
    await delay(200);
    expect(silent.received).not.toContain('after');
    // Nobody was told: to the server the stream is as good as ever.
    expect(server.open()).toBe(1);
    edge.obey({ type: 'black-hole', where: 'stream', on: false });
    const next = rawGet(port, '/events', EVENTS);
    await next.until('200 OK');
    server.send('data: again\n\n');
    await next.until('again');
    expect(silent.received).not.toContain('again');
  });
});

describe('a slow line', () => {
  it('is late by its latency, in order', async () => {
    const server = await startStreamServer();
    const { edge, port } = await startEdge(server.port);
    const client = rawGet(port, '/events', EVENTS);
    await client.until('200 OK');
    edge.obey({ type: 'latency', ms: 250, jitter: 50 });
    for (let number = 1; number <= 5; number++) server.send(`data: ${number}\n\n`);
    expect(await client.until('data: 5')).toBeGreaterThan(240);
    expect([...client.received.matchAll(/data: (\d)/g)].map(([, number]) => number).join('')).toBe('12345');
    edge.obey({ type: 'latency', ms: 0, jitter: 0 });
  });

  it('is as narrow as its bandwidth', async () => {
    const server = await startServer((_request, response) => response.end(Buffer.alloc(100_000, 'x')));
    const { edge, port } = await startEdge(server.port);
    edge.obey({ type: 'bandwidth', bytesPerSecond: 200_000 });
    const client = rawGet(port, '/big', { Connection: 'close' });
    const start = performance.now();
    await client.ended;
    expect(performance.now() - start).toBeGreaterThan(350);
    expect(client.received.length).toBeGreaterThan(100_000);
  });
});

describe('answers of its own', () => {
  it.each([204, 502, 503] as const)('%d, and the server is not asked', async (status) => {
    const server = await startStreamServer();
    const { edge, port } = await startEdge(server.port);
    edge.obey({ type: 'status', status });
    expect((await fetch(`http://localhost:${port}/events`)).status).toBe(status);
    expect(server.requests).toEqual([]);
    edge.obey({ type: 'status', status: null });
    await rawGet(port, '/events', EVENTS).until('200 OK');
  });

  it('buffering holds small events back', async () => {
    const server = await startStreamServer();
    const { edge, port } = await startEdge(server.port);
    edge.obey({ type: 'buffer', on: true });
    const client = rawGet(port, '/events', EVENTS);
    await eventually(() => server.open() === 1);
    server.send('data: small\n\n');
    await delay(200);
    expect(client.received).toBe('');
    server.send(`: ${'x'.repeat(5000)}\n\n`);
    await client.until('small');
  });

  it('an idle timeout cuts what is silent', async () => {
    const server = await startStreamServer();
    const { edge, port, events, reported } = await startEdge(server.port);
    edge.obey({ type: 'idle-timeout', ms: 300 });
    const client = rawGet(port, '/events', EVENTS);
    expect(await client.ended).toBe('fin');
    expect(await reported('close')).toMatchObject({ reason: 'timeout', detail: { by: 'edge', how: 'fin' } });
    expect(events.filter(({ type }) => type === 'fault')).toMatchObject([
      { command: { type: 'idle-timeout', ms: 300 }, open: 0 },
    ]);
  });
});

describe('commands', () => {
  it.each([
    { type: 'cut', how: 'fin' },
    { type: 'refuse', on: true },
    { type: 'black-hole', where: 'stream', on: false },
    { type: 'latency', ms: 100, jitter: 0 },
    { type: 'bandwidth', bytesPerSecond: null },
    { type: 'status', status: 503 },
    { type: 'buffer', on: true },
    { type: 'idle-timeout', ms: 1000 },
    { type: 'heal' },
    { type: 'tap', bytes: true },
    { type: 'reload' },
    { type: 'quit' },
  ])('%j', (command) => {
    expect(parseEdgeCommand({ ...command, extra: 1 })).toEqual(command);
  });

  it.each([
    null,
    'cut',
    {},
    { type: 'cut', how: 'sideways' },
    { type: 'refuse', on: 'yes' },
    { type: 'black-hole', on: true },
    { type: 'latency', ms: -1, jitter: 0 },
    { type: 'latency', ms: 1 },
    { type: 'bandwidth', bytesPerSecond: 0 },
    { type: 'bandwidth' },
    { type: 'status', status: 200 },
    { type: 'idle-timeout', ms: Number.NaN },
    { type: 'explode' },
  ])('%j is none', (message) => {
    expect(parseEdgeCommand(message)).toBeNull();
  });
});

it('shows raw bytes when that is asked for', async () => {
  const server = await startStreamServer();
  const { edge, port, events } = await startEdge(server.port);
  edge.obey({ type: 'tap', bytes: true });
  const client = rawGet(port, '/events', EVENTS);
  await client.until('200 OK');
  server.send('data: é\n\n');
  await client.until('data: ');
  await eventually(() => events.some((event) => event.type === 'bytes' && event.bytes === 'data: é\n\n'));
  const directions = new Set(events.flatMap((event) => (event.type === 'bytes' ? event.direction : [])));
  expect([...directions].sort()).toEqual(['from-client', 'from-upstream', 'to-client', 'to-upstream']);
});
