/** What one piece of an event stream said. */
export type SseItem =
  | {
      readonly type: 'event';
      /** The id that this event's own block carried; null without one. */
      readonly id: string | null;
      readonly event: string;
      readonly data: string;
      /** UTF-16 code units of data on the wire: more than `data.length` when it was cut to DATA_LIMIT. */
      readonly length: number;
    }
  | { readonly type: 'comment'; readonly text: string }
  | { readonly type: 'retry'; readonly delay: number };

/** UTF-16 code units kept of one event's data or of one comment. */
export const DATA_LIMIT = 64 * 1024;

/** A line holds a field's name, a colon and a space before its value. */
const LINE_LIMIT = DATA_LIMIT + 16;

/**
 * Reads `text/event-stream` bytes as a browser does, in bounded memory, whatever the chunks. It differs from a client's
 * parser in what it reports: comments and delays too, and `lastEventId`, which an id without any data also moves.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseParser {
  readonly #decoder = new TextDecoder();
  #skipLineFeed = false;
  #line = '';
  #lineLength = 0;

  #data: string[] = [];
  #keptLength = 0;
  #dataLength = 0;
  #dataLines = 0;
  #event = '';
  #id: string | null = null;

  #idBuffer: string;
  #lastEventId: string;

  /** A reconnected stream continues with the id of the last one. */
  constructor(lastEventId = '') {
    this.#idBuffer = lastEventId;
    this.#lastEventId = lastEventId;
  }

  /** The id that a browser which has read this far would send: it is committed at a block's blank line. */
  get lastEventId(): string {
    return this.#lastEventId;
  }

  push(bytes: Uint8Array): SseItem[] {
    const items: SseItem[] = [];
    let text = this.#decoder.decode(bytes, { stream: true });
    if (text === '') return items;
    if (this.#skipLineFeed && text.startsWith('\n')) text = text.slice(1);
    this.#skipLineFeed = text.endsWith('\r');

    let start = 0;
    for (const ending of text.matchAll(/\r\n?|\n/g)) {
      this.#append(text, start, ending.index);
      start = ending.index + ending[0].length;
      this.#endLine(items);
    }
    this.#append(text, start, text.length);
    return items;
  }

  #append(text: string, start: number, end: number): void {
    const room = LINE_LIMIT - this.#line.length;
    if (room > 0) this.#line += text.slice(start, Math.min(end, start + room));
    this.#lineLength += end - start;
  }

  #endLine(items: SseItem[]): void {
    const line = this.#line;
    const cut = this.#lineLength - line.length;
    this.#line = '';
    this.#lineLength = 0;
    if (line === '') {
      this.#dispatch(items);
      return;
    }

    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const start = colon === -1 ? line.length : colon + (line[colon + 1] === ' ' ? 2 : 1);
    const value = line.slice(start);
    if (colon === 0) items.push({ type: 'comment', text: value.slice(0, DATA_LIMIT) });
    else this.#field(name, value, cut, items);
  }

  #field(name: string, value: string, cut: number, items: SseItem[]): void {
    switch (name) {
      case 'data':
        this.#appendData(value, value.length + cut);
        return;
      case 'event':
        this.#event = value;
        return;
      case 'id':
        if (value.includes('\0')) return;
        this.#id = value;
        this.#idBuffer = value;
        return;
      case 'retry':
        if (/^\d+$/.test(value)) items.push({ type: 'retry', delay: Number(value) });
        return;
    }
  }

  #appendData(value: string, length: number): void {
    const separator = this.#dataLines++ === 0 ? '' : '\n';
    const kept = (separator + value).slice(0, DATA_LIMIT - this.#keptLength);
    if (kept !== '') this.#data.push(kept);
    this.#keptLength += kept.length;
    this.#dataLength += separator.length + length;
  }

  #dispatch(items: SseItem[]): void {
    this.#lastEventId = this.#idBuffer;
    if (this.#dataLines > 0) {
      items.push({
        type: 'event',
        id: this.#id,
        event: this.#event || 'message',
        data: this.#data.join(''),
        length: this.#dataLength,
      });
    }
    this.#data = [];
    this.#keptLength = 0;
    this.#dataLength = 0;
    this.#dataLines = 0;
    this.#event = '';
    this.#id = null;
  }
}
