import type { CookieRequest, ReadableCookies, ToCookies } from '../gateway-protocol.ts';
import type { Place } from '../place.ts';

/** How long a request waits for the machine to take a cookie, in milliseconds. */
const SETTLING_LIMIT = 300;

/**
 * `document.cookie` over the machine's jar. The browser's own belongs to the runtime's origin, and is left alone. Reading
 * a property cannot wait for the machine: the page has a copy, which the machine keeps up to date.
 *
 * @param told what the page was sent with
 * @returns how to wait until the machine has what scripts here have set, so that a request that follows carries it; null
 *   when it has
 */
export function keepCookies(place: Place, told: ReadableCookies): () => Promise<void> | null {
  let known = told;
  let settled = Promise.withResolvers<void>();
  let count = 0;
  const path = place.target.replace(/\?.*$/, '');
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<ReadableCookies>) => {
    // One that was on its way when a script here changed something is of the past.
    if (data.count !== count) return;
    known = data;
    settled.resolve();
  };
  const request: CookieRequest = { type: 'cookies', machine: place.machine, path, page: port2 };
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage(request, [port2]));
  window.addEventListener('pagehide', ({ persisted }) => {
    if (!persisted) port1.postMessage('left');
  });

  Object.defineProperty(Document.prototype, 'cookie', {
    configurable: true,
    enumerable: true,
    get: () => known.cookie,
    set: (text: unknown) => {
      const set = String(text);
      known = withCookie(known, set, path);
      port1.postMessage({ set, count: ++count } satisfies ToCookies);
      settled.resolve();
      settled = Promise.withResolvers();
      // A machine that is gone does not answer.
      setTimeout(settled.resolve, SETTLING_LIMIT);
    },
  });
  // It knows the browser's own cookies only: a page is to find none rather than wrong ones.
  Object.defineProperty(window, 'cookieStore', { configurable: true, value: undefined });
  return () => (known.count === count ? null : settled.promise);
}

/** The copy as it will be once the machine has taken `set`: what it makes of it in every detail comes from there. */
function withCookie(known: ReadableCookies, set: string, path: string): ReadableCookies {
  const [pair = '', ...attributes] = set.split(';').map((part) => part.trim());
  const name = pair.includes('=') ? pair.slice(0, pair.indexOf('=')).trim() : '';
  const attribute = (wanted: string) =>
    attributes
      .map((text) => /^([^=]*)=?(.*)$/.exec(text))
      .findLast((match) => match?.[1]?.toLowerCase() === wanted)?.[2];
  const domain = attribute('domain');
  const below = attribute('path');
  const elsewhere = below?.startsWith('/') && !`${path}/`.startsWith(below.replace(/\/?$/, '/'));
  if (known.hidden.includes(name) || attribute('httponly') !== undefined || elsewhere) return known;
  if (domain && domain !== 'localhost') return known;
  const maxAge = attribute('max-age');
  const expires = attribute('expires');
  const gone = maxAge !== undefined ? Number(maxAge) <= 0 : expires !== undefined && Date.parse(expires) <= Date.now();
  const cookies = known.cookie === '' ? [] : known.cookie.split('; ');
  const rest = cookies.filter((cookie) => (cookie.includes('=') ? cookie.slice(0, cookie.indexOf('=')) : '') !== name);
  const value = name === '' ? pair.replace(/^=/, '') : `${name}=${pair.slice(pair.indexOf('=') + 1).trim()}`;
  return { ...known, cookie: (gone ? rest : [...rest, value]).join('; ') };
}
