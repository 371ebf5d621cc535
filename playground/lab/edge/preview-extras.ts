import { accepts, refusalPage, STATUS_PATH } from './explain.ts';
import { HeadInsertion, insertIntoHead, isHtml, isNavigation } from './html.ts';
import type { HttpRequest } from './http/request.ts';
import type { HeaderList } from './http1/header-list.ts';
import type { RequestHead } from './http1/request-head.ts';
import { decodeIdHeader, encodeIdHeader, LastEventIds, takeStreamTag, withStreamTag } from './last-event-id.ts';
import { stripForPage } from './page-script.ts';
import { EDGE_PATH, PREVIEW_MARKUP, PREVIEW_SCRIPT, PREVIEW_SCRIPT_PATH } from './preview-script.ts';

/** What HTTP can carry in a field; an id may hold other control characters. */
const FIELD_VALUE = /^[\t\x20-\x7E\x80-\xFF]*$/;

/**
 * What a preview in a browser needs and nginx does not do: its script in each page, TypeScript that a page can load, an
 * id to resume after where the browser cannot send one, and a page for a person where a stream is just closed.
 */
export class PreviewExtras {
  readonly #ids = new LastEventIds();
  readonly #warn: (line: string) => void;
  /** Whether a server can be reached, for pages that wait for one; null when nobody knows which. */
  readonly #upstreamPort: number | null;

  constructor(upstreamPort: number | null, warn: (line: string) => void) {
    this.#upstreamPort = upstreamPort;
    this.#warn = warn;
  }

  open(head: RequestHead): PreviewRequest {
    return new PreviewRequest(head, this.#ids);
  }

  /** What a file is to a browser where a configuration need not say so; null for what it says. */
  typeOf(file: string): string | null {
    return /\.m?ts$/.test(file) ? 'text/javascript; charset=utf-8' : null;
  }

  /** A file as this request is to get it; null for as it is. */
  transform(request: HttpRequest, file: string, bytes: Buffer): Buffer | null {
    if (/\.m?ts$/.test(file)) {
      const script = stripForPage(bytes.toString(), file.slice(request.documentRoot().length + 1));
      if (script.error !== null) this.#warn(script.error);
      return Buffer.from(script.code);
    }
    const isPage = isNavigation(request.head.headers) && file.endsWith('.html');
    return isPage ? insertIntoHead(bytes, PREVIEW_MARKUP) : null;
  }

  /** Whether this is one of the edge's own paths, and answered. */
  answerOwn(request: HttpRequest): boolean {
    if (!request.preview?.isOwn) return false;
    if (request.unparsedUri === PREVIEW_SCRIPT_PATH) {
      this.#answer(request, 200, 'text/javascript; charset=utf-8', PREVIEW_SCRIPT);
    } else if (request.unparsedUri === STATUS_PATH) void this.#answerStatus(request);
    else this.#answer(request, 404, null, '');
    return true;
  }

  async #answerStatus(request: HttpRequest): Promise<void> {
    const port = this.#upstreamPort;
    const up = !request.worker.faults.refusing && (port === null || (await accepts(port)));
    if (!request.finished) this.#answer(request, up ? 204 : 503, null, '');
  }

  /** Connections are refused: a person gets to read so. */
  explainRefusal(request: HttpRequest): boolean {
    if (!isNavigation(request.head.headers)) return false;
    const text = 'This page comes back by itself when they are not.';
    this.#answer(request, 503, 'text/html; charset=utf-8', refusalPage('Connections are refused', text));
    return true;
  }

  /** The connection would be closed because no server answered: a person gets to read so. */
  explainFailure(request: HttpRequest): boolean {
    if (!request.failedUpstream || !isNavigation(request.head.headers)) return false;
    const text = 'This page comes back by itself when it answers.';
    this.#answer(request, 502, 'text/html; charset=utf-8', refusalPage('The server is not running', text));
    return true;
  }

  #answer(request: HttpRequest, status: number, contentType: string | null, text: string): void {
    const { answer } = request;
    const body = Buffer.from(text);
    answer.clear();
    request.errorStatus = null;
    answer.status = status;
    answer.contentType = contentType;
    answer.contentLength = body.length;
    answer.headers.add('Cache-Control', 'no-store');
    request.body.discard();
    answer.start();
    if (body.length > 0) answer.write(body, { flush: false, direct: false });
    answer.finish();
  }
}

/** The preview's side of one request. */
export class PreviewRequest {
  /** The request target without the preview's private parameter. */
  readonly target: string;
  /** The id to resume after; null for none. */
  readonly lastEventId: string | null;
  /** For the edge itself: never passed on, and not on the tap. */
  readonly isOwn: boolean;
  /** Which of the preview's streams asks; null for anything else. */
  readonly tag: string | null;
  readonly #isPage: boolean;
  readonly #sentId: boolean;
  readonly #ids: LastEventIds;
  #insertion: HeadInsertion | null = null;

  constructor(head: RequestHead, ids: LastEventIds) {
    const { path, tag } = takeStreamTag(head.target);
    const sent = head.headers.get('last-event-id');
    const id = sent !== null ? decodeIdHeader(sent) : tag === null ? '' : ids.get(tag);
    this.target = path;
    this.lastEventId = id === '' ? null : id;
    this.isOwn = path.startsWith(EDGE_PATH);
    this.#isPage = isNavigation(head.headers);
    this.#sentId = sent !== null;
    this.tag = tag;
    this.#ids = ids;
  }

  /** Adds what the browser could not send, and keeps a page readable for the insertion. */
  prepare(headers: HeaderList): void {
    const id = encodeIdHeader(this.lastEventId ?? '');
    if (id !== '' && !this.#sentId && FIELD_VALUE.test(id)) headers.add('Last-Event-ID', id);
    if (this.#isPage) headers.remove('accept-encoding');
  }

  /** A page gets its script, and a stream's tag follows its redirect: browsers reconnect to where it led. */
  changeHead({ answer, head }: HttpRequest): void {
    const location = answer.headers.get('location');
    const host = head.headers.get('host');
    if (this.tag !== null && location !== null) {
      const here = `http://${host}${this.target}`;
      if (URL.canParse(location, here) && new URL(location, here).host === host) {
        answer.headers.set('Location', withStreamTag(location, this.tag));
      }
    }
    if (!this.#isPage || !isHtml(answer.contentType) || head.method === 'HEAD') return;
    answer.contentLength = null;
    this.#insertion = new HeadInsertion(PREVIEW_MARKUP);
  }

  changeBody(piece: Buffer): Buffer {
    return this.#insertion?.push(piece) ?? piece;
  }

  finishBody(): Buffer | null {
    return this.#insertion?.finish() ?? null;
  }

  streamStarted(): void {
    if (this.tag !== null) this.#ids.set(this.tag, this.lastEventId ?? '');
  }

  /** The client's side has read this far. */
  reached(id: string): void {
    if (this.tag !== null) this.#ids.set(this.tag, id);
  }
}
