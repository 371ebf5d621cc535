import { Buffer } from '#node/builtins/buffer.ts';
import type { MessageHead } from '#node/builtins/http/parser.ts';
import type { FromGateway, ToGateway } from '../gateway-protocol.ts';
import type { PooledRequest } from './connection-pool.ts';
import { ContentDecoder, concat } from './content-decoder.ts';
import { HeadInsertion } from './head-insertion.ts';
import type { AnswerListener, OutgoingRequest } from './http-connection.ts';
import type { Previews } from './previews.ts';
import { LastIdReader, SUPPLIES_IDS, takeMark, withMark } from './stream-ids.ts';

export type GatewayRequest = Extract<ToGateway, { type: 'request' }>;
export type Say = (message: FromGateway, transfer?: ArrayBuffer[]) => void;

/** How much of an answer may be on its way to the browser before the machine's connection is left to fill up. */
const BROWSER_WINDOW_BYTES = 1024 * 1024;

/** One request of a preview and its answer. */
export class Exchange implements AnswerListener {
  readonly #request: GatewayRequest;
  readonly #previews: Previews;
  readonly #say: Say;
  readonly #done: () => void;
  readonly #pooled: PooledRequest;
  readonly #target: string;
  readonly #mark: string | null;
  #decoder: ContentDecoder | null = null;
  #insertion: HeadInsertion | null = null;
  #ids: LastIdReader | null = null;
  #gathered: Uint8Array[] = [];
  #inFlight = 0;
  #over = false;

  constructor(request: GatewayRequest, previews: Previews, say: Say, done: () => void) {
    this.#request = request;
    this.#previews = previews;
    this.#say = say;
    this.#done = done;
    const { target, mark } = takeMark(request.target);
    this.#target = target;
    this.#mark = mark;
    this.#pooled = previews.pool(request.port).submit(this.#outgoing(), this);
  }

  get over(): boolean {
    return this.#over;
  }

  consumed(bytes: number): void {
    this.#inFlight -= bytes;
    if (this.#inFlight <= BROWSER_WINDOW_BYTES) this.#pooled.pause(false);
  }

  cancel(): void {
    if (this.#over) return;
    this.#over = true;
    this.#pooled.cancel();
    this.#done();
  }

  head(head: MessageHead): void {
    const headers = pairs(head.rawHeaders);
    const value = (name: string) => headers.find(([known]) => known.toLowerCase() === name)?.[1];
    if (this.#request.credentials) {
      for (const [name, text] of headers) {
        if (/^set-cookie$/i.test(name)) this.#previews.cookies.store(text, pathOf(this.#target));
      }
    }
    this.#decoder = ContentDecoder.for(value('content-encoding'));
    const type = value('content-type') ?? '';
    if (this.#request.document && /^\s*text\/html\b/i.test(type)) {
      this.#insertion = new HeadInsertion(this.#previews.markup(pathOf(this.#target), this.#request.port));
    }
    if (SUPPLIES_IDS && this.#mark !== null && /^\s*text\/event-stream\b/i.test(type)) {
      this.#ids = new LastIdReader(this.#previews.streamIds.get(this.#mark));
      this.#previews.streamIds.set(this.#mark, this.#ids.last);
    }
    const { statusCode: status, statusMessage: statusText } = head;
    this.#say({
      type: 'head',
      id: this.#request.id,
      status,
      statusText,
      headers: headers.map((pair) => this.#seen(pair)),
    });
  }

  body(bytes: Uint8Array): void {
    // What the server wrote in one turn reaches the browser in one message.
    if (this.#gathered.length === 0) queueMicrotask(() => this.#flush());
    this.#gathered.push(bytes);
  }

  end(complete: boolean): void {
    this.#flush();
    if (this.#over) return;
    this.#send(this.#insertion?.end() ?? new Uint8Array());
    this.#finish({ type: 'end', id: this.#request.id, complete });
  }

  failed(): void {
    if (!this.#over) this.#finish({ type: 'failed', id: this.#request.id });
  }

  #flush(): void {
    const pieces = this.#gathered;
    this.#gathered = [];
    if (pieces.length === 0 || this.#over) return;
    const bytes = concat(pieces);
    const decoded = this.#decoder ? this.#decoder.push(bytes) : bytes;
    if (decoded) {
      this.#send(this.#insertion ? this.#insertion.push(decoded) : decoded);
      return;
    }
    this.#finish({ type: 'end', id: this.#request.id, complete: false });
    this.#pooled.cancel();
  }

  #send(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    if (this.#ids && this.#mark !== null) {
      this.#ids.push(bytes);
      this.#previews.streamIds.set(this.#mark, this.#ids.last);
    }
    this.#inFlight += bytes.byteLength;
    if (this.#inFlight > BROWSER_WINDOW_BYTES) this.#pooled.pause(true);
    const own = bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
    this.#say(
      { type: 'body', id: this.#request.id, bytes: own },
      own.buffer instanceof ArrayBuffer ? [own.buffer] : [],
    );
  }

  #finish(last: FromGateway): void {
    this.#over = true;
    this.#say(last);
    this.#done();
  }

  /** A header as the browser is to see it. */
  #seen([name, value]: readonly [string, string]): readonly [string, string] {
    if (this.#mark === null || !/^location$/i.test(name)) return [name, value];
    const here = `http://localhost:${this.#request.port}`;
    const stays = URL.canParse(value, here) && new URL(value, here).origin === here;
    return [name, stays ? withMark(value, this.#mark) : value];
  }

  #outgoing(): OutgoingRequest {
    const { method, port, headers, credentials, body } = this.#request;
    const lines = [`${method} ${this.#target} HTTP/1.1`, `Host: localhost:${port}`, 'Connection: keep-alive'];
    if (body) lines.push(`Content-Length: ${body.byteLength}`);
    for (const [name, value] of headers) lines.push(`${name}: ${value}`);
    const cookie = credentials ? this.#previews.cookies.header(pathOf(this.#target)) : '';
    if (cookie !== '') lines.push(`Cookie: ${cookie}`);
    const id = this.#mark === null ? '' : this.#previews.streamIds.get(this.#mark);
    if (id !== '' && !headers.some(([name]) => /^last-event-id$/i.test(name))) lines.push(`Last-Event-ID: ${id}`);
    const head = Uint8Array.from(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
    return { method, head, body: body ? new Uint8Array(body) : null };
  }
}

function pathOf(target: string): string {
  return target.replace(/[?#].*$/, '');
}

function pairs(raw: readonly string[]): Array<readonly [string, string]> {
  const result: Array<readonly [string, string]> = [];
  for (let index = 0; index + 1 < raw.length; index += 2) result.push([raw[index]!, raw[index + 1]!]);
  return result;
}
