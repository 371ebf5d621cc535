import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BrowserMachine } from '../../playground/cli/browser-machine/browser-machine.ts';
import { readPackages } from '../../playground/cli/browser-machine/packages.ts';
import { readProgramFiles } from '../../playground/cli/browser-machine/program-files.ts';
import type { BrowserName } from '../../playground/cli/browser-page.ts';
import { buildRuntime } from '../../playground/cli/build-runtime.ts';
import { bundleProgram } from '../../playground/cli/bundle-lab.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAMS = fileURLToPath(new URL('packages/', import.meta.url));

/** The folder of each program, and the packages that are mounted beside it with all that they depend on. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'better-sse': ['better-sse'],
  eventsource: ['eventsource'],
  express: ['express'],
  fastify: ['fastify'],
  hono: ['hono', '@hono/node-server'],
  kafkajs: ['kafkajs'],
  redis: ['redis'],
  ws: ['ws'],
};

interface Program {
  readonly main: string;
  readonly files: Readonly<Record<string, string>>;
  readonly onNode: Promise<Outcome>;
}

interface Outcome {
  readonly output: string;
  readonly code: number;
}

let folder = '';
let runtime = '';
const programs = new Map<string, Program>();

/** What the programs of some packages start: a server of the lab, as one file. */
const LAB: Readonly<Record<string, string>> = { kafkajs: 'log', redis: 'redis' };

async function labProgram(name: string): Promise<Readonly<Record<string, string>>> {
  const file = path.join(folder, `lab-${name}.cjs`);
  await bundleProgram(name, file);
  return { [`${name}.cjs`]: await readFile(file, 'base64') };
}

/** Runs the very files that are mounted on the machine, in a folder from which no other packages are found. */
async function runOnNode(name: string, main: string, files: Program['files']): Promise<Outcome> {
  const cwd = path.join(folder, name);
  for (const [file, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(cwd, file)), { recursive: true });
    await writeFile(path.join(cwd, file), content, 'base64');
  }
  return new Promise((resolve) => {
    const shell = execFile('sh', ['-c', 'exec "$0" "$1" 2>&1', process.execPath, main], { cwd }, (_error, output) => {
      resolve({ output, code: shell.exitCode ?? -1 });
    });
    shell.stdin?.end();
  });
}

async function prepare(name: string, packages: readonly string[]): Promise<void> {
  const own = await readProgramFiles(path.join(PROGRAMS, name));
  const main = Object.keys(own).find((file) => file.startsWith('server.'));
  if (!main) throw new Error(`${name} has no server.`);
  const lab = LAB[name];
  const beside = lab === undefined ? {} : await labProgram(lab);
  const files = { ...own, ...beside, ...(await readPackages(ROOT, packages)) };
  programs.set(name, { main, files, onNode: runOnNode(name, main, files) });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'steady-stream-packages-'));
  runtime = path.join(folder, 'runtime');
  await buildRuntime(runtime);
  await Promise.all(Object.entries(PACKAGES).map(([name, packages]) => prepare(name, packages)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('each program is in this list', async () => {
  expect((await readdir(PROGRAMS)).sort()).toEqual(Object.keys(PACKAGES));
});

describe.each(['chromium', 'firefox'] satisfies BrowserName[])('packages from npm on the machine in %s', (browser) => {
  let machine: BrowserMachine;

  beforeAll(async () => {
    machine = await BrowserMachine.launch(browser, runtime);
  });
  afterAll(() => machine.close());

  it.each(Object.keys(PACKAGES))('run unchanged, and their program prints what it does on Node: %s', async (name) => {
    const { main, files, onNode } = programs.get(name)!;
    let output = '';
    const code = await machine.run({ files, args: [main], env: {} }, (text) => {
      output += text;
    });
    expect({ output, code }).toEqual(await onNode);
    expect(code).toBe(0);
  });
});
