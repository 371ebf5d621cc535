import { resolve } from 'node:path';
import { encodeControlLine } from '../lab/control-lines.ts';
import type { Check } from './check.ts';
import { runClientHost } from './client-host.ts';
import { runChecks } from './runner.ts';
import { createTextReport } from './text-report.ts';

const PARALLEL = 2;

/**
 * The program that grades one answer: `node <program> --dir <folder> [--control <nonce>] [--only <id>,<id>]`. Prints
 * CheckEvents as control lines, or text without a nonce; exits with 1 when a check failed. Started with `--client-host`
 * it is the process that holds the learner's client module instead: the whole suite is one file. `program` is how `node`
 * starts this very program.
 */
export async function runMain(
  exercise: string,
  checks: readonly Check[],
  program: readonly string[] = [resolve(process.argv[1] ?? '')],
): Promise<void> {
  const host = option('client-host');
  if (host !== undefined) {
    runClientHost(host);
    return;
  }
  const only = option('only')?.split(',');
  const unknown = only?.find((id) => !checks.some((check) => check.id === id));
  if (unknown !== undefined) throw new Error(`No check is called “${unknown}”.`);
  const nonce = option('control');
  const failed = await runChecks(only ? checks.filter(({ id }) => only.includes(id)) : checks, {
    exercise,
    dir: resolve(option('dir') ?? '.'),
    entry: option('entry') ?? 'server.ts',
    hostArgs: program,
    parallel: PARALLEL,
    emit: nonce
      ? (event) => process.stdout.write(encodeControlLine(nonce, event))
      : createTextReport((line) => process.stdout.write(`${line}\n`)),
  });
  process.exitCode = failed > 0 ? 1 : 0;
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
}
