import { STREAM_MARK } from '../gateway/stream-ids.ts';
import type { ToPreview } from '../gateway-protocol.ts';
import { giveUp, newMark } from './abort.ts';

/**
 * Replaces `EventSource` by a subclass that differs in one thing only: the URL it requests carries a private mark, which
 * its `url` does not show. See ../gateway/stream-ids.ts for why. By the mark, too, the service worker says that a
 * connection was refused, where that cannot be said by the answer: see ../refusal.ts.
 */
export function markEventSource(): void {
  const Native = window.EventSource;
  const refused = new Set<string>();
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<ToPreview>) => {
    if (event.data.type !== 'refused') return;
    event.stopImmediatePropagation();
    refused.add(event.data.mark);
    event.ports[0]?.postMessage(null);
  });
  navigator.serviceWorker.startMessages();

  const resolve = (url: string | URL): URL | null =>
    URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI) : null;

  const marked = (url: string | URL, mark: string): string | URL => {
    const resolved = resolve(url);
    // The native constructor throws its own error for what is no URL.
    if (resolved?.origin !== location.origin) return url;
    resolved.search += `${resolved.search === '' ? '?' : '&'}${STREAM_MARK}=${mark}`;
    return resolved;
  };

  class Marked extends Native {
    readonly #url: string | null;
    readonly #mark: string;

    constructor(url: string | URL, init?: EventSourceInit) {
      const mark = newMark();
      super(marked(url, mark), init);
      this.#mark = mark;
      this.#url = resolve(url)?.href ?? null;
      // The first listener: what stands for a refusal opens, and ends at once.
      super.addEventListener('open', (event) => {
        if (refused.delete(mark)) event.stopImmediatePropagation();
      });
    }

    override get url(): string {
      return this.#url ?? super.url;
    }

    override close(): void {
      if (this.readyState === Native.CONNECTING) giveUp(this.#mark);
      super.close();
    }
  }

  Object.defineProperty(Marked, 'name', { value: 'EventSource', configurable: true });
  Object.defineProperty(Marked, 'length', { value: 1, configurable: true });
  Object.defineProperty(window, 'EventSource', { value: Marked, writable: true, configurable: true });
}
