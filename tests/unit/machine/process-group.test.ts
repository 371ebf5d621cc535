import { expect, test } from 'vitest';
import { FileTree } from '#machine/files.ts';
import { Network } from '#machine/network.ts';
import { type ProcessObserver, ProcessTable, type ProcessThread } from '#machine/process-table.ts';
import type { ExitStatus, SpawnRequest } from '#machine/protocol.ts';

class FakeThread implements ProcessThread {
  terminated = false;
  onRequests: ProcessThread['onRequests'] = () => {};
  onFailure: ProcessThread['onFailure'] = () => {};
  post(): void {}
  terminate(): void {
    this.terminated = true;
  }
}

const node: SpawnRequest = { command: 'node', args: ['server.js'], cwd: '/', env: {}, ipc: false };

function createTable() {
  const threads: FakeThread[] = [];
  const table = new ProcessTable({
    files: new FileTree(),
    network: new Network(),
    thread: () => {
      const thread = new FakeThread();
      threads.push(thread);
      return thread;
    },
  });
  const exits: ExitStatus[] = [];
  const observer: ProcessObserver = {
    output: () => {},
    message: () => {},
    disconnected: () => {},
    exited: (status) => exits.push(status),
  };
  return { table, threads, exits, observer };
}

test('killing a process from outside kills what it started, and what that left behind', () => {
  const { table, threads, exits, observer } = createTable();
  const runner = table.spawn(node, observer);
  const [runnerThread] = threads;
  runnerThread?.onRequests([{ op: 'spawn', child: 1, spec: node }]);
  const childThread = threads[1];
  childThread?.onRequests([{ op: 'spawn', child: 1, spec: node }]);
  table.spawn(node, observer);
  // The grandchild is an orphan now.
  table.find(2)?.kill('SIGKILL');
  expect(threads.map(({ terminated }) => terminated)).toEqual([false, true, false, false]);
  table.killGroup(runner);
  expect(threads.map(({ terminated }) => terminated)).toEqual([true, true, true, false]);
  expect(exits).toEqual([{ code: null, signal: 'SIGKILL' }]);
});

test('a process that kills itself leaves its children alone, as on Linux', () => {
  const { table, threads, observer } = createTable();
  const parent = table.spawn(node, observer);
  threads[0]?.onRequests([{ op: 'spawn', child: 1, spec: node }]);
  parent.kill('SIGKILL');
  expect(threads.map(({ terminated }) => terminated)).toEqual([true, false]);
});
