import { type ChildProcess, spawn } from 'node:child_process';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ControlLineDecoder, encodeControlLine } from '#lab/control-lines.ts';
import { parseArguments, UsageError } from '#lab/edge/arguments.ts';
import { eventually, folderWith, rawGet, startStreamServer, unusedPort } from './harness.ts';

// Each test starts a program or two: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000 });

function runEdge(...words: string[]) {
  const child = spawn(process.execPath, ['playground/lab/edge/main.ts', ...words], { stdio: 'pipe' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output.err += text;
  });
  return { child, output, exit: exitOf(child) };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on('close', (code) => resolve(code)));
}

describe('arguments', () => {
  it('have defaults', () => {
    expect(parseArguments([])).toEqual({
      control: null,
      listen: 8000,
      source: { root: '.', upstream: 3000 },
      preview: true,
      test: false,
    });
    expect(parseArguments(['--control', 'n', '--listen', '1', '--root', 'r', '--upstream', '2'])).toEqual({
      control: 'n',
      listen: 1,
      source: { root: 'r', upstream: 2 },
      preview: true,
      test: false,
    });
  });

  it('name a configuration, relative to the prefix as nginx reads it', () => {
    expect(parseArguments(['-c', '/a/b.conf']).source).toEqual({ conf: '/a/b.conf', prefix: '/a' });
    expect(parseArguments(['-p', '/a', '-c', 'b.conf', '-t'])).toMatchObject({
      listen: null,
      source: { conf: '/a/b.conf', prefix: '/a' },
      preview: false,
      test: true,
    });
    expect(parseArguments(['-c', 'b.conf', '--preview']).preview).toBe(true);
    expect(parseArguments(['-c', 'b.conf', '--control', 'n']).preview).toBe(true);
  });

  it.each([
    [['--lisen', '1']],
    [['--listen']],
    [['--listen', 'x']],
    [['--listen', '70000']],
    [['page']],
    [['-t']],
    [['-c', 'x', '--root', 'y']],
  ])('that are wrong are refused: %j', (words) => {
    expect(() => parseArguments(words)).toThrow(UsageError);
  });

  it('that are wrong end the program with a usage line', async () => {
    const { output, exit } = runEdge('--port', '1');
    expect(await exit).toBe(2);
    expect(output.err).toMatch(/^edge: unknown argument “--port”\nUsage: edge /);
  });
});

describe('for a person', () => {
  it('says where it listens, outlives its input, stops on SIGTERM', async () => {
    const port = await unusedPort();
    const { child, output, exit } = runEdge('--listen', String(port), '--upstream', '1');
    child.stdin.end();
    await eventually(() => output.out !== '', 30_000);
    expect(output.out).toBe(`edge listening on http://localhost:${port}\n`);
    await rawGet(port, '/events').ended;
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(output.err).toBe('');
  });

  it('says that its port is taken', async () => {
    const port = await unusedPort();
    const holder = runEdge('--listen', String(port));
    await eventually(() => holder.output.out !== '', 30_000);
    const { output, exit } = runEdge('--listen', String(port));
    expect(await exit).toBe(1);
    expect(output.err).toBe(`edge: port ${port} is already in use\n`);
  });
});

describe('under control', () => {
  it('reports on its output, obeys its input, and stops when that ends', async () => {
    const server = await startStreamServer();
    const port = await unusedPort();
    const root = await folderWith({});
    const edge = runEdge('--control', 'n', '--listen', String(port), '--root', root, '--upstream', String(server.port));
    const reported = () => {
      const messages = new ControlLineDecoder('n').push(edge.output.out).messages;
      return messages.map((message) => JSON.stringify(message)).join('\n');
    };
    await eventually(() => reported().includes('"listening"'), 30_000);
    const client = rawGet(port, '/events', { Accept: 'text/event-stream' });
    await eventually(() => server.open() === 1);
    edge.child.stdin.write(encodeControlLine('n', { type: 'cut', how: 'sideways' }));
    edge.child.stdin.write(encodeControlLine('n', { type: 'cut', how: 'fin' }));
    expect(await client.ended).toBe('fin');
    await eventually(() => reported().includes('"reason":"cut"'));
    expect(edge.output.err).toBe('edge: not a command: {"type":"cut","how":"sideways"}\n');
    edge.child.stdin.end();
    expect(await edge.exit).toBe(0);
  });
});
