import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AnswerFolders } from '../../../playground/checks/answer-folder.ts';
import type { CheckTools } from '../../../playground/checks/check.ts';
import { confWithPorts } from '../../../playground/checks/edge.ts';
import { CheckFailure } from '../../../playground/checks/failure.ts';
import { localTools } from '../../../playground/checks/local-tools.ts';
import { locatePrograms } from '../../../playground/checks/programs.ts';
import type { Toolkit } from '../../../playground/checks/toolkit.ts';

// Processes start, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let dir: string;
let toolkit: Toolkit;
let tools: CheckTools;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'steady-stream-tools-'));
  const [answer, scratch] = [join(dir, 'answer'), join(dir, 'scratch')];
  for (const folder of [answer, scratch]) await mkdir(folder);
  await writeFile(join(answer, 'package.json'), '{ "type": "module" }');
  await writeFile(join(answer, 'server.ts'), COUNTER);
  const folders = await AnswerFolders.open(answer, scratch);
  toolkit = localTools({ folders, programs: await locatePrograms(scratch, answer), entry: 'server.ts' });
  ({ tools } = toolkit);
});

afterEach(async () => {
  await Promise.all(toolkit.resources.map((resource) => resource.dispose()));
  await rm(dir, { recursive: true });
});

/** Counts its starts in a file, streams, ends streams on SIGTERM, and may listen late. */
const COUNTER = `
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const starts = existsSync('starts') ? Number(readFileSync('starts', 'utf8')) + 1 : 1;
writeFileSync('starts', String(starts));
const streams = new Set();
const server = createServer((request, response) => {
  if (request.url === '/stream') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': hi\\n\\n');
    streams.add(response);
  } else if (request.url === '/heartbeats') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': hi\\n\\n');
    const timer = setInterval(() => response.write(':\\n\\n'), 15_000);
    response.on('close', () => clearInterval(timer));
  } else if (request.url === '/reset') {
    request.socket.resetAndDestroy();
  } else {
    response.end(JSON.stringify({ starts, colour: process.env.COLOUR ?? null, date: Date.now() - Date.UTC(2026, 0, 1) }));
  }
});
process.on('SIGTERM', () => {
  for (const stream of streams) stream.end('event: bye\\ndata: 1\\n\\n');
  setTimeout(() => process.exit(0), 3_000);
});
if (process.env.LATE) await delay(2_000);
server.listen(Number(process.env.PORT));
console.log('up', process.env.COLOUR ?? '');
`;

describe('a server', () => {
  test('is killed in the middle of a stream, and started again with its files, or with fresh ones', async () => {
    const server = await tools.startServer();
    const stream = server.open('/stream');
    expect((await stream.head(1_000))?.status).toBe(200);
    await server.kill();
    expect(['cut', 'reset']).toContain(await stream.ended(1_000));
    expect(server.exit).toEqual({ code: null, signal: 'SIGKILL' });
    expect(await server.open('/stream').ended(1_000)).toBe('refused');

    await server.restart();
    expect((await server.request('GET', '/')).json).toMatchObject({ starts: 2 });
    await server.restart({ files: 'fresh', env: { COLOUR: 'red' } });
    expect((await server.request('GET', '/')).json).toMatchObject({ starts: 1, colour: 'red' });
    expect(server.output).toEqual(['up red']);
    expect(server.crash).toBeNull();
  });

  test('gets time to end in good order', async () => {
    const server = await tools.startServer();
    const stream = server.open('/stream');
    await stream.firstByte(1_000);
    const before = tools.clock.now;
    expect(await server.stop(10_000)).toEqual({ code: 0, signal: null });
    expect(tools.clock.now - before).toBe(3_000);
    expect(stream.end).toBe('clean');
    expect(await stream.nextEvent('bye', 0)).toMatchObject({ data: '1' });
  });

  test('runs in several instances, each in a folder of its own and with its own settings', async () => {
    const [one, two] = await Promise.all([
      tools.startServer({ env: { COLOUR: 'blue' } }),
      tools.startServer({ env: { COLOUR: 'green' } }),
    ]);
    expect(one.port).not.toBe(two.port);
    expect((await one.request('GET', '/')).json).toMatchObject({ starts: 1, colour: 'blue' });
    expect((await two.request('GET', '/')).json).toMatchObject({ starts: 1, colour: 'green' });
  });

  test('has no timers but its own: those inside http are real', async () => {
    const server = await tools.startServer();
    expect(await server.timers()).toBe(0);
  });

  test('that listens late is waited for in virtual time', async () => {
    const startedAt = performance.now();
    const server = await tools.startServer({ env: { LATE: 'yes' } });
    expect(tools.clock.now).toBe(2_000);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect((await server.request('GET', '/')).json).toMatchObject({ date: 2_000 });
  });

  test('may be torn away', async () => {
    const server = await tools.startServer();
    expect(await server.open('/reset').ended(1_000)).toBe('refused');
    await expect(server.request('GET', '/reset')).rejects.toThrow(CheckFailure);
  });
});

