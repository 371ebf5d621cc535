import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { encodeControlLine } from '../lab/control-lines.ts';
import { AnswerFolders } from './answer-folder.ts';
import type { Check } from './check.ts';
import { localTools } from './local-tools.ts';
import { locatePrograms } from './programs.ts';
import type { CheckEvent } from './protocol.ts';
import { parseTarget, remoteTools } from './remote-tools.ts';
import { runChecks } from './runner.ts';
import { createTextReport } from './text-report.ts';

const PARALLEL = 2;
const LIMIT_MS = 25_000;
/** Real time takes as long as it takes. */
const REMOTE_LIMIT_MS = 180_000;

/**
 * The program that grades one answer: `node <program> --dir <folder> | --url <url> [--control <nonce>] [--only <id>,<id>]
 * [--entry <file>]`. Prints CheckEvents as control lines, or text without a nonce; exits with 1 when a check failed.
 */
export async function runMain(exercise: string, checks: readonly Check[]): Promise<void> {
  const { values } = parseArgs({
    // `command.ts` has the exercise's folder there.
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: '.' },
      url: { type: 'string' },
      entry: { type: 'string' },
      control: { type: 'string' },
      only: { type: 'string' },
    },
  });
  const { control, url } = values;
  const only = values.only?.split(',');
  const emit = control
    ? (event: CheckEvent) => process.stdout.write(encodeControlLine(control, event))
    : createTextReport((line) => process.stdout.write(`${line}\n`));
  const failed = url
    ? await gradeUrl(url, choose(checks, only), exercise, emit)
    : await gradeFolder({ dir: resolve(values.dir), entry: values.entry, checks, only, exercise, emit });
  process.exitCode = failed > 0 ? 1 : 0;
}

type Emit = (event: CheckEvent) => void;

function gradeUrl(url: string, checks: readonly Check[], exercise: string, emit: Emit): Promise<number> {
  const target = parseTarget(url);
  const makeTools = () => remoteTools(target);
  return runChecks(checks, { exercise, emit, makeTools, parallel: 1, limitMs: REMOTE_LIMIT_MS, sharedServer: true });
}

export interface FolderRun {
  readonly dir: string;
  /** The server, as `node <entry>`. */
  readonly entry?: string | undefined;
  readonly checks: readonly Check[];
  /** Ids of the checks to run; all of them without. */
  readonly only: readonly string[] | undefined;
  readonly exercise: string;
  readonly emit: Emit;
}

/** Runs the checks against the answer in a folder, and resolves to the number that failed. */
export async function gradeFolder({
  dir,
  entry = 'server.ts',
  checks,
  only,
  exercise,
  emit,
}: FolderRun): Promise<number> {
  const chosen = choose(checks, only);
  await mkdir(tmpdir(), { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'steady-stream-run-'));
  try {
    const programs = await locatePrograms(scratch, dir);
    const folders = await AnswerFolders.open(dir, scratch);
    const makeTools = () => localTools({ folders, programs, entry });
    return await runChecks(chosen, {
      exercise,
      emit,
      makeTools,
      parallel: PARALLEL,
      limitMs: LIMIT_MS,
      sharedServer: false,
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function choose(checks: readonly Check[], only: readonly string[] | undefined): readonly Check[] {
  const unknown = only?.find((id) => !checks.some((check) => check.id === id));
  if (unknown !== undefined) throw new Error(`No check is called “${unknown}”.`);
  return only ? checks.filter(({ id }) => only.includes(id)) : checks;
}
