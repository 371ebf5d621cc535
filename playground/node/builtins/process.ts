import { bindContext } from '../async-context.ts';
import { system } from '../system.ts';
import { queueTick } from '../tick-queue.ts';
import { NODE_VERSION } from '../version.ts';
import { readSignal } from './child-process/signals.ts';
import { EventEmitter } from './events.ts';
import { codedError, invalidArgType } from './net/coded-error.ts';
import { environment } from './process/environment.ts';
import { StandardInput, StandardOutput } from './process/stdio.ts';
import { cpuUsage, hrtime, memoryUsage, uptime } from './process/usage.ts';
import { describeWarning, toWarning, type Warning } from './process/warnings.ts';

type Callback = (...args: unknown[]) => unknown;

const USER = 1000;
let cwd: string | null = null;
let mask = 0o22;
let exitCode: number | undefined;
let exiting = false;
const stdin = onFirstUse(() => new StandardInput());
const stdout = onFirstUse(() => new StandardOutput('stdout'));
const stderr = onFirstUse(() => new StandardOutput('stderr'));
const env = onFirstUse(() => environment(system().start.env));
let capture: ((error: unknown) => void) | null = null;

/** Programs that never ask for a stream never make it; and only a running process has what they need. */
function onFirstUse<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function readExitCode(code: unknown): number | undefined {
  if (code === undefined || code === null) return undefined;
  const number = typeof code === 'string' && code !== '' ? Number(code) : code;
  if (typeof number === 'number' && Number.isInteger(number)) return number;
  throw typeof number === 'number'
    ? codedError(
        RangeError,
        'ERR_OUT_OF_RANGE',
        `The value of "code" is out of range. It must be an integer. Received ${String(code)}`,
      )
    : invalidArgType('code', 'of type number', code);
}

function unavailable(name: string): () => never {
  return () => {
    throw codedError(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `process.${name} is not available on this machine.`);
  };
}

/** Like `Object.assign`, but accessors stay accessors. */
function extend<Target extends object, Members extends object>(target: Target, members: Members): Target & Members {
  return Object.defineProperties(target, Object.getOwnPropertyDescriptors(members)) as Target & Members;
}

