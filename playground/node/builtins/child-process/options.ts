import { normalizePath } from '#machine/files.ts';
import type { Signal } from '#machine/protocol.ts';
import { codedError, invalidArgType, outOfRange } from '../net/coded-error.ts';
import { splitCommand } from './shell.ts';
import { readSignal } from './signals.ts';
import { readStdio, type StdioOption, type StdioPlan } from './stdio.ts';

/** @see https://nodejs.org/api/child_process.html#child_processspawncommand-args-options */
export interface SpawnOptions {
  cwd?: string | URL;
  env?: Readonly<Record<string, string | undefined>>;
  argv0?: string;
  stdio?: 'pipe' | 'overlapped' | 'ignore' | 'inherit' | readonly (StdioOption | undefined)[];
  shell?: boolean | string;
  signal?: AbortSignal;
  /** Milliseconds. */
  timeout?: number;
  killSignal?: Signal | number;
  serialization?: 'json' | 'advanced';
  detached?: boolean;
  windowsHide?: boolean;
}

/** A child as it will be started. */
export interface SpawnPlan {
  /** As the program named it, for `spawnfile`, `spawnargs` and errors. */
  readonly file: string;
  readonly args: readonly string[];
  /** What the machine runs; null when only a shell could. */
  readonly command: { readonly name: string; readonly args: readonly string[] } | null;
  readonly shell: boolean;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdio: StdioPlan;
  readonly signal: AbortSignal | null;
  readonly timeout: number;
  readonly killSignal: Signal;
  readonly serialization: 'json' | 'advanced';
}

/** Reads `(file)`, `(file, options)`, `(file, args)` and `(file, args, options)`. Throws as Node does. */
export function planSpawn(file: unknown, second?: unknown, third?: unknown): SpawnPlan {
  if (typeof file !== 'string') throw invalidArgType('file', 'of type string', file);
  if (file === '')
    throw codedError(TypeError, 'ERR_INVALID_ARG_VALUE', "The argument 'file' cannot be empty. Received ''");
  const { args, options } = readArguments(second, third);
  checkNullBytes('file', file);
  for (const [index, argument] of args.entries()) checkNullBytes(`args[${index}]`, argument);
  const shell = Boolean(options.shell);
  const line = [file, ...args].join(' ');
  const simple = shell ? splitCommand(line) : { words: [file, ...args], env: {} };
  return {
    file: shell ? '/bin/sh' : file,
    args: shell ? ['-c', line] : args,
    command: simple && { name: programName(simple.words[0]!), args: simple.words.slice(1) },
    shell,
    cwd: readCwd(options.cwd),
    env: { ...readEnv(options.env), ...simple?.env },
    stdio: readStdio(options.stdio),
    signal: options.signal ?? null,
    timeout: readTimeout(options.timeout),
    killSignal: readSignal(options.killSignal ?? 'SIGTERM'),
    serialization: options.serialization ?? 'json',
  };
}

export function readArguments(second: unknown, third: unknown): { args: readonly string[]; options: SpawnOptions } {
  const given = Array.isArray(second) ? third : (third ?? second);
  if (second !== undefined && second !== null && typeof second !== 'object') {
    throw invalidArgType('args', 'of type object', second);
  }
  if (given !== undefined && given !== null && typeof given !== 'object') {
    throw invalidArgType('options', 'of type object', given);
  }
  return { args: Array.isArray(second) ? second.map(String) : [], options: { ...(given as SpawnOptions | null) } };
}

/** The machine looks programs up by name; in the usual folders there is nothing else. */
function programName(file: string): string {
  if (file === process.execPath) return 'node';
  return /^(?:\/usr(?:\/local)?)?\/bin\/([^/]+)$/.exec(file)?.[1] ?? file;
}

function checkNullBytes(name: string, value: string): void {
  if (!value.includes('\0')) return;
  throw codedError(
    TypeError,
    'ERR_INVALID_ARG_VALUE',
    `The argument '${name}' must be a string without null bytes. Received '${value.replaceAll('\0', '\\x00')}'`,
  );
}

function readCwd(cwd: unknown): string {
  if (cwd === undefined || cwd === null) return process.cwd();
  if (cwd instanceof URL) return normalizePath(decodeURIComponent(cwd.pathname));
  if (typeof cwd !== 'string')
    throw invalidArgType('options.cwd', 'of type string or an instance of Buffer or URL', cwd);
  return normalizePath(cwd.startsWith('/') ? cwd : `${process.cwd()}/${cwd}`);
}

function readEnv(env: SpawnOptions['env']): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(env ?? process.env)) {
    if (value !== undefined) result[name] = String(value);
  }
  return result;
}

function readTimeout(timeout: unknown): number {
  if (timeout === undefined || timeout === null) return 0;
  if (typeof timeout !== 'number' || !Number.isInteger(timeout) || timeout < 0) {
    throw outOfRange('timeout', 'an unsigned integer', timeout);
  }
  return timeout;
}
