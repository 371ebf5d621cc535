import { describe, expect, it } from 'vitest';
import { eventually, rawGet, startEdge, startStreamServer } from './harness.ts';

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
