import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
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

  test.each([
    { args: [], says: 'Which command?' },
    { args: ['frobnicate'], says: 'There is no command “frobnicate”' },
    { args: ['contract'], says: 'Which exercise?' },
    { args: ['grade', 'reconnection'], says: 'grade needs an exercise and a folder' },
    { args: ['grade', 'reconnection', 'nowhere'], says: 'nowhere is not a folder' },
    { args: ['check', 'nothing'], says: 'There is no exercise “nothing”. There are: reconnection' },
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