/** @see https://nodejs.org/api/process.html */
const process = extend(new EventEmitter(), {
  title: 'node',
  version: NODE_VERSION,
  versions: { node: NODE_VERSION.slice(1), v8: '13.6', uv: '1.52.1', modules: '137', llhttp: '9.3.1', zlib: '1.3.2' },
  arch: 'x64',
  platform: 'linux',
  release: { name: 'node', lts: 'Krypton' },
  argv: [] as string[],
  argv0: 'node',
  execArgv: [] as string[],
  execPath: '/usr/local/bin/node',
  debugPort: 9229,
  features: {
    inspector: false,
    debug: false,
    uv: true,
    ipv6: true,
    tls: false,
    typescript: 'strip',
    require_module: true,
  },
  config: { target_defaults: {}, variables: {} },
  allowedNodeEnvironmentFlags: new Set<string>(),
  moduleLoadList: [] as string[],
  report: undefined,
  domain: null,

  get pid(): number {
    return system().start.pid;
  },
  get ppid(): number {
    return system().start.ppid;
  },
  get env(): Record<string, string | undefined> {
    return env();
  },
  get stdin(): StandardInput {
    return stdin();
  },
  get stdout(): StandardOutput {
    return stdout();
  },
  get stderr(): StandardOutput {
    return stderr();
  },
  get exitCode(): number | undefined {
    return exitCode;
  },
  set exitCode(code: unknown) {
    exitCode = readExitCode(code);
  },
  get _exiting(): boolean {
    return exiting;
  },
  [Symbol.toStringTag]: 'process',

  cwd: () => cwd ?? system().start.cwd,
  chdir(directory: unknown) {
    if (typeof directory !== 'string') throw invalidArgType('directory', 'of type string', directory);
    const path = directory.startsWith('/') ? directory : `${process.cwd()}/${directory}`;
    if (system().files.find(path)?.kind !== 'directory') {
      const message = `ENOENT: no such file or directory, chdir ${process.cwd()} -> '${directory}'`;
      throw Object.assign(new Error(message), {
        errno: -2,
        code: 'ENOENT',
        syscall: 'chdir',
        path: process.cwd(),
        dest: directory,
      });
    }
    const parts: string[] = [];
    for (const part of path.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    cwd = `/${parts.join('/')}`;
  },
  umask(value?: number) {
    const before = mask;
    if (value !== undefined) mask = Number(value) & 0o777;
    return before;
  },
  getuid: () => USER,
  geteuid: () => USER,
  getgid: () => USER,
  getegid: () => USER,
  getgroups: () => [USER],

  nextTick(callback: unknown, ...args: unknown[]) {
    if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
    const bound = bindContext(callback as Callback);
    queueTick(args.length === 0 ? bound : () => bound(...args));
  },
  hrtime,
  uptime,
  memoryUsage,
  cpuUsage,
  resourceUsage: () => ({ userCPUTime: cpuUsage().user, systemCPUTime: 0, maxRSS: memoryUsage().rss / 1024 }),
  availableMemory: () => 0,
  constrainedMemory: () => 0,
  getActiveResourcesInfo: () => [] as string[],

  /** Ends the process: 'exit' listeners run, what was printed still leaves, nothing else does. */
  exit(code?: unknown): never {
    if (code !== undefined) exitCode = readExitCode(code);
    process._sayExit();
    return system().exit(exitCode ?? 0);
  },
  /** Emits 'exit', once. */
  _sayExit(): void {
    if (exiting) return;
    exiting = true;
    process.emit('exit', exitCode ?? 0);
  },
  reallyExit(code?: number): never {
    return system().exit(code ?? exitCode ?? 0);
  },
  abort(): never {
    process.stderr.write('Aborted\n');
    return system().exit(134);
  },
  kill(pid: unknown, signal: unknown = 'SIGTERM') {
    if (typeof pid !== 'number') throw invalidArgType('pid', 'of type number', pid);
    if (signal !== 0) system().kill(pid, readSignal(signal));
    return true;
  },

  emitWarning(warning: unknown, type?: string | (() => void), code?: unknown) {
    const made = toWarning(warning, type, code);
    if (made.name === 'DeprecationWarning' && Reflect.get(process, 'noDeprecation')) return;
    process.nextTick(() => process.emit('warning', made));
  },
  setUncaughtExceptionCaptureCallback(callback: ((error: unknown) => void) | null) {
    if (callback !== null && typeof callback !== 'function')
      throw invalidArgType('fn', 'of type function or null', callback);
    if (callback && capture) {
      throw codedError(
        Error,
        'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET',
        '`process.setupUncaughtExceptionCapture()` was called while a capture callback was already active',
      );
    }
    capture = callback;
  },
  hasUncaughtExceptionCaptureCallback: () => capture !== null,

  setSourceMapsEnabled(_enabled: boolean) {},
  binding: unavailable('binding()'),
  dlopen: unavailable('dlopen()'),
  loadEnvFile: unavailable('loadEnvFile()'),
  /** Set by the module system, which knows the built-ins. */
  getBuiltinModule: (_id: string): object | undefined => undefined,
});

process.on('warning', (warning: Warning) => {
  process.stderr.write(describeWarning(warning, system().start.pid));
});

/** `process.argv`, once the program's file is known. */
export function setArguments(argv: readonly string[], execArgv: readonly string[] = []): void {
  process.argv = [...argv];
  process.execArgv = [...execArgv];
}

/** Who takes uncaught exceptions before 'uncaughtException' listeners do. */
export function uncaughtExceptionCapture(): ((error: unknown) => void) | null {
  return capture;
}

export default process;
