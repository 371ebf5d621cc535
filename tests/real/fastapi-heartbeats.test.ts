import { describe, expect, test } from 'vitest';
import { messageOf, PythonSolution } from './python-server.ts';

const solution = await PythonSolution.of('heartbeats');
// Nobody moves the clock of a server in Python. Allowed by the contract, and over three times as fast.
const quick = solution.with(['HEARTBEAT_S = 15', 'HEARTBEAT_S = 5.5'], ['PATIENCE_S = 45', 'PATIENCE_S = 15']);

const SERVER_CHECKS = ['begin', 'silence', 'quiet', 'whole', 'leavers', 'stalled', 'slow'];

describe('the Heartbeats exercise in Python, graded by its URL', () => {
  // They wait, at the same time, each for a server of its own.
  test.concurrent.each(SERVER_CHECKS)(
    'FastAPI and Uvicorn pass %s',
    async (id) => {
      const grade = await solution.grade(quick, [id]);
      expect(grade.checks).toMatchObject([{ id, status: 'passed' }]);
    },
    150_000,
  );

  test.concurrent('whatever needs the page, a proxy or the process is skipped with its reason', async () => {
    const grade = await solution.grade(quick, [
      'proxy',
      'timers',
      'delivery',
      'watchdog',
      'unanswered',
      'false-alarm',
      'close',
    ]);
    expect(grade).toMatchObject({ passed: 0, failed: 0, skipped: 7 });
    expect(messageOf(grade, 'proxy')).toBe('needs to put a proxy in front of the server');
    expect(messageOf(grade, 'timers')).toContain('needs control of its process');
    expect(messageOf(grade, 'watchdog')).toContain('it is about a page, not about the server');
  });

  test.concurrent('wrong ones are told what is wrong', async () => {
    const [comments, patient] = await Promise.all([
      solution.grade(solution.with(['"event: heartbeat\\ndata:\\n\\n"', '":\\n\\n"']), ['quiet']),
      solution.grade(solution.with(['PATIENCE_S = 45', 'PATIENCE_S = 450']), ['stalled']),
    ]);
    expect(messageOf(comments, 'quiet')).toContain('Likely: a comment is no event');
    expect(messageOf(patient, 'stalled')).toContain(
      'Expected: GET /stats does not count a client that has taken nothing for 60 s\nSeen: 1',
    );
  }, 150_000);
});
