import type { Booted } from './boot.ts';
import { type Spawned, spawnNode } from './spawned.ts';

export interface ServerProgram {
  /** Relative to the machine's working directory. */
  readonly folder: string;
  readonly entry: string;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly onText: (text: string) => void;
}

/** How long a server may take until it is told that nothing listens, in milliseconds. */
const PATIENCE_MS = 4_000;

export interface ServerProcess extends Spawned {
  /** Resolves once it listens on its port. May never. */
  readonly listening: Promise<unknown>;
}

/**
 * Runs the learner's server: `node <entry>` in the project's folder, with `PORT` set. `advise` is told, in a sentence,
 * when it seems to listen elsewhere or nowhere.
 */
export async function startServer(
  { machine, ports, typescript }: Booted,
  { folder, entry, port, env, onText }: ServerProgram,
  advise: (line: string) => void,
): Promise<ServerProcess> {
  const waiting = new AbortController();
  const listening = ports.opened(port, waiting.signal);
  const spawned = await spawnNode(machine, {
    args: [entry],
    cwd: folder,
    env: { FORCE_COLOR: '1', ...typescript.env, ...env, PORT: String(port) },
    onText,
  });
  const advice = setTimeout(
    () => advise(`${entry} runs, but nothing listens on port ${port} yet: that is what PORT says.`),
    PATIENCE_MS,
  );
  const done = () => {
    clearTimeout(advice);
    waiting.abort();
  };
  ports.onStray(waiting.signal, (stray) => {
    clearTimeout(advice);
    advise(`Something listens on port ${stray}, but PORT is ${port}: use Number(process.env.PORT).`);
  });
  void listening.then(done);
  void spawned.ended.then(done);
  return { ...spawned, listening };
}
