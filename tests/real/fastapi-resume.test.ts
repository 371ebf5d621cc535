import { describe, expect, test } from 'vitest';
import { messageOf, PythonSolution } from './python-server.ts';

const solution = await PythonSolution.of('resume');

describe('the Resume exercise in Python, graded by its URL', () => {
  test('FastAPI and Uvicorn pass whatever is about a server that nobody restarts; the rest is skipped with its reason', async () => {
    const grade = await solution.grade();
    expect(grade.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(grade).toMatchObject({ exercise: 'resume', passed: 9, failed: 0, skipped: 5 });
    expect(messageOf(grade, 'restart')).toContain('needs to restart the server');
    expect(messageOf(grade, 'memory')).toContain('it is about a page, not about the server');
  });

  test('a wrong one is told what is wrong', async () => {
    const grade = await solution.grade(
      solution.with(
        ['            if event.number > sent:\n                yield', '            if True:\n                yield'],
        ['last - len(events) <= int(digits) <= last', 'int(digits) <= last'],
        ['request.headers.get("last-event-id") or query', 'query or request.headers.get("last-event-id")'],
      ),
      ['replay', 'race', 'query', 'bounded'],
    );
    expect(grade).toMatchObject({ passed: 1, failed: 3 });
    expect(messageOf(grade, 'race')).toMatch(/; twice [0-9a-f]{8}-\d+/);
    expect(messageOf(grade, 'race')).toContain('Likely: what is published during the replay is in both');
    expect(messageOf(grade, 'query')).toContain('Likely: the URL of an EventSource never changes');
    expect(messageOf(grade, 'bounded')).toContain('Expected: an event called reset comes first for a cursor that');
  });

  test('so is one that listens only after the replay', async () => {
    const grade = await solution.grade(
      solution.with(
        ['    clients.add(queue)\n', ''],
        ['        while True:\n', '        clients.add(queue)\n        while True:\n'],
      ),
      ['race'],
    );
    expect(messageOf(grade, 'race')).toMatch(/; lost [0-9a-f]{8}-\d+/);
  });
});
