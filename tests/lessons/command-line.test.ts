import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../playground/checks/free-port.ts';
import { runProgram } from './run-program.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const lesson = (...args: string[]) => runProgram(['playground/cli/lesson.ts', ...args], root);
const folder = 'content/lessons/reconnection';

describe('npm run lesson', () => {
  test('list', async () => {
    const { code, output } = await lesson('list');
    expect(code).toBe(0);
    expect(output).toMatch(/^reconnection +Orders that come back \(\d+ alternatives, \d+ mutants\)$/m);
  });

  test('contract, as text and as JSON', async () => {
    expect((await lesson('contract', 'reconnection')).output).toContain('GET /events');
    expect(JSON.parse((await lesson('contract', 'reconnection', '--json')).output)).toMatchObject({
      start: 'node server.ts',
    });
  });

  test('an exercise that is not in course.yaml yet', async () => {
    const lessons = fileURLToPath(new URL('../../content/lessons/', import.meta.url));
    const draft = await mkdtemp(join(lessons, 'draft-'));
    onTestFinished(() => rm(draft, { recursive: true }));
    await copyFile(join(root, folder, 'exercise.yaml'), join(draft, 'exercise.yaml'));
    expect((await lesson('contract', basename(draft))).output).toContain('GET /events');
    expect((await lesson('list')).output).not.toContain(basename(draft));
  });

  test('grade a right answer: 0', async () => {
    const { code, output } = await lesson('grade', 'reconnection', `${folder}/solution`, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      exercise: 'reconnection',
      passed: 11,
      failed: 0,
      skipped: 0,
      checks: [
        { id: 'headers', status: 'passed', message: '' },
        ...Array.from({ length: 10 }, () => ({ status: 'passed' })),
      ],
    });
  });

  test('grade a folder with a part of an answer: the rest is the starter, and 1 says that it fails', async () => {
    const { code, output } = await lesson('grade', 'reconnection', `${folder}/mutants/retry--seconds`);
    expect(code).toBe(1);
    expect(output).toContain('✓ headers');
    expect(output).toContain('✗ retry');
    expect(output).toContain('Hint: Before anything else');
  });

  test('grade a URL where nobody listens: 1, skipped checks with their reason, and what it is at', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { code, output } = await lesson('grade', 'reconnection', '--url', url, '--json');
    expect(code).toBe(1);
    const { checks } = JSON.parse(output);
    expect(checks[0]).toMatchObject({ id: 'headers', status: 'failed' });
    expect(checks[0].message).toContain(`Expected: a server answers at ${url}`);
    expect(checks.find(({ id }: { id: string }) => id === 'backoff')).toMatchObject({
      status: 'skipped',
      message: 'needs the client module: it is about a page, not about the server',
    });
  });

  test.each([
    { args: [], says: 'Which command?' },
    { args: ['frobnicate'], says: 'There is no command “frobnicate”' },
    { args: ['contract'], says: 'Which exercise?' },
    { args: ['grade', 'reconnection'], says: 'grade needs an exercise, and either a folder or --url' },
    { args: ['grade', 'reconnection', 'here', '--url', 'http://localhost:8000'], says: 'either a folder or --url' },
    { args: ['grade', 'reconnection', '--url', 'localhost:8000'], says: 'is no URL that begins with http://' },
    {
      args: ['grade', 'reconnection', '--url', 'http://localhost:8000/?a'],
      says: 'more than a host, a port and a path',
    },
    { args: ['grade', 'reconnection', 'nowhere'], says: 'nowhere is not a folder' },
    { args: ['check', 'nothing'], says: 'There is no exercise “nothing”. There are: start-here' },
    { args: ['list', '--frobnicate'], says: "Unknown option '--frobnicate'" },
  ])('$args is a wrong command: 2', async ({ args, says }) => {
    const { code, errors } = await lesson(...args);
    expect(code).toBe(2);
    expect(errors).toContain(says);
    expect(errors).toContain('--help');
  });

  test('--help', async () => {
    const { code, output } = await lesson('--help');
    expect(code).toBe(0);
    expect(output).toContain('Usage: npm run lesson');
  });
});
