import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CheckDescription, CheckResult } from '../../../playground/checks/protocol.ts';
import type { FakeProcess } from './fake-machine.ts';
import { openPage, PROJECT, transcript } from './page.ts';

afterEach(() => {
  vi.useRealTimers();
});

function openWorkspace() {
  const opened = openPage();
  const workspace = opened.session.open('exercise', PROJECT);
  return { ...opened, workspace, printed: transcript(workspace) };
}

const describeCheck = (id: string): CheckDescription => ({ id, title: `${id} works`, hint: '', section: 'x' });

function resultOf(id: string, status: CheckResult['status']): CheckResult {
  return { id, title: `${id} works`, status, message: status === 'passed' ? '' : 'It did not', durationMs: 3 };
}

/** A runner that grades as it is told. */
function grade(results: Readonly<Record<string, CheckResult['status']>>) {
  return (runner: FakeProcess) => {
    const all = Object.entries(results).map(([id, status]) => resultOf(id, status));
    runner.control({ type: 'plan', exercise: 'x', checks: all.map(({ id }) => describeCheck(id)) });
    for (const result of all) {
      runner.control({ type: 'started', id: result.id });
      runner.control({ type: 'result', result });
    }
    const count = (status: string) => all.filter((result) => result.status === status).length;
    runner.control({ type: 'summary', passed: count('passed'), failed: count('failed'), skipped: 0, durationMs: 9 });
    runner.end(count('failed') > 0 ? 1 : 0);
  };
}

describe('a check run', () => {
  test('grades what was last written, in a folder beside the running server’s', async () => {
    const { workspace, machine, page } = openWorkspace();
    await workspace.start();
    machine.checks = grade({ retry: 'passed', end: 'passed' });
    workspace.write({ 'server.ts': 'better', 'client.ts': 'connect' });
    await workspace.check();
    expect(workspace.checks.value).toMatchObject({ status: 'finished', passed: 2, failed: 0, durationMs: 9 });
    expect(machine.files.get('exercise/server.ts')).toBe('listen');
    expect(machine.files.get('.checks/exercise/server.ts')).toBe('better');
    const runner = machine.last('checks/exercise.cjs');
    expect([runner.option('dir'), runner.option('entry')]).toEqual(['.checks/exercise', 'server.ts']);
    expect(workspace.run.value).toMatchObject({ status: 'running' });

    await workspace.check();
    expect(page.fetched.filter((url) => url === PROJECT.checks)).toHaveLength(1);
    expect(machine.changes.filter((change) => change === 'mount .lab/checks/exercise.cjs')).toHaveLength(1);
  });

  test('tells each step', async () => {
    const { workspace, machine } = openWorkspace();
    machine.checks = () => {};
    const done = workspace.check();
    expect(workspace.checks.value).toEqual({ status: 'running', plan: [], current: null, results: [] });
    await vi.waitFor(() => machine.last('checks/exercise.cjs'));
    const runner = machine.last('checks/exercise.cjs');
    runner.control({ type: 'plan', exercise: 'x', checks: [describeCheck('retry'), describeCheck('end')] });
    runner.control({ type: 'started', id: 'retry' });
    await vi.waitFor(() => expect(workspace.checks.value).toMatchObject({ current: 'retry' }));
    runner.control({ type: 'result', result: resultOf('retry', 'failed') });
    await vi.waitFor(() => expect(workspace.checks.value).toMatchObject({ current: null, results: [{ id: 'retry' }] }));
    runner.control({ type: 'summary', passed: 1, failed: 1, skipped: 0, durationMs: 4 });
    await done;
    expect(workspace.checks.value).toMatchObject({ status: 'finished', passed: 1, failed: 1 });
  });

  test('prints what is no result', async () => {
    const { workspace, machine, printed } = openWorkspace();
    machine.checks = (runner) => {
      runner.print('(node) Warning: hm\n');
      grade({ retry: 'failed' })(runner);
    };
    await workspace.check();
    expect(printed.lines).toEqual(['checks: (node) Warning: hm\n']);
  });

  test('is cancelled by killing it, and starts anew', async () => {
    const { workspace, machine } = openWorkspace();
    machine.checks = (runner) => runner.control({ type: 'plan', exercise: 'x', checks: [describeCheck('retry')] });
    const done = workspace.check();
    await vi.waitFor(() => expect(workspace.checks.value).toMatchObject({ plan: [{ id: 'retry' }] }));
    workspace.cancelCheck();
    expect(workspace.checks.value).toEqual({ status: 'idle' });
    await done;
    expect(machine.last('checks/exercise.cjs').killed).toBe(true);
    expect(workspace.checks.value).toEqual({ status: 'idle' });
    machine.checks = grade({ retry: 'passed' });
    await workspace.check();
    expect(workspace.checks.value).toMatchObject({ status: 'finished', passed: 1 });
    workspace.cancelCheck();
    expect(workspace.checks.value).toMatchObject({ status: 'finished' });
  });

  test('gives way to a later one, and never runs beside it', async () => {
    const { workspace, machine } = openWorkspace();
    machine.checks = () => {};
    const first = workspace.check();
    await vi.waitFor(() => machine.last('checks/exercise.cjs'));
    machine.checks = (runner) => {
      expect(machine.running('checks/exercise.cjs')[0]?.killed).toBe(true);
      grade({ retry: 'passed' })(runner);
    };
    await Promise.all([first, workspace.check()]);
    expect(machine.running('checks/exercise.cjs')).toHaveLength(2);
    expect(workspace.checks.value).toMatchObject({ status: 'finished' });
  });
});

describe('a check run is broken', () => {
  async function brokenReason(prepare: (opened: ReturnType<typeof openWorkspace>) => void): Promise<string> {
    const opened = openWorkspace();
    prepare(opened);
    await opened.workspace.check();
    const state = opened.workspace.checks.value;
    if (state.status !== 'broken') throw new Error(`not broken: ${state.status}`);
    return state.reason;
  }

  test('when the runner ends early', async () => {
    const reason = await brokenReason(({ machine }) => {
      machine.checks = (runner) => runner.end(1);
    });
    expect(reason).toMatch(/ended before they were done, with code 1/);
  });

  test('when the runner prints without end', async () => {
    const reason = await brokenReason(({ machine }) => {
      machine.checks = (runner) => {
        for (let line = 0; line < 30; line++) runner.print('x'.repeat(40_000));
      };
    });
    expect(reason).toMatch(/far too much/);
  });

  test('when the runner falls silent', async () => {
    const { workspace, machine, session } = openWorkspace();
    await session.start();
    vi.useFakeTimers();
    machine.checks = () => {};
    const done = workspace.check();
    await vi.advanceTimersByTimeAsync(25_000);
    await done;
    expect(workspace.checks.value).toMatchObject({
      status: 'broken',
      reason: expect.stringMatching(/Nothing was heard/),
    });
    expect(machine.last('checks/exercise.cjs').killed).toBe(true);
  });

  test('when they cannot be fetched; the next try may work', async () => {
    const { workspace, machine, page, session } = openWorkspace();
    await session.start();
    page.site = () => new Response('', { status: 404 });
    await workspace.check();
    expect(workspace.checks.value).toMatchObject({ status: 'broken', reason: `${PROJECT.checks} answered 404` });
    page.site = () => new Response('// back');
    machine.checks = grade({ retry: 'passed' });
    await workspace.check();
    expect(workspace.checks.value).toMatchObject({ status: 'finished' });
  });
});
