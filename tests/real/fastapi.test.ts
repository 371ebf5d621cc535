import { describe, expect, test } from 'vitest';
import { freePort } from '../../playground/checks/free-port.ts';
import { gradeUrl } from '../../playground/checks/grade.ts';
import { messageOf, PythonSolution } from './python-server.ts';

const solution = await PythonSolution.of('reconnection');

describe('the Reconnection exercise in Python, graded by its URL', () => {
  test('FastAPI and Uvicorn pass whatever is about the server; the rest is skipped with its reason', async () => {
    const grade = await solution.grade();
    expect(grade.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(grade).toMatchObject({ exercise: 'reconnection', passed: 6, failed: 0, skipped: 5 });
    for (const { status, message } of grade.checks) {
      expect(message).toBe(
        status === 'skipped' ? 'needs the client module: it is about a page, not about the server' : '',
      );
    }
  });

  test('a wrong one is told what is wrong', async () => {
    const grade = await solution.grade(
      solution.with(
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
    const grade = await solution.grade(
      solution.with(
        ['import os\n', 'import os\nimport time\n'],
        ['        yield f"retry: {RETRY_MS}\\n\\n"', '        time.sleep(1)\n        yield f"retry: {RETRY_MS}\\n\\n"'],
      ),
      ['flush'],
    );
    expect(messageOf(grade, 'flush')).toContain('Expected: a first byte of the body follows within 500 ms');
  });
});

test('no server at all is one clear sentence', async () => {
  const grade = await gradeUrl({ exercise: solution.exercise.dir, url: `http://127.0.0.1:${await freePort()}` });
  expect(grade).toMatchObject({ passed: 0, failed: 6 });
  expect(messageOf(grade, 'flush')).toMatch(
    /^Expected: a server answers at http:\/\/127\.0\.0\.1:\d+\nSeen: connect ECONNREFUSED/,
  );
});
