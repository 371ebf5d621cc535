import { callable } from './callable.ts';
import { ChildProcess as Child } from './child-process/child.ts';
import { exec, execFile } from './child-process/exec.ts';
import { planSpawn, readArguments, type SpawnOptions } from './child-process/options.ts';
import { codedError, invalidArgType } from './net/coded-error.ts';

const ChildProcess = callable(Child);

/** @see https://nodejs.org/api/child_process.html#child_processspawncommand-args-options */
export function spawn(file: string, args?: readonly string[] | SpawnOptions, options?: SpawnOptions): Child {
  const child = new Child();
  child._start(planSpawn(file, args, options));
  return child;
}

interface ForkOptions extends SpawnOptions {
  silent?: boolean;
  execPath?: string;
  execArgv?: readonly string[];
}

/** @see https://nodejs.org/api/child_process.html#child_processforkmodulepath-args-options */
export function fork(modulePath: string | URL, args?: readonly string[] | ForkOptions, options?: ForkOptions): Child {
  const file = modulePath instanceof URL ? decodeURIComponent(modulePath.pathname) : modulePath;
  if (typeof file !== 'string')
    throw invalidArgType('modulePath', 'of type string or an instance of Buffer or URL', file);
  if (args !== undefined && typeof args !== 'object') throw invalidArgType('args', 'an instance of Array', args);
  const given = readArguments(args, options);
  const settings: ForkOptions = given.options;
  const flow = settings.silent ? 'pipe' : 'inherit';
  const stdio = settings.stdio ?? [flow, flow, flow, 'ipc'];
  const all = typeof stdio === 'string' ? [stdio, stdio, stdio, 'ipc' as const] : stdio;
  if (!all.includes('ipc')) {
    throw codedError(
      Error,
      'ERR_CHILD_PROCESS_IPC_REQUIRED',
      "Forked processes must have an IPC channel, missing value 'ipc' in options.stdio",
    );
  }
  const execArgv = settings.execArgv ?? ownOptions();
  return spawn(settings.execPath ?? process.execPath, [...execArgv, file, ...given.args], {
    ...settings,
    shell: false,
    stdio: all,
  });
}

/** What this process was started with, without the code of `node -e`: a child has a file to run. */
function ownOptions(): readonly string[] {
  const code: unknown = Reflect.get(process, '_eval');
  const at = typeof code === 'string' ? process.execArgv.lastIndexOf(code) : -1;
  return at > 0 ? process.execArgv.toSpliced(at - 1, 2) : process.execArgv;
}

/** A browser cannot hold one program while another one runs: it would have to freeze the thread that both need. */
function unavailable(name: string, instead: string) {
  return (): never => {
    throw codedError(
      Error,
      'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      `child_process.${name}() is not available: a program on this machine cannot stop and wait for another one. Use ${instead}.`,
    );
  };
}

export const spawnSync = unavailable('spawnSync', "spawn() and its 'close' event");
export const execSync = unavailable('execSync', 'exec() and its callback');
export const execFileSync = unavailable('execFileSync', 'execFile() and its callback');

export { ChildProcess, exec, execFile };

export default { ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
