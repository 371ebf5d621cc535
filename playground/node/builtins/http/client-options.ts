import { Buffer } from '../buffer.ts';
import type { ConnectOptions } from '../net/arguments.ts';
import { codedError, invalidArgType } from '../net/coded-error.ts';
import type { Socket } from '../net/socket.ts';
import { Agent, globalAgent } from './agent.ts';
import { invalidProtocol, invalidToken, unescapedPath } from './errors.ts';
import { type HeadersInput, isToken } from './headers.ts';
import type { IncomingMessage } from './incoming-message.ts';

/** @see https://nodejs.org/api/http.html#httprequesturl-options-callback */
export interface RequestOptions extends ConnectOptions {
  protocol?: string | null;
  hostname?: string | null;
  path?: string;
  method?: string;
  headers?: HeadersInput;
  agent?: Agent | false | null;
  auth?: string | null;
  createConnection?: (
    options: ConnectOptions,
    created: (error: Error | null, socket?: Socket) => void,
  ) => Socket | undefined;
  defaultPort?: number;
  setHost?: boolean;
  setDefaultHeaders?: boolean;
  maxHeaderSize?: number;
  insecureHTTPParser?: boolean;
  joinDuplicateHeaders?: boolean;
  uniqueHeaders?: readonly (string | readonly string[])[];
  socketPath?: string;
  _defaultAgent?: Agent;
}

export type ResponseListener = (response: IncomingMessage) => void;

/** The request as it will be made. */
export interface Destination {
  readonly agent: Agent | null;
  readonly host: string;
  readonly port: number | string;
  readonly method: string;
  readonly path: string;
  readonly protocol: string;
  /** For the Host header: the port is left out when it is the scheme's own (RFC 9110 §7.2). */
  readonly authority: string;
}

/** Reads the forms `(url, options, cb)`, `(url, cb)` and `(options, cb)`. */
export function readArguments(args: readonly unknown[]): {
  options: RequestOptions;
  callback: ResponseListener | null;
} {
  const [first, second, third] = args;
  const url = typeof first === 'string' ? parseUrl(first) : first instanceof URL ? first : null;
  const given = url ? second : first;
  const callback = [second, third].find((argument): argument is ResponseListener => typeof argument === 'function');
  const options = typeof given === 'object' && given !== null ? (given as RequestOptions) : {};
  return { options: { ...(url ? fromUrl(url) : {}), ...options }, callback: callback ?? null };
}

/** Throws ERR_INVALID_PROTOCOL, ERR_UNESCAPED_CHARACTERS, ERR_INVALID_HTTP_TOKEN or ERR_INVALID_ARG_TYPE. */
export function readDestination(options: RequestOptions): Destination {
  const defaultAgent = options._defaultAgent ?? globalAgent;
  const agent = chooseAgent(options, defaultAgent);
  const protocol = options.protocol || defaultAgent.protocol;
  const path = String(options.path || '/');
  if (/[^\u0021-\u00ff]/.test(path)) throw unescapedPath();
  const expected = agent?.protocol || defaultAgent.protocol;
  if (protocol !== expected) throw invalidProtocol(protocol, expected);
  const defaultPort = options.defaultPort || agent?.defaultPort;
  const port = options.port || defaultPort || 80;
  const host = checkHost(options.hostname, 'hostname') || checkHost(options.host, 'host') || 'localhost';
  const bracketed = /:.*:/.test(host) && !host.startsWith('[') ? `[${host}]` : host;
  return {
    agent,
    host,
    port,
    method: readMethod(options.method),
    path,
    protocol,
    authority: Number(port) === defaultPort ? bracketed : `${bracketed}:${port}`,
  };
}

export function basicAuthorization(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

function chooseAgent(options: RequestOptions, defaultAgent: Agent): Agent | null {
  const { agent } = options;
  if (agent === false) return new Agent();
  if (agent === null || agent === undefined) {
    return typeof options.createConnection === 'function' ? null : defaultAgent;
  }
  if (typeof agent.addRequest !== 'function') {
    throw invalidArgType('options.agent', 'one of Agent-like Object, undefined, or false', agent);
  }
  return agent;
}

function readMethod(method: unknown): string {
  if (method === null || method === undefined || method === '') return 'GET';
  if (typeof method !== 'string') throw invalidArgType('options.method', 'of type string', method);
  if (!isToken(method)) throw invalidToken('Method', method);
  return method.toUpperCase();
}

function checkHost(host: unknown, name: string): string | null | undefined {
  if (host === null || host === undefined || typeof host === 'string') return host;
  throw invalidArgType(`options.${name}`, 'of type string or one of undefined or null', host);
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw Object.assign(codedError(TypeError, 'ERR_INVALID_URL', 'Invalid URL'), { input: text });
  }
}

/** `url.urlToHttpOptions`. */
function fromUrl(url: URL): RequestOptions {
  const { hostname } = url;
  return {
    protocol: url.protocol,
    hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
    path: `${url.pathname}${url.search}`,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    ...(url.username || url.password
      ? { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }
      : {}),
  };
}
