export interface EdgeArguments {
  /** Null for a person's use: log lines instead of the control channel. */
  readonly control: string | null;
  readonly listen: number;
  readonly root: string;
  readonly upstream: number;
}

export const USAGE = 'Usage: edge [--control <nonce>] [--listen <port>] [--root <folder>] [--upstream <port>]';

/** Says which argument is wrong. */
export class UsageError extends Error {}

function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new UsageError(`${option} needs a port number, not “${text}”`);
  return port;
}

/** Defaults: listen on 8000, serve the current folder, pass on to 3000. Throws a {@link UsageError}. */
export function parseArguments(words: readonly string[]): EdgeArguments {
  let parsed: EdgeArguments = { control: null, listen: 8000, root: '.', upstream: 3000 };
  for (let index = 0; index < words.length; index += 2) {
    const option = words[index]!;
    const value = words[index + 1];
    if (!['--control', '--listen', '--root', '--upstream'].includes(option)) {
      throw new UsageError(`unknown argument “${option}”`);
    }
    if (value === undefined || value === '') throw new UsageError(`${option} needs a value`);
    if (option === '--control') parsed = { ...parsed, control: value };
    else if (option === '--root') parsed = { ...parsed, root: value };
    else if (option === '--listen') parsed = { ...parsed, listen: parsePort(option, value) };
    else parsed = { ...parsed, upstream: parsePort(option, value) };
  }
  return parsed;
}
