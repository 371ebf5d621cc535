import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { RedisServer } from '#lab/redis/server.ts';

const server = new RedisServer();
let port: number;

beforeAll(async () => {
  port = await server.listen(0, '127.0.0.1');
});
afterAll(() => server.close());

describe.each([2, 3] as const)('the redis client in RESP%i', (RESP) => {
  async function connected() {
    const client = createClient({ url: `redis://127.0.0.1:${port}`, RESP });
    client.on('error', () => {});
    await client.connect();
    onTestFinished(() => client.destroy());
    return client;
  }

  it('sets, gets and counts', async () => {
    const client = await connected();
    await client.flushAll();
    expect(await client.set('k', 'größe', { expiration: { type: 'EX', value: 100 } })).toBe('OK');
    expect(await client.get('k')).toBe('größe');
    expect(await client.ttl('k')).toBeGreaterThan(98);
    expect(await client.incr('n')).toBe(1);
    expect(await client.incrByFloat('n', 0.5)).toBe('1.5');
    await client.hSet('h', { a: '1', b: '2' });
    expect({ ...(await client.hGetAll('h')) }).toEqual({ a: '1', b: '2' });
    await client.zAdd('z', [
      { score: 2, value: 'two' },
      { score: 1, value: 'one' },
    ]);
    expect(await client.zRangeWithScores('z', 0, -1)).toEqual([
      { score: 1, value: 'one' },
      { score: 2, value: 'two' },
    ]);
    await client.sAdd('s', ['x', 'y']);
    expect(new Set(await client.sMembers('s'))).toEqual(new Set(['x', 'y']));
    const keys: string[] = [];
    for await (const found of client.scanIterator({ COUNT: 2 })) keys.push(...found);
    expect(keys.sort()).toEqual(['h', 'k', 'n', 's', 'z']);
  });

  it('hears what is published, by channel and by pattern', async () => {
    const [publisher, subscriber] = [await connected(), await connected()];
    const heard: string[] = [];
    await subscriber.subscribe('news', (message, channel) => heard.push(`${channel}: ${message}`));
    await subscriber.pSubscribe('n*', (message, channel) => heard.push(`${channel} by pattern: ${message}`));
    expect(await publisher.publish('news', 'one')).toBe(2);
    await sleep(20);
    await subscriber.unsubscribe('news');
    expect(await publisher.publish('news', 'two')).toBe(1);
    await sleep(20);
    expect(heard).toEqual(['news: one', 'news by pattern: one', 'news by pattern: two']);
  });

  it('reads a stream as it grows, and trims it', async () => {
    const [writer, reader] = [await connected(), await connected()];
    await writer.flushAll();
    const first = await writer.xAdd('events', '*', { n: '0' });
    const waiting = reader.xRead({ key: 'events', id: '$' }, { BLOCK: 5000 });
    await sleep(20);
    const second = await writer.xAdd('events', '*', { n: '1' }, { TRIM: { strategy: 'MAXLEN', threshold: 10 } });
    expect(await waiting).toMatchObject([{ name: 'events', messages: [{ id: second, message: { n: '1' } }] }]);
    expect(await reader.xRead({ key: 'events', id: '$' }, { BLOCK: 20 })).toBeNull();
    expect((await writer.xRange('events', '-', '+'))?.map(({ id }) => id)).toEqual([first, second]);
    expect(await writer.xInfoStream('events')).toMatchObject({ length: 2, 'last-generated-id': second });
  });

  it('shares a stream among the consumers of a group', async () => {
    const client = await connected();
    await client.flushAll();
    await client.xGroupCreate('jobs', 'workers', '$', { MKSTREAM: true });
    await client.xAdd('jobs', '1-0', { job: 'a' });
    await client.xAdd('jobs', '2-0', { job: 'b' });
    const take = (consumer: string) =>
      client.xReadGroup('workers', consumer, { key: 'jobs', id: '>' }, { COUNT: 1, BLOCK: 50 });
    expect(await take('one')).toMatchObject([{ messages: [{ id: '1-0' }] }]);
    expect(await take('two')).toMatchObject([{ messages: [{ id: '2-0' }] }]);
    expect(await take('one')).toBeNull();
    expect(await client.xAck('jobs', 'workers', '1-0')).toBe(1);
    expect(await client.xPending('jobs', 'workers')).toMatchObject({ pending: 1, firstId: '2-0' });
    expect(await client.xAutoClaim('jobs', 'workers', 'one', 0, '0-0')).toMatchObject({ messages: [{ id: '2-0' }] });
  });

  it('runs transactions, and sees that a watched key changed', async () => {
    const [client, other] = [await connected(), await connected()];
    await client.flushAll();
    expect(await client.multi().set('a', '1').incr('a').get('a').exec()).toEqual(['OK', 2, '2']);
    await client.watch('a');
    await other.set('a', 'changed');
    await expect(client.multi().set('a', 'mine').exec()).rejects.toThrow(
      'One (or more) of the watched keys has been changed',
    );
    expect(await client.get('a')).toBe('changed');
  });

  it('connects again after the server cut it off', async () => {
    const [client, other] = [await connected(), await connected()];
    const id = await client.clientId();
    await other.clientKill({ filter: 'ID', id });
    await sleep(300);
    expect(await client.ping()).toBe('PONG');
    expect(await client.clientId()).not.toBe(id);
  });
});
