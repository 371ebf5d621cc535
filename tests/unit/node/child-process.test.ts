import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SpawnRequest } from '#machine/protocol.ts';
import { execSync, spawn } from '#node/builtins/child-process.ts';
import { isAlive } from '#node/liveness.ts';
import { type ChildListener, installSystem, type SystemChild } from '#node/system.ts';
import { loopbackSystem } from './loopback-system.ts';

/** The machine's side of one child, driven by the test. */
class FakeChild implements SystemChild {
  readonly spec: SpawnRequest;
  readonly listener: ChildListener;
  readonly said: unknown[] = [];

  constructor(spec: SpawnRequest, listener: ChildListener) {
    this.spec = spec;
    this.listener = listener;
  }

  input(bytes: Uint8Array | null): void {
    this.said.push(bytes && new TextDecoder().decode(bytes));
  }

  kill(signal: string): void {
    this.said.push(signal);
  }

  send(message: unknown): void {
    this.said.push(message);
  }

  disconnect(): void {
    this.said.push('disconnect');
  }
}

const started: FakeChild[] = [];

beforeEach(() => {
  installSystem(
    loopbackSystem((spec, listener) => {
      const child = new FakeChild(spec, listener);
      started.push(child);
      return child;
    }),
  );
});

afterEach(() => {
  for (const { listener } of started.splice(0)) listener.exited({ code: 0, signal: null });
});

function launch(...args: Parameters<typeof spawn>) {
  const child = spawn(...args);
  child.on('error', () => {});
  const kernel = started.at(-1);
  if (!kernel) throw new Error('not started');
  return { child, kernel };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

test('the machine is asked for a program by name, with its folder and variables', () => {
  const { kernel } = launch('/usr/bin/curl', ['-N', 'localhost'], { cwd: '/', env: { A: '1', B: undefined } });
  expect(kernel.spec).toEqual({ command: 'curl', args: ['-N', 'localhost'], cwd: '/', env: { A: '1' }, ipc: false });
  expect(launch(process.execPath, [], { cwd: '/' }).kernel.spec.command).toBe('node');
});

test('the pid is known once the machine says so', () => {
  const { child, kernel } = launch('node', [], { cwd: '/' });
  expect(child.pid).toBeUndefined();
  let spawned = false;
  child.on('spawn', () => {
    spawned = true;
  });
  kernel.listener.started(7);
  expect([child.pid, spawned]).toEqual([7, true]);
});

test('input reaches the child in order and its end is told once', async () => {
  const { child, kernel } = launch('node', [], { cwd: '/' });
  child.stdin?.write('one ');
  child.stdin?.end('two');
  await turn();
  kernel.listener.exited({ code: 0, signal: null });
  await turn();
  expect(kernel.said).toEqual(['one ', 'two', null]);
});

test('stdio: ignore closes the input at once and drops the output', async () => {
  const { child, kernel } = launch('node', [], { cwd: '/', stdio: 'ignore' });
  kernel.listener.output('stdout', new Uint8Array([65]));
  expect([child.stdin, child.stdout, child.stderr, kernel.said]).toEqual([null, null, null, [null]]);
});

test('inherited streams go to the streams of this process that they name', () => {
  const written: [string, string][] = [];
  const machine = loopbackSystem((spec, listener) => {
    listener.output('stderr', new TextEncoder().encode(spec.command));
    const child = new FakeChild(spec, listener);
    started.push(child);
    return child;
  });
  installSystem({ ...machine, output: (stream, bytes) => written.push([stream, new TextDecoder().decode(bytes)]) });
  const child = spawn('both', [], { cwd: '/', stdio: ['ignore', 1, 1] });
  expect([written, child.stderr]).toEqual([[['stdout', 'both']], null]);
});

test('a running child keeps the process alive unless it is unreferenced', async () => {
  await turn();
  const { child, kernel } = launch('node', [], { cwd: '/' });
  const alive = [isAlive()];
  child.unref();
  alive.push(isAlive());
  child.ref();
  alive.push(isAlive());
  kernel.listener.exited({ code: 1, signal: null });
  await turn();
  expect([...alive, isAlive()]).toEqual([true, false, true, false]);
});

test('a command line that needs a shell fails and says why', async () => {
  const child = spawn('cat notes.txt | sort', { cwd: '/', shell: true });
  const error = await new Promise<Error>((resolve) => child.on('error', resolve));
  expect(error.message).toBe(
    'This machine has no shell: it runs one program with its arguments, not "cat notes.txt | sort".',
  );
});

test('forms that would block say why they cannot exist here', () => {
  expect(() => execSync()).toThrow(/execSync\(\) is not available: .* cannot stop and wait .* Use exec\(\)/);
});
