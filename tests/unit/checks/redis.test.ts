import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RedisServer } from '#lab/redis/server.ts';
import { Redis } from '../../../playground/checks/redis.ts';
import { readReply } from '../../../playground/checks/redis-reply.ts';

/** A process that has started long ago. */
const RUNS = { output: [], trouble: null, listening: async () => {}, kill: async () => {} };

let server: RedisServer;
let redis: Redis;
const sockets: Socket[] = [];

beforeEach(async () => {
  server = new RedisServer();
  redis = new Redis(await server.listen(0), () => RUNS);
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await redis.dispose();
  await server.close();
});

/** A client at this address, and what it has been told so far. */
async function clientOf(url: string) {
  const socket = connect(Number(new URL(url).port), 'localhost');
  sockets.push(socket);
  await once(socket, 'connect');
  let told = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  const tells = (text: string) => expect.poll(() => told).toBe(text);
  return { ask: (...words: string[]) => socket.write(request(words)), tells, told: () => told };
}

const request = (words: readonly string[]) =>
  `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;

describe('commands', () => {
  test('are answered in order, also when they are sent at the same time', async () => {
    const [length, both] = await Promise.all([
      redis.command('RPUSH', 'list', 'a', 'ü'),
      redis.commands([
        ['LRANGE', 'list', '0', '-1'],
        ['GET', 'nothing'],
      ]),
    ]);
    expect(length).toBe(2);
    expect(both).toEqual([['a', 'ü'], null]);
  });

  test('throw what Redis complains about', async () => {
    await expect(redis.command('XADD', 'bids', 'abc', 'bid', '1')).rejects.toThrow('Invalid stream ID');
  });

  test('their own connection is not one of the clients', async () => {
    expect(await redis.clients()).toEqual([]);
    const { ask, tells } = await clientOf(redis.url);
    ask('PING');
    await tells('+PONG\r\n');
    expect(await redis.clients()).toHaveLength(1);
  });
});

test('a reply is read only when all of it is there', () => {
  const whole = Buffer.from('*2\r\n$3\r\nbid\r\n:-1\r\n+more');
  for (let length = 0; length < whole.length - 5; length++) expect(readReply(whole.subarray(0, length), 0)).toBeNull();
  expect(readReply(whole, 0)).toEqual({ reply: ['bid', -1], end: whole.length - 5 });
});

describe('a relay', () => {
  test('holds answers, and lets news pass', async () => {
    const relay = await redis.relay();
    const [reader, writer] = [await clientOf(relay.url), await clientOf(relay.url)];
    reader.ask('SUBSCRIBE', 'bids');
    await expect.poll(reader.told).toContain('subscribe');
    relay.hold('answers');
    writer.ask('PUBLISH', 'bids', '480');
    await expect.poll(reader.told).toContain('480');
    await delay(50);
    expect(writer.told()).toBe('');
    relay.release();
    await writer.tells(':1\r\n');
  });

  test('holds news, and lets answers pass', async () => {
    const relay = await redis.relay();
    const [reader, writer] = [await clientOf(relay.url), await clientOf(relay.url)];
    reader.ask('XREAD', 'BLOCK', '0', 'STREAMS', 'bids', '$');
    writer.ask('PING');
    await writer.tells('+PONG\r\n');
    relay.hold('news');
    writer.ask('XADD', 'bids', '1-1', 'bid', '480');
    await writer.tells('+PONG\r\n$3\r\n1-1\r\n');
    await delay(50);
    expect(reader.told()).toBe('');
    relay.release();
    await expect.poll(reader.told).toContain('480');
  });
});
