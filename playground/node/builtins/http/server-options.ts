import { invalidArgType, outOfRange } from '../net/coded-error.ts';
import type { Socket } from '../net/socket.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { OutgoingOptions } from './outgoing-message.ts';
import type { ServerResponse } from './server-response.ts';

export type IncomingMessageClass = new (socket: Socket) => IncomingMessage;
export type ServerResponseClass = new (req: IncomingMessage, options?: OutgoingOptions) => ServerResponse;

/** Durations in milliseconds. @see https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener */
export interface HttpServerOptions {
  IncomingMessage?: IncomingMessageClass;
  ServerResponse?: ServerResponseClass;
  maxHeaderSize?: number;
  requestTimeout?: number;
  headersTimeout?: number;
  keepAliveTimeout?: number;
  keepAliveTimeoutBuffer?: number;
  connectionsCheckingInterval?: number;
  requireHostHeader?: boolean;
  joinDuplicateHeaders?: boolean;
  rejectNonStandardBodyWrites?: boolean;
  shouldUpgradeCallback?: (req: IncomingMessage) => boolean;
  uniqueHeaders?: readonly (string | readonly string[])[];
  noDelay?: boolean;
  keepAlive?: boolean;
  keepAliveInitialDelay?: number;
  highWaterMark?: number;
  insecureHTTPParser?: boolean;
}

export interface ServerTimeouts {
  requestTimeout: number;
  headersTimeout: number;
  keepAliveTimeout: number;
  keepAliveTimeoutBuffer: number;
  connectionsCheckingInterval: number;
}

/** Node's defaults. Throws ERR_OUT_OF_RANGE or ERR_INVALID_ARG_TYPE. */
export function readTimeouts(options: HttpServerOptions): ServerTimeouts {
  const requestTimeout = duration(options.requestTimeout, 'requestTimeout', 300_000);
  const headersTimeout = duration(options.headersTimeout, 'headersTimeout', Math.min(60_000, requestTimeout));
  if (requestTimeout > 0 && headersTimeout > requestTimeout) {
    throw outOfRange('headersTimeout', '<= requestTimeout', headersTimeout);
  }
  return {
    requestTimeout,
    headersTimeout,
    keepAliveTimeout: duration(options.keepAliveTimeout, 'keepAliveTimeout', 5_000),
    keepAliveTimeoutBuffer: duration(options.keepAliveTimeoutBuffer, 'keepAliveTimeoutBuffer', 1_000),
    connectionsCheckingInterval: duration(options.connectionsCheckingInterval, 'connectionsCheckingInterval', 30_000),
  };
}

function duration(value: unknown, name: string, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0) throw outOfRange(name, `>= 0 && <= ${Number.MAX_SAFE_INTEGER}`, value);
  return value;
}

export function lowerCaseSet(names: readonly (string | readonly string[])[] | undefined): ReadonlySet<string> | null {
  return names ? new Set(names.flat().map((name) => name.toLowerCase())) : null;
}
