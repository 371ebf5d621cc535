import { Agent } from '../http/agent.ts';
import { ClientRequest } from '../http/client-request.ts';
import type { IncomingMessage } from '../http/incoming-message.ts';
import { IdleTimer } from '../net/idle-timer.ts';
import { setImmediate } from '../timers.ts';
import {
  HeadersTimeoutError,
  InvalidArgumentError,
  NotSupportedError,
  RequestContentLengthMismatchError,
  SocketError,
  translate,
} from './errors.ts';
import { streamBody } from './response-body.ts';

/** Node's fetch waits 300 s for a response to begin. @see https://undici.nodejs.org/#/docs/api/Client */
const HEADERS_TIMEOUT = 300_000;

/** Idle connections are kept for 4 s, as in Node's fetch; it has a pool of its own. */
const agent = new Agent({ keepAlive: true, timeout: 4_000 });

const DEFAULT_HEADERS = [
  ['accept', '*/*'],
  ['accept-language', '*'],
  ['sec-fetch-mode', 'cors'],
  ['user-agent', 'node'],
] as const;

/** Who asks with a condition wants the server's own answer. @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
const CONDITIONS = ['if-modified-since', 'if-none-match', 'if-unmodified-since', 'if-match', 'if-range'];

const EXPECTS_BODY = new Set(['POST', 'PUT', 'PATCH']);

export type OutgoingBody = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null;

/** One request as it goes on the wire; a redirect makes another. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** How the program wrote the names of its headers, by lower-case name, in its order. */
  readonly names: ReadonlyMap<string, string>;
  readonly body: OutgoingBody;
  readonly cache: RequestCache;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly response: IncomingMessage;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** Sends the request and resolves when the response's head is there. Rejects with the cause, or the signal's reason. */
export async function exchange(outgoing: Outgoing): Promise<Answer> {
  const { url, method } = outgoing;
  const where = { host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port || '80' };
  // As undici does: a server that closes the connection after its answer is heard before the connection is used again.
  if (agent.freeSockets[agent.getName(where)]) await new Promise((heard) => setImmediate(() => setImmediate(heard)));
  const path = `${url.pathname}${url.search}`;
  const headers = renderHeaders(outgoing);
  return converse(new ClientRequest({ agent, method, ...where, path, headers }), outgoing);
}

function converse(request: ClientRequest, { signal, body }: Outgoing): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let waiting = true;
    const settle = () => {
      waiting = false;
      timer.clear();
      signal.removeEventListener('abort', onAbort);
    };
    const giveUp = (error: unknown) => {
      if (!waiting) return;
      settle();
      reject(error);
      request.destroy();
    };
    const onAbort = () => giveUp(signal.reason);
    const timer = new IdleTimer(() => giveUp(new HeadersTimeoutError('Headers Timeout Error')));
    signal.addEventListener('abort', onAbort);
    timer.set(HEADERS_TIMEOUT);
    request.on('response', (response: IncomingMessage) => {
      settle();
      resolve({ response, body: streamBody(request, response, signal) });
    });
    request.on('continue', () => giveUp(new SocketError('bad response', request.socket)));
    request.on('upgrade', ({ socket }: IncomingMessage) => {
      giveUp(new SocketError('bad upgrade', socket));
      socket?.destroy();
    });
    request.on('error', (error: Error) => giveUp(translate(error, request.socket)));
    send(request, body).catch(giveUp);
  });
}

async function send(request: ClientRequest, body: OutgoingBody): Promise<void> {
  if (!(body instanceof ReadableStream)) {
    request.end(body ?? undefined);
    return;
  }
  const reader = body.getReader();
  request.once('close', () => void reader.cancel().catch(() => {}));
  for (;;) {
    const { value, done } = await reader.read();
    if (request.destroyed) return;
    if (done) break;
    if (!request.write(value)) await drained(request);
  }
  request.end();
}

function drained(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      request.off('drain', done);
      request.off('close', done);
      resolve();
    };
    request.on('drain', done);
    request.on('close', done);
  });
}

/** In the order in which Node's fetch writes them. Throws for what it refuses to send. */
function renderHeaders({ url, method, headers, names, body, cache }: Outgoing): string[] {
  const closes = /\bclose\b/i.test(headers.get('connection') ?? '');
  const lines = ['host', url.host, 'connection', closes ? 'close' : 'keep-alive'];
  for (const name of new Set([...names.keys(), ...headers.keys()])) {
    const value = headers.get(name);
    if (value !== null && isSent(name)) lines.push(names.get(name) ?? name, value);
  }
  const defaults = [...DEFAULT_HEADERS, ...cacheHeaders(headers, cache), ['accept-encoding', 'gzip, deflate'] as const];
  for (const [name, value] of defaults) if (!headers.has(name)) lines.push(name, value);
  return [...lines, ...renderLength(method, headers, body)];
}

function cacheHeaders(headers: Headers, cache: RequestCache): (readonly [string, string])[] {
  if (cache === 'no-cache') return headers.has('cache-control') ? [] : [['cache-control', 'max-age=0']];
  const isConditional = cache === 'default' && CONDITIONS.some((name) => headers.has(name));
  if (!isConditional && cache !== 'no-store' && cache !== 'reload') return [];
  return [
    ['pragma', 'no-cache'],
    ['cache-control', 'no-cache'],
  ];
}

function isSent(name: string): boolean {
  if (name === 'expect') throw new NotSupportedError('expect header not supported');
  if (name === 'transfer-encoding' || name === 'keep-alive' || name === 'upgrade') {
    throw new InvalidArgumentError(`invalid ${name} header`);
  }
  return name !== 'host' && name !== 'connection' && name !== 'content-length';
}

function renderLength(method: string, headers: Headers, body: OutgoingBody): string[] {
  if (body instanceof ReadableStream) return ['transfer-encoding', 'chunked'];
  if (!body) return EXPECTS_BODY.has(method) ? ['content-length', '0'] : [];
  const announced = headers.get('content-length');
  if (announced !== null && Number(announced) !== body.byteLength) {
    throw new RequestContentLengthMismatchError('Request body length does not match content-length header');
  }
  return ['content-length', String(body.byteLength)];
}
