import type { ExitStatus, OutputStream, Signal } from '#machine/protocol.ts';
import { acquire, type Handle } from '../../liveness.ts';
import { runCallback } from '../../process-lifecycle.ts';
import { type SystemChild, system } from '../../system.ts';
import { EventEmitter } from '../events.ts';
import { codedError } from '../net/coded-error.ts';
import type { Readable, Writable } from '../stream.ts';
import { clearTimeout, setImmediate, setTimeout } from '../timers.ts';
import { ParentChannel } from './channel.ts';
import type { SpawnPlan } from './options.ts';
import { InputPipe, OutputPipe } from './pipes.ts';
import { readSignal } from './signals.ts';
import type { Route } from './stdio.ts';

const ENOENT = -2;

/** @see https://nodejs.org/api/child_process.html#class-childprocess */
export class ChildProcess extends EventEmitter {
  stdin: Writable | null = null;
  stdout: Readable | null = null;
  stderr: Readable | null = null;
  stdio: (Readable | Writable | null)[] = [];
  /** Known once 'spawn' was emitted: the machine starts processes asynchronously. */
  pid: number | undefined = undefined;
  exitCode: number | null = null;
  signalCode: Signal | null = null;
  killed = false;
  spawnfile = '';
  spawnargs: string[] = [];
  channel: ParentChannel | undefined = undefined;
  /** There with an IPC channel alone, as in Node. */
  send: ParentChannel['send'] | undefined = undefined;
  disconnect: ParentChannel['disconnect'] | undefined = undefined;
  #child: SystemChild | null = null;
  #life: Handle | null = null;
  #stopSharingInput = () => {};
  #closesAwaited = 1;
  #cleanUp: (() => void)[] = [];

  get connected(): boolean {
    return this.channel?.connected ?? false;
  }

  /** Starts what was planned. What goes wrong is emitted as 'error', never in the same turn. */
  _start(plan: SpawnPlan): void {
    this.spawnfile = plan.file;
    this.spawnargs = [plan.file, ...plan.args];
    const stdin = plan.stdio.stdin.to === 'pipe' ? new InputPipe() : null;
    this.stdin = stdin;
    this.stdout = this.#makeOutput(plan.stdio.stdout);
    this.stderr = this.#makeOutput(plan.stdio.stderr);
    this.stdio = [this.stdin, this.stdout, this.stderr, ...Array<null>(plan.stdio.size - 3).fill(null)];
    const { command } = plan;
    if (!command) {
      process.nextTick(() => this.#onFailed(noShell(plan.args[1] ?? '')));
    } else if (!system().files.find(plan.cwd)) {
      process.nextTick(() => this.#onFailed(this.#notFound()));
    } else {
      this.#run(plan, command.name, command.args);
      stdin?.attach(this.#child);
      this.#limit(plan);
    }
  }

  /** Sends a signal. False when the child has ended. @see https://nodejs.org/api/child_process.html#subprocesskillsignal */
  kill(signal: Signal | number = 'SIGTERM'): boolean {
    if (signal === 0) return this.#child !== null;
    const name = readSignal(signal);
    if (!this.#child) return false;
    this.#child.kill(name);
    this.killed = true;
    return true;
  }

  ref(): void {
    this.#life?.ref();
  }

  unref(): void {
    this.#life?.unref();
  }

  [Symbol.dispose](): void {
    if (!this.killed) this.kill();
  }

  #run(plan: SpawnPlan, name: string, args: readonly string[]): void {
    const { cwd, env, stdio } = plan;
    this.#life = acquire();
    const child = system().spawn(
      { command: name, args, cwd, env, ipc: stdio.ipc },
      {
        started: (pid) => runCallback(() => this.#onStarted(pid)),
        failed: (code) => runCallback(() => this.#onRefused(plan, name, code)),
        output: (stream, bytes) => runCallback(() => this.#onOutput(plan, stream, bytes)),
        message: (message) => runCallback(() => this.emit('message', message, undefined)),
        disconnected: () => runCallback(() => this.#onDisconnect()),
        exited: (status) => runCallback(() => this.#onExited(status)),
      },
    );
    this.#child = child;
    if (stdio.ipc) {
      this.#closesAwaited++;
      const channel = new ParentChannel(child, plan.serialization, (error) => this.emit('error', error));
      this.channel = channel;
      this.send = (message, ...rest) => channel.send(message, ...rest);
      this.disconnect = () => channel.disconnect();
    }
    if (stdio.stdin.to === 'nothing') child.input(null);
    else if (stdio.stdin.to === 'parent') this.#shareInput(child);
  }

  /** What arrives at this process's stdin goes to the child, as when both read the same terminal. */
  #shareInput(child: SystemChild): void {
    const { stdin } = process;
    const onData = (bytes: Uint8Array) => child.input(bytes.slice());
    const onEnd = () => child.input(null);
    stdin.on('data', onData);
    stdin.on('end', onEnd);
    this.#stopSharingInput = () => {
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      stdin.pause();
    };
  }

  #limit({ timeout, signal, killSignal }: SpawnPlan): void {
    if (timeout > 0) {
      const timer = setTimeout(() => void this.kill(killSignal), timeout);
      this.#cleanUp.push(() => clearTimeout(timer));
    }
    if (!signal) return;
    const onAbort = () => {
      if (this.kill(killSignal)) this.emit('error', abortError(signal.reason));
    };
    if (signal.aborted) process.nextTick(onAbort);
    else signal.addEventListener('abort', onAbort);
    this.#cleanUp.push(() => signal.removeEventListener('abort', onAbort));
  }

  #makeOutput(route: Route): OutputPipe | null {
    if (route.to !== 'pipe') return null;
    const pipe = new OutputPipe();
    this.#closesAwaited++;
    pipe.on('close', () => this.#settle());
    return pipe;
  }

  #onStarted(pid: number): void {
    this.pid = pid;
    this.emit('spawn');
  }

  #onOutput({ stdio }: SpawnPlan, stream: OutputStream, bytes: Uint8Array): void {
    const route = stdio[stream];
    if (route.to === 'pipe') this[stream]?.push(bytes);
    else if (route.to === 'parent') system().output(route.fd === 2 ? 'stderr' : 'stdout', bytes);
  }

  #onRefused(plan: SpawnPlan, name: string, code: 'ENOENT' | 'EAGAIN'): void {
    if (!plan.shell || code !== 'ENOENT') {
      this.#onFailed(code === 'ENOENT' ? this.#notFound() : spawnError('EAGAIN', -11, this));
      return;
    }
    this.emit('spawn');
    this.#onOutput(plan, 'stderr', new TextEncoder().encode(`/bin/sh: 1: ${name}: not found\n`));
    this.#onExited({ code: 127, signal: null });
  }

  #notFound(): Error {
    return spawnError('ENOENT', ENOENT, this);
  }

  #onFailed(error: Error): void {
    this.#release();
    this.#closeChannel();
    this.exitCode = ENOENT;
    this.emit('error', error);
    this.#endStreams();
    process.nextTick(() => this.#drop());
    this.#settle();
  }

  #onDisconnect(): void {
    if (!this.channel?.close()) return;
    this.emit('disconnect');
    this.#settle();
  }

