import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BrowserMachine } from '../../playground/cli/browser-machine/browser-machine.ts';
import type { BrowserName } from '../../playground/cli/browser-page.ts';
import { buildRuntime } from '../../playground/cli/build-runtime.ts';

const PROGRAMS = fileURLToPath(new URL('programs/', import.meta.url));
const programs = (await readdir(PROGRAMS)).filter((name) => /\.[cm]?[jt]s$/.test(name)).sort();

interface Outcome {
  readonly output: string;
  readonly code: number;
}

/** What differs though the programs do the same: folders, process ids, and Node's frames of its own code. */
function normalize(output: string, folder: string | RegExp): string {
  return output
    .replaceAll(folder, '')
    .replace(/\(node:\d+\)/g, '(node:PID)')
    .replace(/^ +at .*\(?node:.*\n/gm, '');
}

function runOnNode(program: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const shell = execFile(
      'sh',
      ['-c', 'exec "$0" "$1" 2>&1', process.execPath, program],
      { cwd: PROGRAMS },
      (_error, stdout) => {
        resolve({ output: normalize(stdout, PROGRAMS), code: shell.exitCode ?? -1 });
      },
    );
    shell.stdin?.end();
  });
}

async function runOnMachine(machine: BrowserMachine, program: string): Promise<Outcome> {
  const files = { [program]: await readFile(path.join(PROGRAMS, program), 'base64') };
  let output = '';
  const code = await machine.run({ files, args: [program], env: {} }, (text) => {
    output += text;
  });
  return { output: normalize(output, /\/home\/programs\/\d+\//g), code };
}

/** Longer than any of these programs takes. */
async function outOfTime(): Promise<null> {
  await new Promise((resolve) => setTimeout(resolve, 25_000));
  return null;
}

let runtime = '';
const onNode = new Map<string, Promise<Outcome>>();

function expected(program: string): Promise<Outcome> {
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
  let machine: BrowserMachine;

  beforeAll(async () => {
    machine = await BrowserMachine.launch(browser, runtime);
  });
  afterAll(() => machine.close());

  it.each(programs)('does what Node does: %s', async (program) => {
    const outcome = await Promise.race([runOnMachine(machine, program), outOfTime()]);
    if (outcome === null) {
      // Whatever runs there still would disturb the programs after it.
      await machine.close();
      machine = await BrowserMachine.launch(browser, runtime);
    }
    expect(outcome).toEqual(await expected(program));
  });
});
