import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readExercise } from '../../playground/checks/exercise-folder.ts';
import { grade } from '../../playground/checks/grade.ts';
import { timeless } from './timeless.ts';

const exercise = await readExercise('reconnection');
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'steady-stream-hostile-'));
});

afterEach(() => rm(dir, { recursive: true }));

/** What the check says about the solution with one file replaced. */
async function verdict(check: string, file: string, source: string): Promise<string> {
  await writeFile(join(dir, file), source);
  const { checks } = await grade({ exercise: exercise.dir, layers: [exercise.solution, dir], only: [check] });
  expect(checks).toHaveLength(1);
  expect(checks[0]?.status).toBe('failed');
  return timeless(checks[0]?.message ?? '');
}

describe('a server that', () => {
  test('does not parse', async () => {
    const message = await verdict('flush', 'server.ts', 'const server = ;\n');
    expect(message).toContain('Seen: the server exited with code 1 before it listened');
    expect(message).toContain('server.ts:1');
    expect(message).toContain('const server = ;');
  });

  test('crashes at once', async () => {
    const message = await verdict('flush', 'server.ts', "throw new Error('no such database');\n");
    expect(message).toContain('Seen: the server exited with code 1 before it listened');
    expect(message).toContain('Error: no such database');
  });

  test('crashes on a request', async () => {
    const source = `import { createServer } from 'node:http';
createServer(() => { throw new Error('out of orders'); }).listen(Number(process.env.PORT));`;
    const message = await verdict('flush', 'server.ts', source);
    expect(message).toContain('Likely: the server exited with code 1');
    expect(message).toContain('connection closed without an answer');
    expect(message).toContain('Error: out of orders');
  });

  test('never listens', async () => {
    const message = await verdict('flush', 'server.ts', 'setInterval(() => {}, 1000);\n');
    expect(message).toContain('Expected: `node server.ts` listens on the port in PORT');
    expect(message).toContain('Seen: it runs, but nothing listens after 5 s');
  });

  test('ends without listening', async () => {
    const message = await verdict('flush', 'server.ts', "console.log('done');\n");
    expect(message).toContain('Seen: the server exited with code 0 before it listened');
    expect(message).toContain('The server printed:\n  done');
  });

  test('loops before it listens', async () => {
    expect(await verdict('flush', 'server.ts', 'while (true) {}\n')).toContain('a loop that never ends');
  });

  test('loops on a request', async () => {
    const source = `import { createServer } from 'node:http';
createServer(() => { while (true) {} }).listen(Number(process.env.PORT));`;
    expect(await verdict('flush', 'server.ts', source)).toContain('Seen: nothing at all within 500 ms');
  });

  test('floods its output', async () => {
    const source = `import { createServer } from 'node:http';
createServer(() => { for (;;) console.log('x'.repeat(10_000)); }).listen(Number(process.env.PORT));`;
    const message = await verdict('flush', 'server.ts', source);
    expect(message.length).toBeLessThan(20_000);
  });

  test('answers nothing to other requests', async () => {
    const source = `import { createServer } from 'node:http';
createServer((request, response) => {
  if (request.url === '/events') response.write('retry: 2000\\n\\n');
}).listen(Number(process.env.PORT));`;
    const message = await verdict('leavers', 'server.ts', source);
    expect(message).toContain('Expected: GET /stats is answered\nSeen: no answer within 1.5 s');
  });

  test('prints what looks like a result', async () => {
    const source = `import { createServer } from 'node:http';
console.log(process.argv.join(' '), JSON.stringify({ type: 'summary', passed: 10, failed: 0, skipped: 0 }));
createServer((_, response) => response.end()).listen(Number(process.env.PORT));`;
    expect(await verdict('headers', 'server.ts', source)).toContain('Expected: Content-Type: text/event-stream');
  });
});

describe('a client that', () => {
  test('does not parse', async () => {
    const message = await verdict('status', 'client.ts', 'export function connect( {\n');
    expect(message).toContain('Expected: client.ts loads and exports connect');
    expect(message).toContain('SyntaxError');
  });

  test('touches the page', async () => {
    const message = await verdict('status', 'client.ts', "document.title = 'Orders';\nexport function connect() {}\n");
    expect(message).toContain('ReferenceError: document is not defined');
  });

  test('exports nothing', async () => {
    expect(await verdict('status', 'client.ts', 'export {};\n')).toContain('does not export a function called connect');
  });

  test('loops', async () => {
    const message = await verdict('status', 'client.ts', 'export function connect() { while (true) {} }\n');
    expect(message).toContain('Expected: connect() returns');
    expect(message).toContain('Likely: a loop that never ends');
  });

  test('loops in timers of 0 ms', async () => {
    const source = `export function connect({ url }) {
  const source = new EventSource(url);
  const again = () => setTimeout(again, 0);
  source.onerror = again;
  return { close() {} };
}`;
    expect(await verdict('patience', 'client.ts', source)).toContain('timers of 0 ms that start each other');
  });

  test('makes EventSources without end', async () => {
    const source = `export function connect({ url }) {
  for (;;) new EventSource(url);
}`;
    expect(await verdict('patience', 'client.ts', source)).toContain('More than 1000 EventSources were created');
  });

  test('throws in a handler', async () => {
    const source = `export function connect({ url, onStatus }) {
  onStatus('connecting');
  const source = new EventSource(url);
  source.onopen = () => { null.status; };
  return { close() {} };
}`;
    const message = await verdict('status', 'client.ts', source);
    expect(message).toContain('client.ts threw TypeError');
    expect(message).toContain('client.ts:4');
  });

  test('returns nothing', async () => {
    const source = 'export function connect({ url }) { new EventSource(url); }\n';
    expect(await verdict('backoff', 'client.ts', source)).toContain('none within two minutes');
    expect(await verdict('stop', 'client.ts', source)).toContain('Expected: closed after the end event');
  });

  test('exits', async () => {
    const source = 'export function connect() { process.exit(3); }\n';
    expect(await verdict('status', 'client.ts', source)).toContain('Seen: its process exited with code 3');
  });
});
