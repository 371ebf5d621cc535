/**
 * Replaces `EventSource` by a subclass that differs in one thing only: the URL it requests carries a private tag, which
 * its `url` does not show. See ../last-event-id.ts for why. Runs in the preview page, as its own source.
 */
export function tagEventSource(parameter: string): void {
  const Native = window.EventSource;

  const resolve = (url: string | URL): URL | null => {
    try {
      return new URL(url, document.baseURI);
    } catch {
      return null; // The native constructor throws its own SyntaxError.
    }
  };

  const tagged = (url: string | URL): string | URL => {
    const resolved = resolve(url);
    if (resolved?.origin !== location.origin) return url;
    const tag = crypto.getRandomValues(new Uint32Array(2)).join('');
    resolved.search += `${resolved.search === '' ? '?' : '&'}${parameter}=${tag}`;
    return resolved;
  };

  class Tagged extends Native {
    readonly #url: string | null;

    constructor(url: string | URL, init?: EventSourceInit) {
      super(tagged(url), init);
      this.#url = resolve(url)?.href ?? null;
    }

    override get url(): string {
      return this.#url ?? super.url;
    }
  }

  Object.defineProperty(Tagged, 'name', { value: 'EventSource', configurable: true });
  Object.defineProperty(Tagged, 'length', { value: 1, configurable: true });
  Object.defineProperty(window, 'EventSource', { value: Tagged, writable: true, configurable: true });
}
