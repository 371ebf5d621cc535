import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { Request } from '#node/builtins/fetch/request.ts';
import { fetch } from '#node/builtins/fetch.ts';
import type { Server } from '#node/builtins/http/server.ts';
import { createServer } from '#node/builtins/http.ts';
import { installSystem } from '#node/system.ts';
import { loopbackSystem } from './loopback-system.ts';

beforeAll(() => installSystem(loopbackSystem()));

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer({}, listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return `http://localhost:${server.address()?.port}`;
}

const why = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => null,
    (error: Error) => error,
  );
  return [error?.message, error?.cause instanceof Error && error.cause.message];
};

test.each(['http://example.com/', 'http://192.168.1.1:3000/', 'http://[2001:db8::1]/'])(
  'there is no network beyond the machine: %s',
  async (url) => {
    const { host } = new URL(url);
    expect(await why(fetch(url))).toEqual([
      'fetch failed',
      `This machine has no network beyond itself, so it cannot reach ${host}. Programs on it reach each other on localhost.`,
    ]);
  },
);

test('https on the machine itself is named as what is missing', async () => {
  expect((await why(fetch('https://localhost:3000/')))[1]).toBe(
    'This machine has no TLS: use http: instead of https:.',
  );
});

test.each(['localhost', '127.0.0.1', '[::1]'])('reaches a server on %s', async (host) => {
  const base = await serve((_req, res) => res.end('here'));
  expect(await (await fetch(base.replace('localhost', host))).text()).toBe('here');
});

test('compressed bodies are decoded, in the order in which they were coded', async () => {
  const base = await serve((_req, res) => {
    res.setHeader('Content-Encoding', 'gzip, gzip');
    res.end(gzipSync(gzipSync('twice')));
  });
  expect(await (await fetch(base)).text()).toBe('twice');
});

test('a reader that does not read makes the server wait', async () => {
  let written = 0;
  const base = await serve((_req, res) => {
    const fill = () => {
      let open = true;
      while (open && written < 8 * 1024 * 1024) {
        written += 64 * 1024;
        open = res.write(new Uint8Array(64 * 1024));
      }
    };
    res.on('drain', fill);
    fill();
  });
  const response = await fetch(base);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(written).toBeLessThan(2 * 1024 * 1024);
  await response.body?.cancel();
});

test('the upload is read only as fast as the server takes it', async () => {
  let taken = 0;
  const base = await serve((req, res) => {
    setTimeout(() => {
      req.on('data', (chunk: Uint8Array) => {
        taken += chunk.byteLength;
      });
      req.on('end', () => res.end('done'));
    }, 50);
  });
  let produced = 0;
  const body = new ReadableStream({
    pull(controller) {
      produced += 64 * 1024;
      controller.enqueue(new Uint8Array(64 * 1024));
      if (produced === 4 * 1024 * 1024) controller.close();
    },
  });
  const answer = fetch(base, { method: 'POST', body, duplex: 'half' });
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(produced).toBeLessThan(2 * 1024 * 1024);
  expect(await (await answer).text()).toBe('done');
  expect(taken).toBe(produced);
});

test('a Request keeps the headers that browsers forbid, and is used once', async () => {
  const request = new Request('http://localhost/', {
    method: 'POST',
    headers: { Cookie: 'a=b', Host: 'x', Connection: 'close' },
    body: '{"a":1}',
  });
  expect([...request.headers.keys()]).toEqual(['connection', 'content-type', 'cookie', 'host']);
  const copy = request.clone();
  expect([await request.json(), await copy.text(), request.bodyUsed]).toEqual([{ a: 1 }, '{"a":1}', true]);
  expect(() => request.clone()).toThrow(TypeError);
  await expect(request.text()).rejects.toThrow(TypeError);
  expect(() => new Request(request)).toThrow(TypeError);
});

test('an event stream arrives event by event, and cancelling it closes the connection', async () => {
  let closed = () => {};
  const gone = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const base = await serve((_req, res) => {
    res.writeHead(200, { 'Content-Type': 'text/event-stream' });
    res.write('data: 1\n\n');
    setTimeout(() => res.write('data: 2\n\n'), 20);
    res.on('close', closed);
  });
  const reader = (await fetch(base)).body?.pipeThrough(new TextDecoderStream()).getReader();
  expect([(await reader?.read())?.value, (await reader?.read())?.value]).toEqual(['data: 1\n\n', 'data: 2\n\n']);
  await reader?.cancel();
  await gone;
});
