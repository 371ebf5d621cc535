import { type ChildProcess, spawn } from 'node:child_process';
import { Follower } from './clock/follower.ts';
import { CLOCK_VARIABLE, type ClockStart, type ProcessMessage } from './clock/protocol.ts';

const TAIL_LENGTH = 4_000;
const OUTPUT_LIMIT = 4_000_000;

export type ChildExit = { readonly code: number | null; readonly signal: string | null };

export interface ChildOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What its clock says when it starts, in virtual milliseconds. It must begin with the preload. */
  readonly at: number;
  /** What its `Math.random` begins with: processes of one check must not draw the same numbers. */
  readonly seed: number;
  /** Takes what belongs to the runner out of a chunk of standard output, and returns the rest. */
  readonly filter?: (chunk: string) => string;
  /** What it prints as people read it: folders may be copies, ports stand for others. */
  readonly shown?: (text: string) => string;
}

/**
 * A `node` process that follows the runner's clock. Keeps the end of what it prints, and stops it when it prints without
 * end.
 */
export class Child {
  readonly exited: Promise<ChildExit>;
  readonly follower: Follower;
  readonly #process: ChildProcess;
  readonly #shown: (text: string) => string;
  #exit: ChildExit | null = null;
  #killed = false;
  #tail = '';
  #printed = 0;

  constructor({ args, cwd, env, at, seed, filter, shown }: ChildOptions) {
    const start: ClockStart = { at, seed };
    this.#shown = shown ?? ((text) => text);
    this.#process = spawn(process.execPath, [...args], {
      cwd,
      env: { ...inherited(), NO_COLOR: '1', FORCE_COLOR: '0', ...env, [CLOCK_VARIABLE]: JSON.stringify(start) },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    });
    this.exited = new Promise((resolve) => {
      const finish = (code: number | null, signal: string | null) => {
        this.#exit ??= { code, signal };
        resolve(this.#exit);
      };
      // `close` comes after the last output, `exit` may come before it.
      this.#process.on('close', finish);
      this.#process.on('error', (error) => {
        this.#keep(String(error));
        finish(null, null);
      });
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      const decoder = new TextDecoder();
      stream?.on('data', (chunk: Uint8Array) => {
        const text = decoder.decode(chunk, { stream: true });
        this.#keep(filter && stream === this.#process.stdout ? filter(text) : text);
      });
    }
    // A child that died reads no more; its exit says so.
    this.#process.stdin?.on('error', () => {});
    this.follower = new Follower({
      exited: this.exited,
      send: (message) => {
        if (!this.#process.connected) return false;
        this.#process.send(message, () => {});
        return true;
      },
    });
    this.#process.on('message', (message) => this.follower.receive(message as ProcessMessage));
  }

  /** Null while it runs. */
  get exit(): ChildExit | null {
    return this.#exit;
  }

  get flooded(): boolean {
    return this.#printed > OUTPUT_LIMIT;
  }

  /** What ended or stopped it, when the runner did not; null while all is well. */
  get trouble(): string | null {
    if (this.flooded) return 'printed more than 4 MB and was stopped';
    if (this.#exit && !this.#killed) return describeExit(this.#exit);
    return this.follower.stuck
      ? 'is stuck: a loop that never ends, a call that blocks, or timers of 0 ms that start each other'
      : null;
  }

  /** The last lines that it printed. */
  get output(): readonly string[] {
    const lines = this.#shown(this.#tail)
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '');
    return this.#printed > this.#tail.length ? ['…', ...lines.slice(1)] : lines;
  }

  write(text: string): void {
    this.#process.stdin?.write(text);
  }

  /** Asks it to end; what it does then is its own business. */
  signal(signal: NodeJS.Signals): void {
    this.#killed = true;
    if (!this.#exit) this.#process.kill(signal);
  }

  /** Resolves once it is gone. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }

  #keep(text: string): void {
    this.#printed += text.length;
    this.#tail = (this.#tail + text).slice(-TAIL_LENGTH);
    if (this.flooded && !this.#exit) this.#process.kill('SIGKILL');
  }
}

/**
 * The runner's environment without what is about the runner itself, and without certificates: to read them takes a fifth
 * of a process's start, and it talks to this computer alone.
 */
function inherited(): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: _, NODE_EXTRA_CA_CERTS: __, ...rest } = process.env;
  return rest;
}

export function describeExit({ code, signal }: ChildExit): string {
  return signal ? `ended by ${signal}` : `exited with code ${code ?? 'unknown'}`;
}
