/**
 * Resuming a stream where the browser cannot ask for it: Chromium hides `Last-Event-ID` from a service worker. The
 * preview's `EventSource` marks its requests (see ../preview/event-source.ts); the gateway takes the mark off, remembers
 * the last id that it passed on under it, and supplies the header.
 */

export const STREAM_MARK = '__host_stream';

/** Firefox shows a service worker the header, and has its own mind about when an id counts. */
export const SUPPLIES_IDS = !/Firefox\//.test(navigator.userAgent);

const MARK = new RegExp(`([?&])${STREAM_MARK}=(\\w*)(&?)`);

export function takeMark(target: string): { readonly target: string; readonly mark: string | null } {
  const match = MARK.exec(target);
  if (!match) return { target, mark: null };
  const [whole, before, mark, after] = match;
  const rest = target.slice(0, match.index) + (after ? before : '') + target.slice(match.index + whole.length);
  return { target: rest, mark: mark ?? null };
}

/** The same URL with a mark: browsers reconnect to where a redirect led. */
export function withMark(url: string, mark: string): string {
  const [path = '', fragment] = url.split('#', 2);
  return `${path}${path.includes('?') ? '&' : '?'}${STREAM_MARK}=${mark}${fragment === undefined ? '' : `#${fragment}`}`;
}

const MAX_STREAMS = 1000;

/** The last id per mark, as header bytes, one character each; the longest unused are forgotten. */
export class StreamIds {
  readonly #ids = new Map<string, string>();

  get(mark: string): string {
    return this.#ids.get(mark) ?? '';
  }

  set(mark: string, id: string): void {
    this.#ids.delete(mark);
    this.#ids.set(mark, id);
    const [oldest] = this.#ids.keys();
    if (this.#ids.size > MAX_STREAMS && oldest !== undefined) this.#ids.delete(oldest);
  }
}

const LF = 10;
const CR = 13;

/** An id that a header cannot carry is not sent: those are far longer than any server accepts. */
const MAX_ID_BYTES = 64 * 1024;

/**
 * Follows an event stream's ids, byte by byte. An id counts once its block's blank line has come.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class LastIdReader {
  /** In bytes, one character each. */
  last: string;
  #block: string;
  #line = '';
  #lineLength = 0;
  #afterReturn = false;
  #first = true;

  constructor(last: string) {
    this.last = last;
    this.#block = last;
  }

  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      const skip = this.#afterReturn && byte === LF;
      this.#afterReturn = byte === CR;
      if (skip) continue;
      if (byte === LF || byte === CR) this.#endLine();
      else {
        this.#lineLength++;
        // Of other fields nothing is kept: most of a stream is data.
        if (this.#mayBeId()) this.#line += String.fromCharCode(byte);
      }
    }
  }

  #mayBeId(): boolean {
    const { length } = this.#line;
    if (length !== this.#lineLength - 1 || length > MAX_ID_BYTES) return false;
    return length < 6 || /^(?:\xEF\xBB\xBF)?id(?:$|:)/.test(this.#line.slice(0, 6));
  }

  #endLine(): void {
    const line = this.#first ? this.#line.replace(/^\xEF\xBB\xBF/, '') : this.#line;
    const isWhole = this.#line.length === this.#lineLength;
    if (isWhole && line === '') this.last = this.#block;
    else if (isWhole && /^id(?:$|:)/.test(line)) {
      const value = line.replace(/^id:? ?/, '');
      if (!value.includes('\0')) this.#block = value;
    }
    this.#first = false;
    this.#line = '';
    this.#lineLength = 0;
  }
}
