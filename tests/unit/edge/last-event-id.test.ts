import { describe, expect, it } from 'vitest';
import { decodeIdHeader, encodeIdHeader, LastEventIds, takeStreamTag, withStreamTag } from '#lab/edge/last-event-id.ts';
import { eventually, rawGet, startEdge, startServer, startStreamServer } from './harness.ts';

describe('tag', () => {
  it.each([
    ['/events', '/events', null],
    ['/events?__steady_stream=7', '/events', '7'],
    ['/events?a=%20b&__steady_stream=7', '/events?a=%20b', '7'],
    ['/events?__steady_stream=7&a=1', '/events?a=1', '7'],
    ['/events?a=1&__steady_stream=7&b=2', '/events?a=1&b=2', '7'],
    ['/events?not__steady_stream=7', '/events?not__steady_stream=7', null],
  ])('is taken off %s', (target, path, tag) => {
    expect(takeStreamTag(target)).toEqual({ path, tag });
  });
});

it('is put back where it was taken from', () => {
  for (const target of ['/events', '/events?a=1']) {
    expect(takeStreamTag(withStreamTag(target, '7'))).toEqual({ path: target, tag: '7' });
  }
});

describe('memory', () => {
  it('forgets the tags that were not used for longest', () => {
    const ids = new LastEventIds({ tags: 2, idleMs: 1000 }, () => 0);
    ids.set('a', '1');
    ids.set('b', '2');
    ids.set('a', '3');
    ids.set('c', '4');
    expect([ids.get('a'), ids.get('b'), ids.get('c')]).toEqual(['3', '', '4']);
  });

  it('forgets tags that were unused for a while', () => {
    let now = 0;
    const ids = new LastEventIds({ tags: 100, idleMs: 1000 }, () => now);
    ids.set('a', '1');
    now = 1001;
    ids.set('b', '2');
    expect(ids.size).toBe(1);
  });
});

it('writes ids as browsers send them', () => {
  expect(encodeIdHeader('é')).toBe('\xC3\xA9');
  expect(decodeIdHeader(encodeIdHeader('ключ'))).toBe('ключ');
});

/** Opens a tagged stream, lets the server say something, drops it, and tells what header the next request brought. */
async function resumeAfter(text: string, headers: Readonly<Record<string, string>> = {}) {
  const server = await startStreamServer();
  const { port, events } = await startEdge(server.port);
  const first = rawGet(port, '/events?room=1&__steady_stream=t1');
  await eventually(() => server.open() === 1);
  server.send(`${text}: end of test\n`);
  await first.until(': end of test');
  first.socket.destroy();
  await eventually(() => server.open() === 0);
  rawGet(port, '/events?room=1&__steady_stream=t1', headers);
  await eventually(() => server.requests.length === 2);
  const [, second] = server.requests;
  const asked = events.filter((event) => event.type === 'request');
  const told = asked.map((event) => event.lastEventId);
  const sources = asked.map((event) => event.source);
  return { header: second!.headers['last-event-id'], url: second!.url, told, sources };
}

describe('a reconnecting stream', () => {
  it('is given the last id that was delivered, and hides its tag', async () => {
    const { header, url, told, sources } = await resumeAfter('id: 1\ndata: a\n\nid: 2\ndata: b\n\n');
    expect(header).toBe('2');
    expect(url).toBe('/events?room=1');
    expect(told).toEqual([null, '2']);
    expect(sources).toEqual(['t1', 't1']);
  });

  it('keeps the header that the browser sent', async () => {
    expect((await resumeAfter('id: 2\ndata: b\n\n', { 'Last-Event-ID': '9' })).header).toBe('9');
  });

  it('does not count an event that was cut off', async () => {
    expect((await resumeAfter('id: 1\ndata: a\n\nid: 2\ndata: b\n')).header).toBe('1');
  });

  it('sends nothing after a reset', async () => {
    expect((await resumeAfter('id: 1\ndata: a\n\nid:\ndata: b\n\n')).header).toBeUndefined();
  });

  it('sends nothing for an id that no header can carry', async () => {
    expect((await resumeAfter('id: a\u0001b\ndata: a\n\n')).header).toBeUndefined();
  });

  it('sends an id that is not ASCII as UTF-8', async () => {
    expect((await resumeAfter('id: é\ndata: a\n\n')).header).toBe('\xC3\xA9');
  });
});

it('keeps the tag on a redirect within the origin, and gives it to no other', async () => {
  const server = await startServer((request, response) => {
    const target = request.url === '/away' ? 'http://other.example/events' : 'events?a=1#x';
    response.writeHead(307, { Location: target }).end();
  });
  const { port } = await startEdge(server.port);
  const near = rawGet(port, '/old?__steady_stream=t1');
  await near.until('Location: events?a=1&__steady_stream=t1#x\r\n');
  await rawGet(port, '/away?__steady_stream=t1').until('Location: http://other.example/events\r\n');
  await rawGet(port, '/old').until('Location: events?a=1#x\r\n');
});

it('gives no id to another stream, nor to a request without a tag', async () => {
  const server = await startStreamServer();
  const { port } = await startEdge(server.port);
  const first = rawGet(port, '/events?__steady_stream=t1');
  await eventually(() => server.open() === 1);
  server.send('id: 1\ndata: a\n\n');
  await first.until('data: a');
  rawGet(port, '/events?__steady_stream=t2');
  rawGet(port, '/events');
  await eventually(() => server.requests.length === 3);
  expect(server.requests.map((request) => request.headers['last-event-id'])).toEqual([undefined, undefined, undefined]);
});

it('keeps the id over several reconnects that deliver nothing', async () => {
  const server = await startStreamServer();
  const { port } = await startEdge(server.port);
  const first = rawGet(port, '/events?__steady_stream=t1');
  await eventually(() => server.open() === 1);
  server.send('id: 5\ndata: a\n\n');
  await first.until('data: a');
  for (const count of [2, 3]) {
    server.end('destroy');
    await eventually(() => server.open() === 0);
    rawGet(port, '/events?__steady_stream=t1');
    await eventually(() => server.requests.length === count);
  }
  expect(server.requests.map((request) => request.headers['last-event-id'])).toEqual([undefined, '5', '5']);
});
