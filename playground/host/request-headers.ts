import { ACCEPTED_ENCODINGS } from './gateway/accepted-encodings.ts';
import { ABORT_HEADER } from './gateway-protocol.ts';
import { type Place, placeOf } from './place.ts';

type HeaderList = Array<readonly [string, string]>;

const ACCEPT_DOCUMENT = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

/** The name that a page of the machine has for a port. */
function originOf(port: number): string {
  return `http://localhost:${port}`;
}

/**
 * A request's headers as the browser would send them to `http://localhost:<port>`: those that the service worker sees, and
 * those that it does not. Cookies and what belongs to the connection are the gateway's.
 *
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
export function browserHeaders(request: Request, place: Place, from: Place | null): HeaderList {
  const headers = new Map<string, string>();
  const set = (name: string, value: string) => headers.set(name.toLowerCase(), value);
  const add = (name: string, value: string) => {
    if (!headers.has(name.toLowerCase())) set(name, value);
  };
  for (const [name, value] of request.headers) if (name !== ABORT_HEADER) set(name, value);
  const isNavigation = request.mode === 'navigate';
  const referrer = refererOf(request);
  const site = from === null ? 'none' : from.port === place.port ? 'same-origin' : 'same-site';

  add('user-agent', navigator.userAgent);
  add('accept', isNavigation ? ACCEPT_DOCUMENT : '*/*');
  add('accept-language', acceptLanguage(navigator.languages));
  set('accept-encoding', ACCEPTED_ENCODINGS);
  for (const [name, value] of cacheHeaders(request.cache)) add(name, value);
  if (!/^(?:GET|HEAD)$/.test(request.method)) set('origin', from ? originOf(from.port) : 'null');
  if (referrer !== null) set('referer', referrer);
  set('sec-fetch-site', site);
  set('sec-fetch-mode', request.mode);
  set('sec-fetch-dest', isNavigation ? 'document' : request.destination || 'empty');
  if (isNavigation) {
    set('upgrade-insecure-requests', '1');
    if (request.destination === 'iframe' && from !== null) set('sec-fetch-dest', 'iframe');
  }
  return [...headers].map(([name, value]) => [headerCase(name), value]);
}

/** The page that asks, under its name on the machine; null when it is not to be told, or is the site around the preview. */
function refererOf(request: Request): string | null {
  if (!URL.canParse(request.referrer)) return null;
  const url = new URL(request.referrer);
  const place = url.origin === self.location.origin ? placeOf(url) : null;
  return place ? originOf(place.port) + place.target : null;
}

function cacheHeaders(cache: RequestCache): HeaderList {
  if (cache === 'no-cache') return [['cache-control', 'max-age=0']];
  if (cache !== 'no-store' && cache !== 'reload') return [];
  return [
    ['pragma', 'no-cache'],
    ['cache-control', 'no-cache'],
  ];
}

/** `en-US,en;q=0.9`: each further language counts a tenth less. */
function acceptLanguage(languages: readonly string[]): string {
  const all = [...new Set(languages.flatMap((language) => [language, language.replace(/-.*/, '')]))];
  return all.map((language, at) => (at === 0 ? language : `${language};q=${Math.max(1, 10 - at) / 10}`)).join(',');
}

/** As browsers spell them over HTTP/1.1. */
function headerCase(name: string): string {
  if (/^(?:sec-ch-|dnt$)/.test(name)) return name;
  return name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase()).replace(/-Id$/, '-ID');
}
