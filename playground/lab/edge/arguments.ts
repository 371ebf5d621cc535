import path from 'node:path';
import type { EdgeSource } from './edge.ts';

export interface EdgeArguments {
  /** Null for a person's use: log lines instead of the control channel. */
  readonly control: string | null;
  /** Null leaves the ports of a configuration file as they are. */
  readonly listen: number | null;
  readonly source: EdgeSource;
  /** Pages get what a preview in a browser needs, with a configuration file too. */
  readonly preview: boolean;
  /** Only says whether the configuration is sound. */
  readonly test: boolean;
}

export const USAGE = `Usage: edge -c <nginx.conf> [-p <prefix>] [-t] [--preview] [--control <nonce>] [--listen <port>]
       edge [--control <nonce>] [--listen <port>] [--root <folder>] [--upstream <port>]`;

/** Says which argument is wrong. */
export class UsageError extends Error {}

const OPTIONS = ['-c', '-p', '--control', '--listen', '--root', '--upstream'] as const;

type Option = (typeof OPTIONS)[number];

function parsePort(option: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new UsageError(`${option} needs a port number, not “${text}”`);
  return port;
}

/**
 * Without a configuration file: listen on 8000, serve the current folder, pass on to 3000. A relative `-c` starts from
 * `-p`, as nginx's does, else from the current folder. Throws a {@link UsageError}.
 */
export function parseArguments(words: readonly string[]): EdgeArguments {
  const given = new Map<Option, string>();
  let test = false;
  let preview = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === '-t') {
      test = true;
      continue;
    }
    if (word === '--preview') {
      preview = true;
      continue;
    }
    const option = OPTIONS.find((known) => known === word);
    if (!option) throw new UsageError(`unknown argument “${word}”`);
    const value = words[++index];
    if (value === undefined || value === '') throw new UsageError(`${option} needs a value`);
    given.set(option, value);
  }
  const listen = given.get('--listen');
  const port = listen === undefined ? null : parsePort('--listen', listen);
  const control = given.get('--control') ?? null;
  const conf = given.get('-c');
  if (conf === undefined) {
    if (test || given.has('-p')) throw new UsageError(`${test ? '-t' : '-p'} needs -c`);
    const upstream = parsePort('--upstream', given.get('--upstream') ?? '3000');
    return {
      control,
      listen: port ?? 8000,
      source: { root: given.get('--root') ?? '.', upstream },
      preview: true,
      test,
    };
  }
  if (given.has('--root') || given.has('--upstream')) {
    throw new UsageError('-c says by itself what --root and --upstream say');
  }
  const prefix = path.resolve(given.get('-p') ?? path.dirname(conf));
  const file = given.has('-p') ? path.resolve(prefix, conf) : path.resolve(conf);
  return { control, listen: port, source: { conf: file, prefix }, preview: preview || control !== null, test };
}
