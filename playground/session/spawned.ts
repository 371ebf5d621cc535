import type { WebContainerProcess } from '@webcontainer/api';
import type { Machine } from './machine.ts';

/** How long a machine may take to start a process, in milliseconds. One that takes longer never will. */
const SPAWN_LIMIT_MS = 8_000;

/** How long output may trail behind the exit before it is given up, in milliseconds. */
const TRAILING_OUTPUT_MS = 1000;

/** How long a machine may take to report that a killed process is gone, in milliseconds. */
const KILL_LIMIT_MS = 3_000;

/** What a shell says of a process that was killed: 128 and the signal's number. */
export const KILLED = 137;

export interface Program {
  /** After the command. */
  readonly args: readonly string[];
  /** Relative to the machine's working directory, which it is without. */
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onText: (text: string) => void;
}

/** A process on the machine. */
export interface Spawned {
  /** The exit code, once all that the process printed was handed over. Never rejects. */
  readonly ended: Promise<number>;
  /** Kills it; resolves when it is gone, or when a machine that no longer answers has had 3 s to say so. */
  kill(): Promise<number>;
  /** Types into its standard input. Ignored once it has ended. */
  write(text: string): void;
}

/** Runs `node`, without colours unless `env` asks for them. Rejects as {@link spawnCommand} does. */
export function spawnNode(machine: Machine, program: Program): Promise<Spawned> {
  // Where both are set, Node warns that it obeys only one.
  const colours: Program['env'] = Object.hasOwn(program.env, 'FORCE_COLOR') ? {} : { NO_COLOR: '1', FORCE_COLOR: '0' };
  return spawnCommand(machine, 'node', { ...program, env: { ...colours, ...program.env } });
}

/** Rejects when the machine starts no further process, or does not answer. */
export async function spawnCommand(
  machine: Machine,
  command: string,
  { args, cwd, env, onText }: Program,
): Promise<Spawned> {
  const process = await withinLimit(machine.spawn(command, [...args], { ...(cwd !== undefined && { cwd }), env }));
  const input = process.input.getWriter();
  let running = true;
  const printed = readAll(process.output, onText);
  const ended = (async () => {
    const code = await process.exit.catch(() => 1);
    running = false;
    await Promise.race([printed, afterwards(TRAILING_OUTPUT_MS)]);
    return code;
  })();
  return {
    ended,
    kill() {
      if (running) process.kill();
      return Promise.race([ended, afterwards(KILL_LIMIT_MS).then(() => KILLED)]);
    },
    write(text) {
      if (running) input.write(text).catch(() => {});
    },
  };
}

function afterwards(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function readAll(output: ReadableStream<string>, onText: (text: string) => void): Promise<void> {
  const reader = output.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (value !== '') onText(value);
  }
}

async function withinLimit(spawning: Promise<WebContainerProcess>): Promise<WebContainerProcess> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error('the machine does not answer. Reload the page for a new one; your edits are kept.'));
      // Should it start after all, nobody wants it any more.
      spawning.then((process) => process.kill()).catch(() => {});
    }, SPAWN_LIMIT_MS);
  });
  try {
    return await Promise.race([spawning, limit]);
  } finally {
    clearTimeout(timer);
  }
}
