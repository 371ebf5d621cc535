import { type Place, placeOf, prefixOf } from '../place.ts';

/** Keeps `pushState('/path')` below the preview's prefix, so that a reload and the links of that page still belong to it. */
export function keepHistoryBelow(place: Place): void {
  for (const method of ['pushState', 'replaceState'] as const) {
    const native = History.prototype[method];
    Object.defineProperty(History.prototype, method, {
      configurable: true,
      writable: true,
      value: function (this: History, data: unknown, unused: string, url?: string | URL | null) {
        native.call(this, data, unused, url == null ? url : below(place, url));
      },
    });
  }
}

function below(place: Place, url: string | URL): string | URL {
  if (!URL.canParse(url, document.baseURI)) return url;
  const target = new URL(url, document.baseURI);
  if (target.origin !== location.origin || placeOf(target)) return target;
  return prefixOf(place) + target.pathname + target.search + target.hash;
}
