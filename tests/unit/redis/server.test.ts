import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Config } from '#lab/redis/config.ts';
import { Database } from '#lab/redis/keyspace.ts';
import { OutputLimit } from '#lab/redis/output-limit.ts';
import { RedisServer } from '#lab/redis/server.ts';

async function startRedis(): Promise<{ readonly server: RedisServer; readonly port: number }> {
  const server = new RedisServer();
  const port = await server.listen(0, '127.0.0.1');
  onTestFinished(() => server.close());
  return { server, port };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** Sends an inline command; resolves to what comes until `end`. */
async function ask(socket: Socket, command: string, end = /\r\n$/): Promise<string> {
  socket.write(`${command}\r\n`);
  let text = '';
  while (!end.test(text)) {
    const [chunk]: unknown[] = await once(socket, 'data');
    text += String(chunk);
  }
  return text;
}

describe('what is not supported', () => {
  it.each([
    [`EVAL "return 1" 0`, `-ERR unknown command 'EVAL', with args beginning with: 'return 1' '0' \r\n`],
    ['CLUSTER INFO', `-ERR unknown command 'CLUSTER', with args beginning with: 'INFO' \r\n`],
    ['SAVE', `-ERR unknown command 'SAVE', with args beginning with: \r\n`],
    ['BGREWRITEAOF', `-ERR unknown command 'BGREWRITEAOF', with args beginning with: \r\n`],
  ])('is refused in the words for an unknown command: %s', async (command, words) => {
    const { port } = await startRedis();
    expect(await ask(await open(port), command)).toBe(words);
  });
});

describe('what the server tells about itself', () => {
  it('INFO has the sections asked for', async () => {
    const { port } = await startRedis();
    const socket = await open(port);
    await ask(socket, 'SET k v EX 100');
    expect(await ask(socket, 'INFO keyspace')).toContain('# Keyspace\r\ndb0:keys=1,expires=1,avg_ttl=0\r\n');
    const everything = await ask(socket, 'INFO', /db0:.*\r\n\r\n$/s);
    expect(everything).toContain('redis_version:7.0.15');
    expect(everything).toMatch(/connected_clients:1\r\nblocked_clients:0/);
  });

  it('CLIENT LIST has a line for each connection', async () => {
    const { port } = await startRedis();
    const [one, two] = [await open(port), await open(port)];
    await ask(one, 'CLIENT SETNAME reader');
    await ask(one, 'SUBSCRIBE ch');
    const list = await ask(two, 'CLIENT LIST', /\n\r\n$/);
    expect(list).toMatch(/name=reader .* flags=P db=0 sub=1 psub=0 .*cmd=subscribe/);
    expect(list.match(/id=\d+ addr/g)).toHaveLength(2);
  });

  it('COMMAND tells the arity and the keys of what exists, and null of what does not', async () => {
    const { port } = await startRedis();
    const socket = await open(port);
    expect(await ask(socket, 'COMMAND INFO get nosuch', /\*-1\r\n$/)).toMatch(
      /^\*2\r\n\*10\r\n\$3\r\nget\r\n:2\r\n\*1\r\n\+readonly\r\n:1\r\n:1\r\n:1\r\n/,
    );
    expect(Number((await ask(socket, 'COMMAND COUNT')).slice(1))).toBeGreaterThan(150);
  });
});

describe('a client that waits', () => {
  it('can be told to stop, as if its time were over or with an error', async () => {
    const { port } = await startRedis();
    const [waiting, other] = [await open(port), await open(port)];
    const id = (await ask(waiting, 'CLIENT ID')).slice(1).trim();
    const timedOut = ask(waiting, 'BLPOP list 0');
    await vi.waitFor(async () => expect(await ask(other, `CLIENT UNBLOCK ${id}`)).toBe(':1\r\n'));
    expect(await timedOut).toBe('*-1\r\n');
    const refused = ask(waiting, 'XREAD BLOCK 0 STREAMS s $');
    await vi.waitFor(async () => expect(await ask(other, `CLIENT UNBLOCK ${id} ERROR`)).toBe(':1\r\n'));
    expect(await refused).toBe('-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n');
    expect(await ask(other, `CLIENT UNBLOCK ${id}`)).toBe(':0\r\n');
  });

  it('takes nothing with it when it goes', async () => {
    const { server, port } = await startRedis();
    const [waiting, other] = [await open(port), await open(port)];
    waiting.write('BLPOP list 0\r\n');
    await vi.waitFor(() => expect(server.state.waiting.size).toBe(1));
    waiting.destroy();
    await vi.waitFor(() => expect(server.state.waiting.size).toBe(0));
    expect(await ask(other, 'RPUSH list x')).toBe(':1\r\n');
    expect(await ask(other, 'LLEN list')).toBe(':1\r\n');
  });
});

describe('a subscriber that does not read', () => {
  it('is cut off at the hard limit, and nobody else waits for it', async () => {
    const { server, port } = await startRedis();
    const [slow, publisher] = [await open(port), await open(port)];
    await ask(publisher, 'CONFIG SET client-output-buffer-limit "pubsub 1mb 0 0"');
    await ask(slow, 'SUBSCRIBE ch', /:1\r\n$/);
    slow.pause();
    const message = 'x'.repeat(60_000);
    let receivers = ':1\r\n';
    for (let sent = 0; sent < 2000 && receivers === ':1\r\n'; sent++) {
      receivers = await ask(publisher, `PUBLISH ch ${message}`);
    }
    expect(receivers).toBe(':0\r\n');
    expect(server.state.clients.size).toBe(1);
  });

  it('may be over the soft limit for a while, counted from when it was last below', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const limit = new OutputLimit(new Config());
    const [below, above] = [8 * 2 ** 20 - 1, 9 * 2 ** 20];
    expect(limit.exceeded(above)).toBe(false);
    vi.advanceTimersByTime(60_000);
    expect(limit.exceeded(below)).toBe(false);
    expect(limit.exceeded(above)).toBe(false);
    vi.advanceTimersByTime(60_000);
    expect(limit.exceeded(above)).toBe(false);
    vi.advanceTimersByTime(1);
    expect(limit.exceeded(above)).toBe(true);
    expect(new OutputLimit(new Config()).exceeded(32 * 2 ** 20)).toBe(true);
  });
});

describe('keys that expire', () => {
  it('leave the memory without being read, with one timer for all', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const database = new Database(0, () => {});
    for (let index = 1; index <= 50; index++) {
      database.set(`k${index}`, { type: 'string', bytes: 'v' }, Date.now() + index * 1000);
    }
    database.set('stays', { type: 'string', bytes: 'v' });
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(25_100);
    expect(database.size).toBe(26);
    vi.advanceTimersByTime(30_000);
    expect(database.size).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('SCAN', () => {
  it('misses no key that is there all the time, whatever is added and removed meanwhile', () => {
    const database = new Database(0, () => {});
    const set = (key: string) => database.set(key, { type: 'string', bytes: '' });
    for (let index = 0; index < 200; index++) set(`stays${index}`);
    for (let index = 0; index < 200; index++) set(`goes${index}`);
    const seen = new Set<string>();
    let cursor = 0;
    let round = 0;
    do {
      const part = database.scan(cursor, 7);
      for (const key of part.keys) seen.add(key);
      ({ cursor } = part);
      database.delete(`goes${round}`);
      set(`comes${round++}`);
    } while (cursor !== 0 && round < 1000);
    expect([...seen].filter((key) => key.startsWith('stays'))).toHaveLength(200);
  });
});
