import { describe, expect, it } from 'vitest';
import { eventually, RawClient, rawGet, startEdge, startServer, startStreamServer, unusedPort } from './harness.ts';

const EVENTS = { Accept: 'text/event-stream' };
const NAVIGATION = { Accept: 'text/html,application/xhtml+xml' };

describe('streaming', () => {
  it('passes the head and each event on at once', async () => {
    const server = await startStreamServer();
    const { port } = await startEdge(server.port);
    const client = rawGet(port, '/events', EVENTS);
    expect(await client.until('\r\n\r\n')).toBeLessThan(500);
    for (const text of ['data: 1\n\n', 'data: 2\n\n', ': still here\n\n']) {
      server.send(text);
      expect(await client.until(text)).toBeLessThan(100);
    }
  });

  it('passes a request body on while it is being sent', async () => {
    let heard = '';
    const server = await startServer((request, response) => {
      request.on('data', (chunk) => {
        heard += chunk;
      });
      request.on('end', () => response.end('thanks'));
    });
    const { port } = await startEdge(server.port);
    const client = new RawClient(port, 'POST /say HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nabc');
    await eventually(() => heard === 'abc');
    client.socket.write('def');
    await client.until('thanks');
    expect(heard).toBe('abcdef');
  });

  it('waits for a slow reader instead of holding its events', async () => {
    const chunk = Buffer.alloc(256 * 1024, 'x');
    let refused = 0;
    const server = await startServer((_request, response) => {
      const write = () => {
        while (refused < 200) {
          if (!response.write(chunk)) {
            refused++;
            response.once('drain', write);
            return;
          }
        }
      };
      write();
    });
    const { port } = await startEdge(server.port);
    const client = rawGet(port, '/big');
    client.socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const whilePaused = refused;
    client.socket.resume();
    await eventually(() => refused > whilePaused, 3000);
    // The kernel takes some megabytes on each of the two connections; an edge that reads on takes all 50 MB.
    expect(whilePaused).toBeLessThan(200);
  });
});

describe('disconnects', () => {
  it('tells the server at once that the client left', async () => {
    const server = await startStreamServer();
    const { port, reported } = await startEdge(server.port);
    const client = rawGet(port, '/events', EVENTS);
    await eventually(() => server.open() === 1);
    client.socket.destroy();
    expect(await eventually(() => server.open() === 0)).toBeLessThan(100);
    expect(await reported('close')).toMatchObject({ reason: 'client' });
  });

  it('passes a server that dies on as a truncated answer', async () => {
    const server = await startStreamServer();
    const { port, reported } = await startEdge(server.port);
    const client = rawGet(port, '/events', EVENTS);
    await eventually(() => server.open() === 1);
    server.send('data: 1\n\n');
    await client.until('data: 1');
    server.end('destroy');
    await client.ended;
    expect(client.received).not.toContain('\r\n0\r\n\r\n');
    expect(await reported('close')).toMatchObject({ reason: 'server' });
  });

  it('passes an orderly end on as one', async () => {
    const server = await startStreamServer();
    const { port, reported } = await startEdge(server.port);
    const client = rawGet(port, '/events', EVENTS);
    await eventually(() => server.open() === 1);
    server.end('orderly');
    await client.until('0\r\n\r\n');
    expect(await reported('close')).toMatchObject({ reason: 'server' });
  });
});

describe('no server', () => {
  it('closes the connection without an answer', async () => {
    const { port, reported } = await startEdge(await unusedPort());
    const client = rawGet(port, '/events', EVENTS);
    expect(await client.ended).toBe('fin');
    expect(client.received).toBe('');
    expect(await reported('close')).toMatchObject({ reason: 'upstream-error' });
  });

  it('does the same when the server hangs up before it answers', async () => {
    const server = await startServer((request) => request.socket.destroy());
    const { port } = await startEdge(server.port);
    const client = rawGet(port, '/events', EVENTS);
    await client.ended;
    expect(client.received).toBe('');
  });

  it('explains itself to a person who opens a page', async () => {
    const { port } = await startEdge(await unusedPort());
    const answer = await fetch(`http://localhost:${port}/`, { headers: NAVIGATION });
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('The server is not running');
  });

  it('knows by itself when the server is back', async () => {
    const down = await startEdge(await unusedPort());
    expect((await fetch(`http://localhost:${down.port}/__edge/status`)).status).toBe(503);
    const server = await startServer(() => {});
    const up = await startEdge(server.port);
    expect((await fetch(`http://localhost:${up.port}/__edge/status`)).status).toBe(204);
  });
});

describe('headers', () => {
  it('keeps what the server says, and tells it who asks', async () => {
    const server = await startServer((request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']);
      response.setHeader('X-Hop', 'only here');
      response.setHeader('Connection', 'X-Hop');
      response.end(JSON.stringify(request.headers));
    });
    const { port } = await startEdge(server.port);
    const client = rawGet(port, '/', {
      Host: 'shop.example',
      Connection: 'close, X-Mine',
      'X-Mine': '1',
      'X-Forwarded-For': '203.0.113.9',
      Cookie: 'c=3',
    });
    await client.ended;
    const [head, body] = client.received.split('\r\n\r\n');
    expect(head).toMatch(/Set-Cookie: a=1\r\nSet-Cookie: b=2/);
    // What a server names in Connection, nginx passes on all the same.
    expect(head).toContain('X-Hop: only here');
    expect(head).not.toContain('Connection: X-Hop');
    const seen: unknown = JSON.parse(/\{.*\}/.exec(body!)![0]);
    expect(seen).toMatchObject({ host: 'shop.example', cookie: 'c=3', 'x-forwarded-for': expect.any(String) });
    expect(seen).toHaveProperty('x-forwarded-for', expect.stringMatching(/^203\.0\.113\.9, .*127\.0\.0\.1$/));
    expect(seen).toMatchObject({ connection: 'close', 'x-mine': '1' });
  });

  it('passes 204 and other statuses on as they are', async () => {
    const server = await startServer((_request, response) => response.writeHead(204).end());
    const { port } = await startEdge(server.port);
    expect((await fetch(`http://localhost:${port}/events`)).status).toBe(204);
  });
});

describe('tap', () => {
  it('tells the whole story of a stream', async () => {
    const server = await startStreamServer();
    const { port, events, reported } = await startEdge(server.port);
    const client = rawGet(port, '/events', EVENTS);
    await eventually(() => server.open() === 1);
    server.send('retry: 500\n: hi\n\nid: 1\nevent: order\ndata: a\n\n');
    await client.until('data: a');
    client.socket.destroy();
    await reported('close');
    expect(events.map(({ at: _at, ...event }) => event)).toEqual([
      { type: 'worker', generation: 1, state: 'started' },
      { type: 'listening', port },
      { type: 'request', connection: 1, method: 'GET', path: '/events', lastEventId: null },
      { type: 'upstream', connection: 1, peer: `127.0.0.1:${server.port}`, outcome: 'connecting' },
      { type: 'upstream', connection: 1, peer: `127.0.0.1:${server.port}`, outcome: 'connected' },
      { type: 'response', connection: 1, status: 200, contentType: 'text/event-stream' },
      { type: 'retry', connection: 1, delay: 500 },
      { type: 'comment', connection: 1, text: 'hi' },
      { type: 'event', connection: 1, id: '1', event: 'order', data: 'a', length: 1 },
      {
        type: 'close',
        connection: 1,
        reason: 'client',
        detail: { by: 'client', how: 'fin', why: null },
      },
    ]);
    expect(events.map((event) => event.at)).toEqual(events.map((event) => event.at).sort((a, b) => a - b));
  });
});
