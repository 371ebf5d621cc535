import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { PreviewMessage } from '../lab/edge/protocol.ts';
import { Listeners } from './listeners.ts';
import { isPreviewMessage } from './preview-message.ts';
import type { PreviewElement, PreviewState } from './types.ts';

/** A page that is not heard of for so long has a script that does not return. Milliseconds. */
const STUCK_AFTER_MS = 2_000;

const LOOK_INTERVAL_MS = 500;

/** `allow-same-origin`: without it the frame's origin is opaque, and no service worker may answer what it asks for. */
const SANDBOX = 'allow-scripts allow-same-origin allow-forms';

/** One workspace's preview: what its frame shows, and whether the page in it still answers. */
export class PreviewFrame {
  readonly #state = signal<PreviewState>({ status: 'blank' });
  readonly #path = signal('/');
  readonly #messages = new Listeners<PreviewMessage>();
  #frame: PreviewElement | null = null;
  #url: string | null = null;
  /** When the page was last heard of; null while no page is known to be there. */
  #heardAt: number | null = null;
  /** Which page it is, by the name that it gave itself. */
  #page: string | null = null;
  #lookedAt = 0;

  get state(): ReadonlySignal<PreviewState> {
    return this.#state;
  }

  /** Where in the preview its page is: a path, with query and fragment. */
  get path(): ReadonlySignal<string> {
    return this.#path;
  }

  onMessage(listener: (message: PreviewMessage) => void): () => void {
    return this.#messages.add(listener);
  }

  /** Shows the preview in `frame` from now on. Returns how to let go of it. */
  attach(frame: PreviewElement): () => void {
    this.#frame = frame;
    frame.setAttribute('sandbox', SANDBOX);
    this.#load();
    const onMessage = (event: MessageEvent<unknown>) => this.#receive(frame, event);
    addEventListener('message', onMessage);
    this.#lookedAt = Date.now();
    const timer = setInterval(() => this.#look(), LOOK_INTERVAL_MS);
    return () => {
      clearInterval(timer);
      removeEventListener('message', onMessage);
      if (this.#frame !== frame) return;
      this.#frame = null;
      this.#forget();
    };
  }

  /** Loads the preview at `url`, anew if it was there before. */
  show(url: string): void {
    this.#url = url;
    this.#load();
  }

  /**
   * Loads the page at `path` of the preview, by default the one that is there. Does not help a stuck one, nor would a new frame: every preview and the runtime's own page share
   * an origin, so browsers load them into the one process that the loop holds. Only a reload of the lesson's page ends it.
   */
  reload(path: string = this.#path.value): void {
    this.#load(path);
  }

  #load(path = '/'): void {
    if (this.#frame === null || this.#url === null) return;
    const target = new URL(path.replace(/^\/+/, './'), this.#url).href;
    // Dots must not lead out of the preview.
    this.#frame.src = target.startsWith(this.#url) ? target : this.#url;
  }

  #receive(frame: PreviewElement, event: MessageEvent<unknown>): void {
    if (this.#url === null || event.origin !== new URL(this.#url).origin) return;
    const message = event.data;
    if (!isPreviewMessage(message)) return;
    if (message.type === 'left') {
      if (message.page === this.#page) this.#forget();
      return;
    }
    // All previews share an origin: the window tells which of them it was.
    if (event.source === null || event.source !== frame.contentWindow) return;
    if (message.type === 'alive') {
      this.#page = message.page;
      if (message.href.startsWith(this.#url)) this.#path.value = `/${message.href.slice(this.#url.length)}`;
    }
    this.#heardAt = Date.now();
    if (this.#state.value.status !== 'alive') this.#state.value = { status: 'alive' };
    this.#messages.tell(message);
  }

  #look(): void {
    const now = Date.now();
    const late = now - this.#lookedAt > 2 * LOOK_INTERVAL_MS;
    this.#lookedAt = now;
    if (this.#heardAt === null || this.#state.value.status === 'stuck') return;
    // Browsers slow the timers of hidden pages down, and a page that was held up itself has not read its messages yet.
    if (late || document.visibilityState !== 'visible') this.#heardAt = now;
    else if (now - this.#heardAt > STUCK_AFTER_MS) this.#state.value = { status: 'stuck', since: this.#heardAt };
  }

  #forget(): void {
    this.#heardAt = null;
    this.#page = null;
    this.#state.value = { status: 'blank' };
  }
}
