import { parsePortArguments, UsageError } from './port-arguments.ts';

/** What a program serves: the lab's programs are run the same way. */
export interface Served {
  /** Resolves to the port once connections are accepted. Rejects with `EADDRINUSE` and the like. */
  listen(port: number, host: string): Promise<number>;
  close(): Promise<void>;
}

export interface ServedProgram {
  readonly name: string;
  readonly defaultPort: number;
  readonly create: (host: string, port: number) => Served;
}

/**
 * Runs a server as a program: says on one line where it listens, and ends on SIGTERM or SIGINT. Wrong arguments end it
 * with a usage line and exit code 2, a port that it cannot have with exit code 1.
 */
export async function serveProgram(program: ServedProgram, words: readonly string[]): Promise<void> {
  const { name } = program;
  try {
    const { port, host } = parsePortArguments(words, program.defaultPort);
    const served = program.create(host, port);
    const stop = async () => {
      await served.close();
      process.exit(0);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    const bound = await served.listen(port, host).catch((error: unknown) => {
      throw new ListenError(explainListenError(error, port));
    });
    process.stdout.write(`${name}: listening on ${host}:${bound}\n`);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${name}: ${error.message}\nUsage: ${name} [--port <port>] [--host <address>]\n`);
      process.exit(2);
    }
    if (!(error instanceof ListenError)) throw error;
    process.stderr.write(`${name}: ${error.message}\n`);
    process.exit(1);
  }
}

class ListenError extends Error {}

function explainListenError(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return `port ${port} is already in use`;
  if (code === 'EACCES') return `not allowed to listen on port ${port}`;
  return `cannot listen on port ${port}: ${error instanceof Error ? error.message : String(error)}`;
}
