import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ControlLineDecoder } from '../lab/control-lines.ts';
import type { CheckEvent, CheckResult } from './protocol.ts';

const COMMAND = fileURLToPath(new URL('command.ts', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));

const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/steady-stream/compiled', import.meta.url));

export interface Grade {
  readonly exercise: string;
  /** In the order of `checks.ts`. */
  readonly checks: readonly CheckResult[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly durationMs: number;
}

export interface GradeOptions {
  /** The exercise's own folder: the one with `checks.ts`. */
  readonly exercise: string;
  /** Ids of the checks to run; all of them when left out. */
  readonly only?: readonly string[];
  readonly onEvent?: (event: CheckEvent) => void;
}

/** The checks themselves do not run: a mistake in `checks.ts`, with its file and line. */
export class ChecksError extends Error {
  constructor(exercise: string, code: number | null, output: string) {
    super(`The checks in ${exercise} ended with code ${code} and without a result.\n${output.trim()}`);
    this.name = 'ChecksError';
  }
}

/** Runs an exercise's checks in a process of its own. Throws a ChecksError when they do not run. */
export function grade({ layers, ...options }: GradeOptions & FolderAnswer): Promise<Grade> {
  return withAnswer(layers, (dir) => run(options, ['--dir', dir]));
}

/** Makes a folder of the layers for as long as `use` takes. */
export async function withAnswer<T>(layers: readonly string[], use: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'steady-stream-'));
  try {
    await writeFile(join(dir, 'package.json'), '{ "type": "module" }\n');
    await symlink(PACKAGES, join(dir, 'node_modules'));
    for (const layer of layers)
      await cp(layer, dir, { recursive: true, filter: (from) => !from.includes('node_modules') });
    return await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

export interface FolderAnswer {
  /** Folders that make up the answer; files of later ones replace those of earlier ones. They are copied. */
  readonly layers: readonly string[];
}

/** The same for a server that runs already, in real time. Checks that need more than its URL are skipped, with the reason. */
export function gradeUrl({ url, ...options }: GradeOptions & { readonly url: string }): Promise<Grade> {
  return run(options, ['--url', url]);
}

function run({ exercise, only, onEvent }: GradeOptions, answer: readonly string[]): Promise<Grade> {
  const nonce = randomUUID();
  const child = spawn(
    process.execPath,
    [...RUNNER_OPTIONS, COMMAND, exercise, ...answer, '--control', nonce, ...(only ? ['--only', only.join(',')] : [])],
    { stdio: ['ignore', 'pipe', 'pipe'], env: runnerEnvironment() },
  );
  const decoder = new ControlLineDecoder(nonce);
  const events: CheckEvent[] = [];
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const { messages, text } = decoder.push(chunk);
    output += text;
    for (const message of messages) {
      const event = message as CheckEvent;
      events.push(event);
      onEvent?.(event);
    }
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const report = summarize(events);
      if (report) resolve(report);
      else reject(new ChecksError(exercise, code, output));
    });
  });
}

/** It strips types by a function that Node still calls experimental. */
export const RUNNER_OPTIONS: readonly string[] = ['--disable-warning=ExperimentalWarning'];

/** The runner's own modules are the same each time. It keeps this to itself. */
export function runnerEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, NODE_COMPILE_CACHE: COMPILED };
}

/** Null when the events are not those of a whole run. */
export function summarize(events: readonly CheckEvent[]): Grade | null {
  const plan = events.find((event) => event.type === 'plan');
  const summary = events.find((event) => event.type === 'summary');
  if (!plan || !summary) return null;
  const order = plan.checks.map(({ id }) => id);
  const checks = events
    .flatMap((event) => (event.type === 'result' ? [event.result] : []))
    // The message says it in words; the picture is for pages.
    .map(({ scene, ...result }) => result)
    .sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  const { passed, failed, skipped, durationMs } = summary;
  return { exercise: plan.exercise, checks, passed, failed, skipped, durationMs };
}
