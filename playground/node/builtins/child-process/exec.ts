import { Buffer } from '../buffer.ts';
import { codedError, invalidArgType } from '../net/coded-error.ts';
import type { Readable } from '../stream.ts';
import { ChildProcess } from './child.ts';
import { planSpawn, readArguments, type SpawnOptions } from './options.ts';

/** @see https://nodejs.org/api/child_process.html#child_processexecfilefile-args-options-callback */
export interface ExecOptions extends SpawnOptions {
  encoding?: BufferEncoding | 'buffer' | null;
  /** Bytes of stdout or stderr after which the child is killed. */
  maxBuffer?: number;
}

export type ExecCallback = (error: Error | null, stdout: string | Buffer, stderr: string | Buffer) => void;

const MAX_BUFFER = 1024 * 1024;

export function execFile(file: string, ...rest: unknown[]): ChildProcess {
  const callback = readCallback(rest);
  const [second, third] = rest.filter((argument) => typeof argument !== 'function');
  const { args, options } = readArguments(second, third);
  return run(file, args, options, callback, [file, ...args].join(' '));
}

/** Runs one program with its arguments: there is no shell on the machine for more than that. */
export function exec(command: string, ...rest: unknown[]): ChildProcess {
  if (typeof command !== 'string') throw invalidArgType('command', 'of type string', command);
  const callback = readCallback(rest);
  const [given] = rest.filter((argument) => typeof argument !== 'function');
  const { options } = readArguments(undefined, given);
  return run(command, [], { ...options, shell: options.shell || true }, callback, command);
}

function run(
  file: string,
  args: readonly string[],
  options: ExecOptions,
  callback: ExecCallback | null,
  command: string,
): ChildProcess {
  const child = new ChildProcess();
  const encoding = options.encoding === undefined ? 'utf8' : options.encoding;
  const maxBuffer = options.maxBuffer ?? MAX_BUFFER;
  child._start(planSpawn(file, args, { ...options, stdio: 'pipe' }));
  let failure: Error | null = null;
  const overflow = (stream: 'stdout' | 'stderr') => {
    failure ??= codedError(RangeError, 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER', `${stream} maxBuffer length exceeded`);
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.kill();
  };
  const stdout = new Collected(child.stdout, maxBuffer, () => overflow('stdout'));
  const stderr = new Collected(child.stderr, maxBuffer, () => overflow('stderr'));
  let reported = false;
  const report = (error: Error | null) => {
    if (reported) return;
    reported = true;
    if (error) Object.assign(error, { cmd: command });
    callback?.(error, stdout.take(encoding), stderr.take(encoding));
  };
  child.on('error', (error: Error) => {
    failure ??= error;
    report(failure);
  });
  child.on('close', (code: number | null, signal: string | null) => {
    if (failure || (code === 0 && signal === null)) report(failure);
    else report(commandFailed(command, stderr.take('utf8'), { code, killed: child.killed, signal }));
  });
  return child;
}

function commandFailed(command: string, stderr: string | Buffer, details: object): Error {
  return Object.assign(new Error(`Command failed: ${command}\n${String(stderr)}`), details);
}

/** What a stream brought, up to a limit. */
class Collected {
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;

  constructor(stream: Readable | null, limit: number, overflow: () => void) {
    stream?.on('data', (chunk: Uint8Array) => {
      const room = limit - this.#bytes;
      this.#bytes += chunk.byteLength;
      if (room <= 0) return;
      this.#chunks.push(chunk.subarray(0, room));
      if (chunk.byteLength > room) overflow();
    });
  }

  take(encoding: BufferEncoding | 'buffer' | null): string | Buffer {
    const bytes = Buffer.concat(this.#chunks);
    return encoding && encoding !== 'buffer' ? bytes.toString(encoding) : bytes;
  }
}

function readCallback(args: readonly unknown[]): ExecCallback | null {
  return args.find((argument): argument is ExecCallback => typeof argument === 'function') ?? null;
}

type Runner = (command: string, ...rest: unknown[]) => ChildProcess;

/** What `util.promisify` makes of `exec` and `execFile`: a promise of both outputs, with the child on it. */
function promised(runner: Runner) {
  return (command: string, ...rest: unknown[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<{ stdout: string | Buffer; stderr: string | Buffer }>();
    const child = runner(command, ...rest, (error: Error | null, stdout: string | Buffer, stderr: string | Buffer) => {
      if (error) reject(Object.assign(error, { stdout, stderr }));
      else resolve({ stdout, stderr });
    });
    return Object.assign(promise, { child });
  };
}

for (const runner of [exec, execFile]) {
  Object.defineProperty(runner, Symbol.for('nodejs.util.promisify.custom'), { value: promised(runner) });
}
