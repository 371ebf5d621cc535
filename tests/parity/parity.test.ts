import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import type { BrowserName } from '../../playground/cli/browser-page.ts';
import { buildRuntime } from '../../playground/cli/build-runtime.ts';
import { MachinePool } from './machine-pool.ts';
import { type Outcome, type Program, readPrograms, runOnMachine, runOnNode } from './programs.ts';

/** Most programs wait for a clock most of the time: so many run side by side, each on a machine of its own. */
const MACHINES = 2;

/** Longer than any of these programs takes, in milliseconds. */
const LIMIT = 25_000;

vi.setConfig({ maxConcurrency: MACHINES });

const programs = await readPrograms();
const onNode = new Map<Program, Promise<Outcome>>();
let runtime = '';

function expected(program: Program): Promise<Outcome> {
  const known = onNode.get(program) ?? runOnNode(program);
  onNode.set(program, known);
  return known;
}

beforeAll(async () => {
  runtime = await mkdtemp(path.join(tmpdir(), 'steady-stream-runtime-'));
  await buildRuntime(runtime);
});
afterAll(() => rm(runtime, { recursive: true, force: true }));

describe.each(['chromium', 'firefox'] satisfies BrowserName[])('the machine in %s', (browser) => {
  let machines: MachinePool;

  beforeAll(async () => {
    machines = await MachinePool.launch(browser, runtime, MACHINES);
  });
  afterAll(() => machines.close());

  it.concurrent.for(programs)('does what Node does: $name', async (program, { expect }) => {
    const outcome = await machines.use((machine) => runOnMachine(machine, program), LIMIT);
    expect(outcome).toEqual(await expected(program));
  });
});
