import { parseArgs } from 'node:util';
import { UsageError } from '../port-arguments.ts';

export interface SwarmArguments {
  readonly url: URL;
  readonly clients: number;
  /** Milliseconds over which the clients are opened. */
  readonly ramp: number;
  /** Milliseconds until it ends by itself; null to go on until it is told to stop. */
  readonly duration: number | null;
  /** Milliseconds until a client reconnects when the server has not said. */
  readonly retry: number;
  /** The field of an event's JSON that numbers it; null for its id. */
  readonly sequence: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The server's process, whose memory is measured. */
  readonly pid: number | null;
  readonly output: 'text' | 'json' | { readonly control: string };
}

export const USAGE =
  'Usage: swarm --url <url> [--clients <n>] [--ramp <seconds>] [--duration <seconds>] [--retry <ms>]\n' +
  '             [--sequence <field>] [--header <name: value>]… [--pid <process>] [--json | --control <nonce>]';

function number(option: string, text: string, whole: boolean): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || (whole && !Number.isInteger(value))) {
    throw new UsageError(`${option} needs a ${whole ? 'whole ' : ''}number, not “${text}”`);
  }
  return value;
}

function parseUrl(text: string | undefined): URL {
  if (text === undefined) throw new UsageError('--url is missing');
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError(`--url needs an http: or https: address, not “${text}”`);
  }
  return url;
}

function parseHeaders(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError(`--header needs “name: value”, not “${line}”`);
      return [name, value];
    }),
  );
}

function readOptions(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        url: { type: 'string' },
        clients: { type: 'string', default: '100' },
        ramp: { type: 'string', default: '1' },
        duration: { type: 'string' },
        retry: { type: 'string', default: '3000' },
        sequence: { type: 'string' },
        header: { type: 'string', multiple: true, default: [] },
        pid: { type: 'string' },
        json: { type: 'boolean', default: false },
        control: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Throws a {@link UsageError}. */
export function parseArguments(words: readonly string[]): SwarmArguments {
  const values = readOptions(words);
  const clients = number('--clients', values.clients, true);
  if (clients === 0) throw new UsageError('--clients needs at least 1');
  if (values.json && values.control !== undefined) throw new UsageError('--json and --control exclude each other');
  return {
    url: parseUrl(values.url),
    clients,
    ramp: number('--ramp', values.ramp, false) * 1000,
    duration: values.duration === undefined ? null : number('--duration', values.duration, false) * 1000,
    retry: number('--retry', values.retry, true),
    sequence: values.sequence ?? null,
    headers: parseHeaders(values.header),
    pid: values.pid === undefined ? null : number('--pid', values.pid, true),
    output: values.control === undefined ? (values.json ? 'json' : 'text') : { control: values.control },
  };
}
