import { parseArgs } from 'node:util';

export interface ServeOptions {
  readonly sitePort: number;
  readonly runtimePort: number;
}

export class ServeUsageError extends Error {}

const DEFAULT_PORT = 4321;

function port(option: string, text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 65535) {
    throw new ServeUsageError(`${option} needs a port number from 1 to 65535, not “${text}”.`);
  }
  return number;
}

export function serveUsage(command: string): string {
  return `Usage: ${command} [-- --port <port>] [--runtime-port <port>]

  --port          where the site is served (default ${DEFAULT_PORT}; also the environment variable PORT)
  --runtime-port  where learners' code runs (default: the port after the site's)
  --help          print this`;
}

/** Null when help was asked for. Throws a {@link ServeUsageError}. */
export function parseServeOptions(words: readonly string[], environment: NodeJS.ProcessEnv): ServeOptions | null {
  let values: { readonly port?: string; readonly 'runtime-port'?: string; readonly help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...words],
      options: { port: { type: 'string' }, 'runtime-port': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    }));
  } catch (error) {
    throw new ServeUsageError(error instanceof Error ? error.message : String(error));
  }
  if (values.help) return null;
  const sitePort =
    values.port === undefined ? port('PORT', environment.PORT || String(DEFAULT_PORT)) : port('--port', values.port);
  const runtimePort = port('--runtime-port', values['runtime-port'] ?? String(sitePort + 1));
  if (sitePort === runtimePort) throw new ServeUsageError('The site and the runtime need a port each.');
  return { sitePort, runtimePort };
}
