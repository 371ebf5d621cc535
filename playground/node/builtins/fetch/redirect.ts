import type { Outgoing } from './exchange.ts';

const REDIRECT = new Set([301, 302, 303, 307, 308]);
const BODY_HEADERS = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length'];
const CREDENTIALS = ['authorization', 'proxy-authorization', 'cookie', 'host'];

export const MAX_REDIRECTS = 20;

export function isRedirect(status: number): boolean {
  return REDIRECT.has(status);
}

/**
 * The request that follows a redirect. Throws when there is none to make.
 *
 * @see https://fetch.spec.whatwg.org/#http-redirect-fetch
 */
export function follow(previous: Outgoing, status: number, location: string): Outgoing {
  const url = new URL(location, previous.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('URL scheme must be a HTTP(S) scheme');
  if (url.hash === '') url.hash = previous.url.hash;
  const headers = new Headers(previous.headers);
  if (url.origin !== previous.url.origin) for (const name of CREDENTIALS) headers.delete(name);
  const { method, body } = previous;
  const becomesGet =
    ((status === 301 || status === 302) && method === 'POST') ||
    (status === 303 && method !== 'GET' && method !== 'HEAD');
  if (becomesGet) {
    for (const name of BODY_HEADERS) headers.delete(name);
    return { ...previous, url, headers, method: 'GET', body: null };
  }
  if (body instanceof ReadableStream) throw new Error('A streamed body was sent already and cannot be sent again.');
  return { ...previous, url, headers };
}
