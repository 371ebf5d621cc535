import { cookiePath, type Place, placeOf } from '../place.ts';

/** `document.cookie` over the machine's jar. The browser's own belongs to the runtime's origin, and is left alone. */
export function keepCookies(place: Place): void {
  const exchange = (method: 'GET' | 'POST', set: string | null): string => {
    const path = placeOf(new URL(location.href))?.target.replace(/\?.*$/, '') ?? '/';
    const request = new XMLHttpRequest();
    // Reading a property cannot wait. The machine answers from a thread of its own.
    request.open(method, `${cookiePath(place.machine)}?path=${encodeURIComponent(path)}`, false);
    try {
      request.send(set);
    } catch {
      return '';
    }
    return request.responseText;
  };
  Object.defineProperty(Document.prototype, 'cookie', {
    configurable: true,
    enumerable: true,
    get: () => exchange('GET', null),
    set: (text: unknown) => void exchange('POST', String(text)),
  });
  // It knows the browser's own cookies only: a page is to find none rather than wrong ones.
  Object.defineProperty(window, 'cookieStore', { configurable: true, value: undefined });
}
