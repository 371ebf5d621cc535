import { once } from 'node:events';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Server } from '#node/builtins/net/server.ts';
import type { Socket } from '#node/builtins/net/socket.ts';
import { createConnection, createServer } from '#node/builtins/net.ts';
import { isAlive } from '#node/liveness.ts';
import { installSystem } from '#node/system.ts';
import { loopbackSystem, WINDOW } from './loopback-system.ts';

beforeAll(() => installSystem(loopbackSystem()));

interface Pair {
  readonly server: Server;
  readonly client: Socket;
  readonly accepted: Socket;
}

async function connected(): Promise<Pair> {
  const server = createServer().listen(0);
  const client = createConnection(port(server), '127.0.0.1');
  const [accepted] = await once(server, 'connection');
  if (client.connecting) await once(client, 'connect');
  return { server, client, accepted };
}

function port(server: Server): number {
  const address = server.address();
  if (!address) throw new Error('not listening');
  return address.port;
}

async function close({ server, client, accepted }: Pair): Promise<void> {
  client.destroy();
  accepted.destroy();
  server.close();
  await once(server, 'close');
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

test('bytes travel both ways and both ends close', async () => {
  const server = createServer((socket) => {
    socket.on('data', (bytes) => socket.write(`echo ${bytes}`));
  }).listen(0);
  const client = createConnection(port(server), '127.0.0.1');
  client.setEncoding('utf8');
  const received: string[] = [];
  client.on('data', (text) => {
    received.push(String(text));
    client.end();
  });
  client.write('hello');
  await once(client, 'close');
  server.close();
  await once(server, 'close');
  expect(received).toEqual(['echo hello']);
});

test('a free port is known as soon as listen returns', async () => {
  const server = createServer().listen(0);
  const early = server.address();
  expect(early?.port).toBeGreaterThan(0);
  await once(server, 'listening');
  expect(server.address()).toEqual(early);
  server.close();
});

test('the listening callback has the server as this', async () => {
  const server = createServer();
  const seen = await new Promise((resolve) => {
    server.listen(0, function (this: unknown) {
      resolve(this);
    });
  });
  expect(seen).toBe(server);
  server.close();
});

test('a writer to a stalled reader fills the window, then its own buffer, and gets it all through', async () => {
  const pair = await connected();
  const { client, accepted } = pair;
  accepted.pause();
  const chunk = new Uint8Array(64 * 1024).fill(7);
  const chunks = 32;
  for (let i = 0; i < chunks; i++) client.write(chunk);
  await turn();
  expect(client.writableLength).toBeGreaterThan(0);
  expect(client.writableNeedDrain).toBe(true);
  expect(accepted.bytesRead).toBeLessThanOrEqual(WINDOW);
  let received = 0;
  accepted.on('data', (bytes) => {
    received += bytes.byteLength;
    expect(bytes.byteLength).toBeLessThanOrEqual(64 * 1024);
  });
  accepted.resume();
  await once(client, 'drain');
  await turn();
  expect(received).toBe(chunks * chunk.byteLength);
  expect(client.bytesWritten).toBe(received);
  await close(pair);
});

test('the program keeps its buffer: what it changes after write is not sent', async () => {
  const pair = await connected();
  const bytes = new TextEncoder().encode('before');
  pair.client.write(bytes);
  bytes.fill(0);
  const [received] = await once(pair.accepted, 'data');
  expect(String(received)).toBe('before');
  await close(pair);
});

test('what arrived before a reset is delivered before the error', async () => {
  const pair = await connected();
  const { client, accepted } = pair;
  accepted.pause();
  const sent = new Uint8Array(200 * 1024);
  client.write(sent);
  await turn();
  client.resetAndDestroy();
  await turn();
  let received = 0;
  let code = '';
  accepted.on('data', (bytes) => {
    received += bytes.byteLength;
  });
  accepted.on('error', (error: Error & { code?: string }) => {
    code = error.code ?? '';
  });
  accepted.resume();
  await new Promise((resolve) => accepted.once('close', resolve));
  expect([received, code]).toEqual([sent.byteLength, 'ECONNRESET']);
  await close(pair);
});

test('writing after the peer closed ends in EPIPE', async () => {
  const server = createServer((socket) => socket.end(() => socket.destroy())).listen(0);
  const client = createConnection({ port: port(server), host: '127.0.0.1', allowHalfOpen: true });
  client.resume();
  await once(client, 'end');
  await turn();
  client.write('too late');
  await turn();
  const failed = once(client, 'error');
  client.write('later still');
  const [error] = await failed;
  expect(error).toMatchObject({ code: 'EPIPE', syscall: 'write', message: 'write EPIPE' });
  server.close();
});

test('a refused connection to localhost reports both addresses', async () => {
  const server = createServer().listen(0);
  const free = port(server);
  server.close();
  await once(server, 'close');
  const client = createConnection(free, 'localhost');
  const [error] = await once(client, 'error');
  expect(error).toBeInstanceOf(AggregateError);
  expect(error).toMatchObject({ code: 'ECONNREFUSED', message: '' });
  expect(error.errors.map(String)).toEqual([
    `Error: connect ECONNREFUSED 127.0.0.1:${free}`,
    `Error: connect ECONNREFUSED ::1:${free}`,
  ]);
});

test('a socket can connect again after it was closed', async () => {
  const server = createServer((socket) => socket.end('hi')).listen(0);
  const client = createConnection(port(server), '127.0.0.1');
  for (const round of [1, 2]) {
    if (round === 2) client.connect(port(server), '127.0.0.1');
    const [text] = await once(client, 'data');
    expect(String(text)).toBe('hi');
    await once(client, 'close');
  }
  server.close();
});

test('servers and sockets keep the process alive until they are closed or unreferenced', async () => {
  await vi.waitFor(() => expect(isAlive()).toBe(false));
  const pair = await connected();
  expect(isAlive()).toBe(true);
  pair.server.unref();
  pair.client.unref();
  pair.accepted.unref();
  expect(isAlive()).toBe(false);
  pair.client.ref();
  expect(isAlive()).toBe(true);
  await close(pair);
  await vi.waitFor(() => expect(isAlive()).toBe(false));
});

test('a listener that throws loses no later bytes', async () => {
  const pair = await connected();
  const { client, accepted } = pair;
  const thrown: unknown[] = [];
  const onUncaught = (error: unknown) => thrown.push(error);
  const listeners = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', onUncaught);
  let received = 0;
  accepted.on('data', (bytes) => {
    received += bytes.byteLength;
    if (thrown.length === 0 && received === bytes.byteLength) throw new Error('from the program');
  });
  client.write(new Uint8Array(200 * 1024));
  await turn();
  await turn();
  process.off('uncaughtException', onUncaught);
  for (const listener of listeners) process.on('uncaughtException', listener);
  expect([thrown.length, received]).toEqual([1, 200 * 1024]);
  await close(pair);
});
