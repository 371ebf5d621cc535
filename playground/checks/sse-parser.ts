/** One thing that an event stream said. `at` is in milliseconds since the request. */
export type StreamItem =
  | {
      readonly type: 'event';
      readonly at: number;
      /** The id that this event carried itself; null without one. */
      readonly id: string | null;
      readonly name: string;
      readonly data: string;
    }
  | { readonly type: 'comment'; readonly at: number; readonly text: string }
  /** `value` as it was written: a browser obeys it only when it is all digits. */
  | { readonly type: 'retry'; readonly at: number; readonly value: string };

/**
 * Reads `text/event-stream` bytes as a browser does, whatever the chunks, but keeps what a browser hides: comments, and
 * `retry:` values that it would ignore.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class StreamParser {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #afterCarriageReturn = false;
  #data: string[] = [];
  #name = '';
  #id: string | null = null;

  /** Feeds one chunk that arrived at `at`; returns what it completed. */
  push(bytes: Uint8Array, at: number): StreamItem[] {
    let text = this.#decoder.decode(bytes, { stream: true });
    if (this.#afterCarriageReturn && text.startsWith('\n')) text = text.slice(1);
    if (text !== '') this.#afterCarriageReturn = text.endsWith('\r');
    const lines = (this.#rest + text).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#line(line, at));
  }

  #line(line: string, at: number): StreamItem[] {
    if (line === '') return this.#dispatch(at);
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    switch (field) {
      case '':
        return [{ type: 'comment', at, text: value }];
      case 'retry':
        return [{ type: 'retry', at, value }];
      case 'data':
        this.#data.push(value);
        break;
      case 'event':
        this.#name = value;
        break;
      case 'id':
        if (!value.includes('\0')) this.#id = value;
        break;
    }
    return [];
  }

  #dispatch(at: number): StreamItem[] {
    const items: StreamItem[] =
      this.#data.length === 0
        ? []
        : [{ type: 'event', at, id: this.#id, name: this.#name || 'message', data: this.#data.join('\n') }];
    this.#data = [];
    this.#name = '';
    this.#id = null;
    return items;
  }
}
