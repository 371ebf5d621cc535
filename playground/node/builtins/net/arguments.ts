import type { LookupFunction } from './lookup.ts';

export interface ConnectOptions {
  port?: number | string;
  host?: string;
  path?: string;
  family?: number;
  localAddress?: string;
  localPort?: number;
  lookup?: LookupFunction;
  autoSelectFamily?: boolean;
  timeout?: number;
  allowHalfOpen?: boolean;
  highWaterMark?: number;
  noDelay?: boolean;
  keepAlive?: boolean;
  keepAliveInitialDelay?: number;
  signal?: AbortSignal;
}

export interface ListenOptions {
  port?: number | string | null;
  host?: string;
  path?: string;
  backlog?: number;
  exclusive?: boolean;
  signal?: AbortSignal;
}

/** Called as a listener is: `this` is the emitter. */
export type Callback = (this: unknown) => void;

/**
 * Reads the argument forms that `connect` and `listen` share: `(options, cb)`, `(path, cb)`, `(port, host, …, cb)`.
 *
 * @see https://nodejs.org/api/net.html#socketconnect
 */
export function normalizeArguments<Options extends { port?: number | string | null; host?: string; path?: string }>(
  args: readonly unknown[],
): { options: Options; callback: Callback | null } {
  const [first, second] = args;
  const last = args.at(-1);
  const callback = isCallback(last) ? last : null;
  return { options: readOptions<Options>(first, second), callback };
}

function readOptions<Options extends { port?: number | string | null; host?: string; path?: string }>(
  first: unknown,
  second: unknown,
): Options {
  if (typeof first === 'object' && first !== null) return { ...(first as Options) };
  const options: { port?: number | string; host?: string; path?: string } = {};
  if (isPipeName(first)) options.path = first;
  else if (typeof first === 'number' || typeof first === 'string') options.port = first;
  if (typeof second === 'string') options.host = second;
  return options as Options;
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function';
}

function isPipeName(value: unknown): value is string {
  return typeof value === 'string' && !/^\d+$/.test(value.trim());
}
