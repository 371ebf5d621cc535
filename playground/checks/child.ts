import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

const TAIL_LENGTH = 4_000;
const OUTPUT_LIMIT = 4_000_000;

export type ChildExit = { readonly code: number | null; readonly signal: string | null };

export interface ChildOptions {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Takes what belongs to the runner out of a chunk of output and returns the rest: what the learner's code printed. */
  readonly filter?: (chunk: string) => string;
}

/** A `node` process that runs learner code. Keeps the end of what it prints, and stops it when it prints without end. */
export class Child {
  readonly exited: Promise<ChildExit>;
  readonly #process: ChildProcessWithoutNullStreams;
  #exit: ChildExit | null = null;
  #tail = '';
  #printed = 0;

  constructor({ args, cwd, env, filter }: ChildOptions) {
    this.#process = spawn(process.execPath, [...args], {
      cwd,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: 'pipe',
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
      stream.on('data', (chunk: Uint8Array) => {
        const text = decoder.decode(chunk, { stream: true });
        this.#keep(filter && stream === this.#process.stdout ? filter(text) : text);
      });
    }
    // A child that died reads no more; its exit says so.
    this.#process.stdin.on('error', () => {});
  }

  /** Null while it runs. */
  get exit(): ChildExit | null {
    return this.#exit;
  }

  get flooded(): boolean {
    return this.#printed > OUTPUT_LIMIT;
  }

  /** The last lines that it printed. */
  get output(): readonly string[] {
    const lines = this.#tail.split(/\r?\n/).filter((line) => line.trim() !== '');
    return this.#printed > this.#tail.length ? ['…', ...lines.slice(1)] : lines;
  }

  write(text: string): void {
    this.#process.stdin.write(text);
  }

  /** Resolves once it is gone. */
  async kill(): Promise<void> {
    if (!this.#exit) this.#process.kill('SIGKILL');
    await this.exited;
  }

  #keep(text: string): void {
    this.#printed += text.length;
    this.#tail = (this.#tail + text).slice(-TAIL_LENGTH);
    if (this.flooded && !this.#exit) this.#process.kill('SIGKILL');
  }
}

export function describeExit({ code, signal }: ChildExit): string {
  return signal ? `ended by ${signal}` : `exited with code ${code ?? 'unknown'}`;
}