describe('streams', () => {
  test('keep the raw bytes with their times', async () => {
    const stream = (await tools.startServer()).open('/stream', { 'Last-Event-ID': '7' });
    expect(await stream.nextComment(1_000)).toEqual({ type: 'comment', at: 0, text: 'hi' });
    expect(stream.chunks.map(({ at, bytes }) => [at, Buffer.from(bytes).toString()])).toEqual([[0, ': hi\n\n']]);
    expect(stream.log.lines[0]).toContain('Last-Event-ID: 7');
    stream.reset();
    expect(stream.end).toBe('dropped');
  });
});

test('Redis is there, answers in virtual time, and is empty after it was killed', async () => {
  const redis = await tools.startRedis();
  expect(redis.url).toBe(`redis://127.0.0.1:${redis.port}`);
  expect(await ask(redis.port, 'SET colour red EX 60\r\nGET colour\r\n')).toBe('+OK\r\n$3\r\nred\r\n');
  await tools.clock.advance(61_000);
  expect(await ask(redis.port, 'GET colour\r\n')).toBe('$-1\r\n');
  await ask(redis.port, 'SET colour blue\r\n');
  await redis.kill();
  await redis.start();
  expect(await ask(redis.port, 'GET colour\r\n')).toBe('$-1\r\n');
});

/** What a server answers to these bytes, before it falls silent. */
async function ask(port: number, text: string): Promise<string> {
  const socket = connect(port, 'localhost');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk;
  });
  toolkit.clock.watch(socket);
  socket.write(text);
  await tools.clock.advance(0);
  socket.destroy();
  return answer;
}

describe('the edge', () => {
  const conf = `events {}
http {
  server {
    listen 8000;
    location / { proxy_pass http://127.0.0.1:3000; proxy_http_version 1.1; proxy_read_timeout 60s; }
  }
}`;

  test('cuts a silent stream after its proxy_read_timeout, and none with heartbeats in ten minutes', async () => {
    const server = await tools.startServer();
    const edge = await tools.startEdge({ conf, servers: { 3000: server } });
    const silent = edge.open('/stream');
    const beating = edge.open('/heartbeats');
    expect(await silent.ended(10 * 60_000)).toBe('cut');
    expect(silent.endedAt).toBe(60_000);
    await tools.clock.advance(10 * 60_000);
    tools.expect(beating, 'heartbeats keep it open').toBeOpen();
    tools.expect(beating, 'they come in time').toHaveNoGapOver(15_000);
  });

  test('passes on that a server was killed', async () => {
    const server = await tools.startServer();
    const edge = await tools.startEdge({ conf, servers: { 3000: server } });
    const stream = edge.open('/stream');
    await stream.firstByte(1_000);
    await server.kill();
    expect(await stream.ended(1_000)).toBe('cut');
    expect((await edge.request('GET', '/')).status).toBe(502);
    await server.restart();
    expect((await edge.request('GET', '/')).status).toBe(200);
  });
});

describe('the learner’s own nginx.conf', () => {
  const write = (conf: string) => writeFile(join(dir, 'answer/nginx.conf'), conf);

  test('stands in front of servers under its own ports', async () => {
    await write('events {} http { server { listen 8080; location / { proxy_pass http://127.0.0.1:3001; } } }');
    const server = await tools.startServer();
    const edge = await tools.startEdge({ file: 'nginx.conf', servers: { 3001: server } });
    await server.kill();
    expect((await edge.request('GET', '/')).status).toBe(502);
    const [listening, refused] = edge.output;
    expect(listening).toBe('edge listening on http://localhost:8080');
    expect(refused).toContain('upstream: "http://127.0.0.1:3001/"');
  });

  test('is refused in nginx’s words', async () => {
    await write('events {}\nhttp { server { proxy_bufering off; } }');
    const failure = async (file: string) => tools.startEdge({ file, servers: {} }).catch((error: Error) => error);
    expect(await failure('nginx.conf')).toMatchObject({
      finding: {
        expected: 'nginx starts with nginx.conf',
        seen: 'nginx: [emerg] unknown directive "proxy_bufering" in nginx.conf:2',
      },
    });
    expect(await failure('other.conf')).toMatchObject({ finding: { expected: 'there is a file other.conf' } });
  });
});

describe('an nginx.conf', () => {
  const conf = `events {}
http {
  upstream app { server 127.0.0.1:3001; server localhost:3002 weight=2; }
  server {
    listen 8000;
    location / { proxy_pass http://app; proxy_read_timeout 60s; }
  }
}`;

  test('gets the ports of the check, and nothing else changes', () => {
    expect(confWithPorts(conf, { 3001: { port: 41_001 }, 3002: { port: 41_002 } }, 41_000)).toBe(
      conf.replace('3001', '41001').replace('3002', '41002').replace('8000', '41000'),
    );
  });

  test('may listen on an address, and name a port that nobody stands for', () => {
    const text = 'server { listen 0.0.0.0:80; location / { proxy_pass http://127.0.0.1:9; } }';
    expect(confWithPorts(text, {}, 41_000)).toBe(text.replace('0:80', '0:41000'));
  });
});
