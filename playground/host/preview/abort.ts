import { ABORT_HEADER, type ToServiceWorker } from '../gateway-protocol.ts';

/**
 * Tells the service worker of requests that the page gives up. Browsers do so only once an answer has begun, so that a
 * server that is slow to answer would never hear of it.
 *
 * @param settled what a `fetch` waits for before it begins
 */
export function tellAborts(settled: () => Promise<void> | null): void {
  const { fetch } = window;
  const { open, send, abort } = XMLHttpRequest.prototype;
  const marks = new WeakMap<XMLHttpRequest, string>();

  const fetchMarked = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
    const url = input instanceof Request ? input.url : String(input);
    const mode = init?.mode ?? (input instanceof Request ? input.mode : 'cors');
    if (!signal || signal.aborted || mode === 'no-cors' || !isOurs(url)) return fetch(input, init);
    const mark = newMark();
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set(ABORT_HEADER, mark);
    signal.addEventListener('abort', () => giveUp(mark), { once: true });
    return fetch(input, { ...init, headers });
  };
  const fetchSettled = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> =>
    settled()?.then(() => fetchMarked(input, init)) ?? fetchMarked(input, init);
  Object.defineProperty(fetchSettled, 'name', { value: 'fetch', configurable: true });
  Object.defineProperty(window, 'fetch', { value: fetchSettled, writable: true, configurable: true, enumerable: true });

  XMLHttpRequest.prototype.open = function (method: string, url: string | URL, ...rest: unknown[]) {
    if (isOurs(String(url)) && rest[0] !== false) marks.set(this, newMark());
    else marks.delete(this);
    Reflect.apply(open, this, [method, url, ...rest]);
  };
  XMLHttpRequest.prototype.send = function (body) {
    const mark = marks.get(this);
    if (mark) this.setRequestHeader(ABORT_HEADER, mark);
    Reflect.apply(send, this, [body]);
  };
  XMLHttpRequest.prototype.abort = function () {
    const mark = marks.get(this);
    if (mark) giveUp(mark);
    abort.call(this);
  };
}

export function newMark(): string {
  return crypto.getRandomValues(new Uint32Array(2)).join('');
}

export function giveUp(mark: string): void {
  navigator.serviceWorker.controller?.postMessage({ type: 'abort', mark } satisfies ToServiceWorker);
}

function isOurs(url: string): boolean {
  return URL.canParse(url, document.baseURI) && new URL(url, document.baseURI).origin === location.origin;
}
