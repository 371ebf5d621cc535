import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readExercise } from '../../playground/checks/exercise-folder.ts';
import { freePort } from '../../playground/checks/free-port.ts';
import { type Grade, gradeUrl } from '../../playground/checks/grade.ts';
import { PYTHON } from '../system-packages.ts';

const exercise = await readExercise('reconnection');
const solution = await readFile(join(exercise.dir, 'stacks/fastapi/server.py'), 'utf8');

/** Grades a Python server, as somebody does who has it running: by its URL. */
async function gradePython(source: string, only?: readonly string[]): Promise<Grade> {
  const dir = await mkdtemp(join(tmpdir(), 'steady-stream-python-'));
  const port = await freePort();
  await writeFile(join(dir, 'server.py'), source);
  const server = spawn(PYTHON, ['server.py'], {
    cwd: dir,
    env: { ...process.env, PORT: String(port) },
    stdio: 'inherit',
  });
  onTestFinished(async () => {
    server.kill('SIGKILL');
    await rm(dir, { recursive: true });
  });
  while (!(await accepts(port))) {
    if (server.exitCode !== null) throw new Error(`server.py ended with ${server.exitCode}`);
    await delay(50);
  }
  return gradeUrl({ exercise: exercise.dir, url: `http://127.0.0.1:${port}`, ...(only ? { only } : {}) });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** The solution with mistakes in it. */
function spoilt(...mistakes: readonly (readonly [right: string, wrong: string])[]): string {
  return mistakes.reduce((source, [right, wrong]) => {
    expect(source).toContain(right);
    return source.replace(right, wrong);
  }, solution);
}

const messageOf = ({ checks }: Grade, id: string) => checks.find((check) => check.id === id)?.message ?? '';

describe('the Reconnection exercise in Python, graded by its URL', () => {
  test('FastAPI and Uvicorn pass whatever is about the server; the rest is skipped with its reason', async () => {
    const grade = await gradePython(solution);
    expect(grade.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(grade).toMatchObject({ exercise: 'reconnection', passed: 6, failed: 0, skipped: 5 });
    for (const { status, message } of grade.checks) {
      expect(message).toBe(
        status === 'skipped' ? 'needs the client module: it is about a page, not about the server' : '',
      );
    }
  });

  test('a wrong one is told what is wrong', async () => {
    const grade = await gradePython(
      spoilt(
        ['RETRY_MS = 2000', 'RETRY_MS = 2'],
        ['media_type="text/event-stream"', 'media_type="application/json"'],
        ['clients.discard(queue)', 'pass'],
        ['{json.dumps(data)}', '{data}'],
        ['    if finished:', '    if False:'],
      ),
    );
    expect(grade).toMatchObject({ passed: 1, failed: 5, skipped: 5 });
    expect(messageOf(grade, 'headers')).toContain(
      'Expected: Content-Type: text/event-stream\nSeen: content-type: application/json',
    );
    expect(messageOf(grade, 'retry')).toContain('Expected: between 1000 and 30000 milliseconds\nSeen: retry: 2');
    expect(messageOf(grade, 'orders')).toContain("data: {'order': 1, 'status': 'sent'}");
    expect(messageOf(grade, 'orders')).toContain('Likely: data: must hold the order as JSON');
    expect(messageOf(grade, 'leavers')).toContain('Likely: nothing removes it');
    expect(messageOf(grade, 'end')).toContain('Seen: status 200 and an open stream');
  });

  test('a stream whose first byte is late is told apart from one without an answer', async () => {
    const grade = await gradePython(
      spoilt(
        ['import os\n', 'import os\nimport time\n'],
        ['        yield f"retry: {RETRY_MS}\\n\\n"', '        time.sleep(1)\n        yield f"retry: {RETRY_MS}\\n\\n"'],
      ),
      ['flush'],
    );
    expect(messageOf(grade, 'flush')).toContain('Expected: a first byte of the body follows within 500 ms');
  });
});

test('no server at all is one clear sentence', async () => {
  const grade = await gradeUrl({ exercise: exercise.dir, url: `http://127.0.0.1:${await freePort()}` });
  expect(grade).toMatchObject({ passed: 0, failed: 6 });
  expect(messageOf(grade, 'flush')).toMatch(
    /^Expected: a server answers at http:\/\/127\.0\.0\.1:\d+\nSeen: connect ECONNREFUSED/,
  );
});
