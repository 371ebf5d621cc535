/** Says which argument is wrong. */
export class UsageError extends Error {}

export interface PortArguments {
  readonly port: number;
  readonly host: string;
}

/** Reads a port number; 0 asks for a free one. Throws a {@link UsageError}. */
export function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new UsageError(`${option} needs a port number, not “${text}”`);
  return port;
}

/** Reads `--port` and `--host`, by default 127.0.0.1. Throws a {@link UsageError}. */
export function parsePortArguments(words: readonly string[], defaultPort: number): PortArguments {
  let parsed: PortArguments = { port: defaultPort, host: '127.0.0.1' };
  for (let index = 0; index < words.length; index += 2) {
    const option = words[index]!;
    const value = words[index + 1];
    if (option !== '--port' && option !== '--host') throw new UsageError(`unknown argument “${option}”`);
    if (value === undefined || value === '') throw new UsageError(`${option} needs a value`);
    parsed = option === '--host' ? { ...parsed, host: value } : { ...parsed, port: parsePort(option, value) };
  }
  return parsed;
}
