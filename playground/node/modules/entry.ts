import { normalizePath } from '#machine/files.ts';
import process, { setArguments } from '../builtins/process.ts';
import { system } from '../system.ts';
import { readCommandLine } from './command-line.ts';
import type { CommonJsLoader } from './commonjs.ts';
import { evaluate } from './eval.ts';
import type { Linker } from './linker.ts';
import { moduleNotFound, ResolutionError, resolve } from './resolve.ts';
import { readScript, readSource } from './source.ts';

/** Node's exit code for a command line that it does not understand. */
const INVALID_ARGUMENT = 9;

/**
 * Runs `node [options] file [arguments]`. Understands what people type to run a server and nothing more.
 *
 * @see https://nodejs.org/api/cli.html
 */
export async function runProgram(linker: Linker, commonJs: CommonJsLoader): Promise<void> {
  const { args, cwd } = system().start;
  const { task, preloads, options, rest } = readCommandLine(args);
  if (task.kind === 'version') {
    process.stdout.write(`${process.version}\n`);
    return;
  }
  if (task.kind === 'wrong') {
    process.stderr.write(`node: ${task.problem}\n`);
    return process.exit(INVALID_ARGUMENT);
  }
  const path = task.kind === 'eval' ? null : findFile(task.file, cwd);
  setArguments([process.execPath, ...(path === null ? [] : [path]), ...rest], options);
  for (const { specifier, kind } of preloads) {
    if (kind === 'import') await linker.import(specifier, `${cwd}/`);
    else commonJs.createRequire(`${cwd}/`)(specifier);
  }
  if (task.kind === 'eval') return evaluate(task, linker, commonJs);
  if (path === null) return;
  if (task.kind === 'check') return check(path);
  const source = readSource(system().files, path, null);
  if (source.format === 'module') {
    // In Node a module runs as a microtask: promises that settle come before ticks. A script runs before both.
    await null;
    await linker.import(path, path);
  } else commonJs.load(path, true);
}

/** Parses a file and runs nothing. A module's path shows as it would be for a script. */
function check(path: string): void {
  try {
    const source = readSource(system().files, path, null);
    if (source.format === 'commonjs') readScript(source.code, path);
  } catch (error) {
    if (error instanceof SyntaxError) error.stack = String(error.stack).replace(/^file:\/\//, '');
    throw error;
  }
}

function findFile(file: string, cwd: string): string {
  const wanted = normalizePath(file.startsWith('/') ? file : `${cwd}/${file}`);
  try {
    return resolve(system().files, wanted, wanted, 'require');
  } catch (error) {
    // Nobody required it.
    throw error instanceof ResolutionError && error.code === 'MODULE_NOT_FOUND' ? moduleNotFound(wanted, []) : error;
  }
}
