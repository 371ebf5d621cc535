import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { parseArguments } from '#lab/swarm/arguments.ts';
import { Swarm } from '#lab/swarm/swarm.ts';

interface StreamServer {
  readonly url: string;
  readonly streams: Set<ServerResponse>;
  /** The ids after which clients asked to go on; null without one. */
  readonly asked: (string | null)[];
  status: number;
}

async function startStreams(): Promise<StreamServer> {
  const streams = new Set<ServerResponse>();
  const asked: (string | null)[] = [];
  const state = { url: '', streams, asked, status: 200 };
  const server = createServer((request, response) => {
    asked.push(request.headers['last-event-id']?.toString() ?? null);
    response.writeHead(state.status, { 'Content-Type': 'text/event-stream' });
    if (state.status !== 200) {
      response.end();
      return;
    }
    response.write('retry: 20\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
  return state;
}

function startSwarm(url: string, ...words: readonly string[]): Swarm {
  const swarm = new Swarm(parseArguments(['--url', url, '--ramp', '0', ...words]));
  onTestFinished(() => swarm.stop());
  swarm.start();
  return swarm;
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

describe('a swarm', () => {
  it('counts what each client lost, got twice and got late', async () => {
    const server = await startStreams();
    const swarm = startSwarm(server.url, '--clients', '3');
    await until(() => expect(swarm.figures().open).toBe(3));
    const [first, second, third] = server.streams;
    for (const response of server.streams) response.write('id: 1\ndata: x\n\n');
    first?.write('id: 4\ndata: x\n\n');
    second?.write('id: 2\ndata: x\n\nid: 2\ndata: x\n\n');
    third?.write('id: 3\ndata: x\n\nid: 2\ndata: x\n\n');
    await until(() => expect(swarm.figures().events).toBe(8));
    expect(swarm.figures()).toMatchObject({ lost: 2, duplicated: 1, reordered: 1 });
  });

  it('reconnects after the delay that the server gave, with the last id', async () => {
    const server = await startStreams();
    const swarm = startSwarm(server.url, '--clients', '2');
    await until(() => expect(swarm.figures().open).toBe(2));
    // An id alone counts too, once its block has ended.
    for (const response of server.streams) response.write('id: 5\ndata: x\n\nid: 6 ü\n\nid: 7\n');
    await until(() => expect(swarm.figures().events).toBe(2));
    const [one, other] = server.streams;
    one?.end();
    other?.destroy();
    await until(() => expect(server.asked).toHaveLength(4));
    const asBytes = Buffer.from('6 ü', 'utf8').toString('latin1');
    expect(server.asked).toEqual([null, null, asBytes, asBytes]);
    expect(swarm.figures()).toMatchObject({ reconnects: 2, drops: { ended: 1, ECONNRESET: 1 } });
  });

  it('gives up where a browser gives up', async () => {
    const server = await startStreams();
    server.status = 204;
    const swarm = startSwarm(server.url, '--clients', '2');
    await until(() => expect(swarm.isDone).toBe(true));
    expect(swarm.figures()).toMatchObject({ open: 0, gaveUp: { 'status 204': 2 }, reconnects: 0 });
  });

  it('measures latency from what events say', async () => {
    const server = await startStreams();
    const swarm = startSwarm(server.url, '--clients', '1');
    await until(() => expect(server.streams.size).toBe(1));
    for (const response of server.streams) response.write(`data: {"sentAt":${Date.now() - 500}}\n\n`);
    await until(() => expect(swarm.figures().events).toBe(1));
    expect(swarm.figures().latency?.p50).toBeGreaterThanOrEqual(490);
  });

  it('tells who is behind', async () => {
    const server = await startStreams();
    const swarm = startSwarm(server.url, '--clients', '2');
    await until(() => expect(server.streams.size).toBe(2));
    const [first] = server.streams;
    for (const response of server.streams) response.write('id: 1\ndata: x\n\n');
    first?.write('id: 2\ndata: x\n\n');
    await until(() => expect(swarm.figures().events).toBe(3));
    swarm.measure();
    expect(swarm.figures().behind).toBe(0);
    swarm.measure();
    expect(swarm.figures().behind).toBe(1);
  });
});

function run(...words: readonly string[]) {
  const child = spawn(process.execPath, ['playground/cli/lab.ts', ...words], { stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output.err += text;
  });
  return { child, output, exit: once(child, 'close').then(([code]: unknown[]) => code) };
}

// Each starts a process or two, on a machine that may be busy.
describe('npm run lab', { timeout: 30_000 }, () => {
  it('runs a swarm that ends with a summary', async () => {
    const server = await startStreams();
    const { output, exit } = run(
      ...['swarm', '--url', server.url, '--clients', '20', '--ramp', '0.2', '--duration', '1.5', '--json'],
      ...['--pid', String(process.pid)],
    );
    expect(await exit).toBe(0);
    const lines = output.out.trim().split('\n');
    const summary: unknown = JSON.parse(lines.at(-1) ?? '');
    expect(summary).toMatchObject({ type: 'summary', clients: 20, open: 20, memory: { before: expect.any(Number) } });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ type: 'progress' });
  });

  it('ends a swarm on SIGTERM, with a table', async () => {
    const server = await startStreams();
    const { child, output, exit } = run('swarm', '--url', server.url, '--clients', '2');
    await until(() => expect(server.streams.size).toBe(2));
    await until(() => expect(output.out).toContain('2 of 2 open'));
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(output.out).toMatch(/^clients +2, 2 open at the end$/m);
  });

  it('refuses what it does not know', async () => {
    const wrong = run('swarm', '--client', '2');
    expect(await wrong.exit).toBe(2);
    expect(wrong.output.err).toMatch(/^swarm: .*--client.*\nUsage: swarm /);
    const unknown = run('nosuch');
    expect(await unknown.exit).toBe(2);
    expect(unknown.output.err).toMatch(/^There is no program “nosuch”\.\nUsage: npm run lab/);
  });

  it('serves redis on a line, and stops on SIGTERM', async () => {
    const { child, output, exit } = run('redis', '--port', '0');
    await until(() => expect(output.out).toMatch(/^redis: listening on 127\.0\.0\.1:\d+\n$/));
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    const wrong = run('redis', '--port', 'x');
    expect(await wrong.exit).toBe(2);
    expect(wrong.output.err).toBe(
      'redis: --port needs a port number, not “x”\nUsage: redis [--port <port>] [--host <address>]\n',
    );
  });
});
