import { installAbort } from './abort.ts';
import { BAD_PORTS } from './fetch/bad-ports.ts';
import { fetchFailed, noNetwork, noTls } from './fetch/errors.ts';
import { type Answer, exchange, type Outgoing } from './fetch/exchange.ts';
import { fetchedResponse } from './fetch/fetched-response.ts';
import { follow, isRedirect, MAX_REDIRECTS } from './fetch/redirect.ts';
import { type MachineRequestInit, Request } from './fetch/request.ts';
import { Response } from './fetch/response.ts';
import { decodeBody } from './fetch/response-body.ts';
import { resolveHost } from './net/lookup.ts';

const nativeFetch = globalThis.fetch;

/** What needs no network. */
const LOCAL_SCHEMES = new Set(['data:', 'blob:']);

/**
 * `fetch` for the machine's own ports. Any other host rejects: the machine has no network beyond itself.
 *
 * @see https://nodejs.org/api/globals.html#fetch
 */
export async function fetch(input: RequestInfo | URL, init?: MachineRequestInit): Promise<globalThis.Response> {
  const request = new Request(input, init);
  const url = new URL(request.url);
  if (LOCAL_SCHEMES.has(url.protocol)) return nativeFetch(url, { signal: request.signal });
  request.signal.throwIfAborted();
  try {
    return await fetchHttp(request, url);
  } catch (error) {
    if (request.signal.aborted && error === request.signal.reason) throw error;
    throw fetchFailed(error);
  }
}

/** Makes `fetch`, `Request` and `Response` of this process the machine's, and what aborts them speak as in Node. */
export function installFetch(): void {
  installAbort();
  const descriptor = { configurable: true, writable: true, enumerable: false };
  Object.defineProperty(globalThis, 'fetch', { ...descriptor, enumerable: true, value: fetch });
  Object.defineProperty(globalThis, 'Request', { ...descriptor, value: Request });
  Object.defineProperty(globalThis, 'Response', { ...descriptor, value: Response });
}

async function fetchHttp(request: Request, url: URL): Promise<Response> {
  const { method, headers, signal, cache } = request;
  const body = request._buffered && request.body ? new Uint8Array(await request.arrayBuffer()) : request.body;
  let outgoing: Outgoing = { url, method, headers, names: request._names, body, cache, signal };
  for (let redirects = 0; ; redirects++) {
    checkReachable(outgoing.url);
    const answer = await exchange(outgoing);
    const status = answer.response.statusCode ?? 0;
    const { location } = answer.response.headers;
    if (!isRedirect(status) || request.redirect === 'manual' || typeof location !== 'string') {
      return makeResponse(answer, outgoing, url, redirects > 0);
    }
    answer.response.resume();
    if (request.redirect === 'error') throw new Error('unexpected redirect');
    if (redirects === MAX_REDIRECTS) throw new Error('redirect count exceeded');
    outgoing = follow(outgoing, status, location);
  }
}

function checkReachable({ protocol, hostname, host, port }: URL): void {
  if (protocol !== 'http:' && protocol !== 'https:') throw new Error('unknown scheme');
  if (BAD_PORTS.has(Number(port))) throw new Error('bad port');
  const name = hostname.replace(/^\[|\]$/g, '');
  const found = resolveHost(name);
  const loopback =
    !(found instanceof Error) && found.every(({ address }) => /^(127\.|0\.0\.0\.0$|::1?$)/.test(address));
  if (!loopback) throw noNetwork(host);
  if (protocol === 'https:') throw noTls();
}

function makeResponse({ response, body }: Answer, outgoing: Outgoing, first: URL, redirected: boolean): Response {
  const { rawHeaders } = response;
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) headers.push([rawHeaders[i]!, rawHeaders[i + 1]!]);
  const url = new URL(outgoing.url);
  url.hash = '';
  const coding = String(response.headers['content-encoding'] ?? '');
  return fetchedResponse(outgoing.method === 'HEAD' ? null : decodeBody(body, coding), {
    url: url.href,
    redirected,
    type: url.origin === first.origin ? 'basic' : 'cors',
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    headers,
  });
}
