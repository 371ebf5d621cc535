import type { Machine } from './machine.ts';

/** How long output may trail behind the exit before it is given up, in milliseconds. */
const TRAILING_OUTPUT_MS = 1000;

export interface Program {
  /** After `node`. */
  readonly args: readonly string[];
  /** Relative to the machine's working directory, which it is without. */
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onText: (text: string) => void;
}

/** A `node` process on the machine. */
export interface Spawned {
  /** The exit code, once all that the process printed was handed over. Never rejects. */
  readonly ended: Promise<number>;
  /** Kills it; resolves when it is gone. */
  kill(): Promise<number>;
  /** Types into its standard input. Ignored once it has ended. */
  write(text: string): void;
}

/** Rejects when the machine starts no further process. */
export async function spawnNode(machine: Machine, { args, cwd, env, onText }: Program): Promise<Spawned> {
  const process = await machine.spawn('node', [...args], {
    ...(cwd !== undefined && { cwd }),
    env: { NO_COLOR: '1', FORCE_COLOR: '0', ...env },
  });
  const input = process.input.getWriter();
  let running = true;
  const printed = readAll(process.output, onText);
  const ended = (async () => {
    const code = await process.exit.catch(() => 1);
    running = false;
    await Promise.race([printed, new Promise((resolve) => setTimeout(resolve, TRAILING_OUTPUT_MS))]);
    return code;
  })();
  return {
    ended,
    kill() {
      if (running) process.kill();
      return ended;
    },
    write(text) {
      if (running) input.write(text).catch(() => {});
    },
  };
}

async function readAll(output: ReadableStream<string>, onText: (text: string) => void): Promise<void> {
  const reader = output.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (value !== '') onText(value);
  }
}