  #onExited({ code, signal }: ExitStatus): void {
    this.#child = null;
    this.#endStreams();
    // What was written before the exit is read first, as from a pipe.
    setImmediate(() => {
      this.#release();
      this.#onDisconnect();
      this.exitCode = code;
      this.signalCode = signal;
      this.emit('exit', code, signal);
      process.nextTick(() => this.#drop());
      this.#settle();
    });
  }

  #endStreams(): void {
    this.stdin?.destroy();
    this.stdout?.push(null);
    this.stderr?.push(null);
  }

  /** Output that nobody reads must not keep 'close' from coming. */
  #drop(): void {
    for (const stream of [this.stdout, this.stderr]) if (stream?.readable) stream.resume();
  }

  #closeChannel(): void {
    if (this.channel?.close()) this.#closesAwaited--;
  }

  #release(): void {
    this.#child = null;
    this.#life?.release();
    this.#stopSharingInput();
    for (const cleanUp of this.#cleanUp.splice(0)) cleanUp();
  }

  /** 'close' comes when the child has ended and its streams and channel are closed too. */
  #settle(): void {
    this.#closesAwaited--;
    if (this.#closesAwaited === 0) this.emit('close', this.exitCode, this.signalCode);
  }
}

function spawnError(code: string, errno: number, { spawnfile, spawnargs }: ChildProcess): Error {
  const error = new Error(`spawn ${spawnfile} ${code}`);
  return Object.assign(error, {
    errno,
    code,
    syscall: `spawn ${spawnfile}`,
    path: spawnfile,
    spawnargs: spawnargs.slice(1),
  });
}

function noShell(line: string): Error {
  return codedError(
    Error,
    'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    `This machine has no shell: it runs one program with its arguments, not "${line}".`,
  );
}

function abortError(cause: unknown): Error {
  const error = new Error('The operation was aborted', { cause });
  return Object.assign(error, { code: 'ABORT_ERR', name: 'AbortError' });
}
