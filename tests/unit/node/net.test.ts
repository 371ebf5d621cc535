import { once } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import { createConnection, createServer } from '#node/builtins/net.ts';
import { installSystem } from '#node/system.ts';
import { loopbackSystem } from './loopback-system.ts';

beforeAll(() => installSystem(loopbackSystem()));

test('bytes travel both ways and both ends close', async () => {
  const log: string[] = [];
  const server = createServer((socket) => {
    socket.on('data', (bytes) => socket.write(`echo ${bytes}`));
    socket.on('close', () => log.push('server socket closed'));
  }).listen(0);
  await once(server, 'listening');
  const client = createConnection(server.address()!.port, '127.0.0.1');
  client.setEncoding('utf8');
  client.on('data', (text) => {
    log.push(String(text));
    client.end();
  });
  client.write('hello');
  await once(client, 'close');
  server.close();
  await once(server, 'close');
  await new Promise((resolve) => setImmediate(resolve));
  expect(log).toEqual(['echo hello', 'server socket closed']);
});
