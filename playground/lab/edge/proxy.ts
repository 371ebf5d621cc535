import type { ServerResponse } from 'node:http';
import {
  request as connect,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import type { Writable } from 'node:stream';
import type { Exchange } from './exchange.ts';
import { refusalPage, sendPage } from './explain.ts';
import { endToEndHeaders, removeHeader, upstreamHeaders } from './headers.ts';
import { HeadInsertion, isHtml, isNavigation } from './html.ts';
import { type LastEventIds, withStreamTag } from './last-event-id.ts';
import { PREVIEW_MARKUP } from './preview-script.ts';
import { SseParser } from './sse-lines.ts';

/** A stream's tag follows its redirect within this origin: browsers reconnect to where the redirect led. */
function tagRedirect(headers: OutgoingHttpHeaders, { request, path, tag }: ProxiedRequest): void {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'location');
  const location = name === undefined ? undefined : headers[name];
  if (tag === null || name === undefined || typeof location !== 'string') return;
  const here = `http://${request.headers.host}${path}`;
  if (URL.canParse(location, here) && new URL(location, here).host === request.headers.host) {
    headers[name] = withStreamTag(location, tag);
  }
}

function isEventStream(headers: IncomingHttpHeaders): boolean {
  const encoding = headers['content-encoding'] ?? 'identity';
  return encoding === 'identity' && /^text\/event-stream\b/i.test(headers['content-type'] ?? '');
}

export interface ProxiedRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly exchange: Exchange;
  /** Request target for the server. */
  readonly path: string;
  /** Which stream of a preview page asks; null for everything else. */
  readonly tag: string | null;
  /** The id to resume after; empty for none. */
  readonly lastEventId: string;
}

/** Copies `from` to `to` as fast as `to` takes it. `each` sees a chunk before it is written, `written` once it is out. */
function pump(from: IncomingMessage, to: Writable, each: (chunk: Buffer) => () => void): void {
  from.on('data', (chunk: Buffer) => {
    const written = each(chunk);
    const room = to.write(chunk, (error) => {
      if (!error) written();
    });
    if (!room) from.pause();
  });
  to.on('drain', () => from.resume());
  from.on('end', () => to.end());
}

/** Passes requests on to a server on this host and its answers back, unbuffered in both directions. */
export class ReverseProxy {
  readonly #port: number;
  readonly #ids: LastEventIds;

  constructor(port: number, ids: LastEventIds) {
    this.#port = port;
    this.#ids = ids;
  }

  pass(proxied: ProxiedRequest): void {
    const { request, response, exchange, path, lastEventId } = proxied;
    const upstream = connect({
      host: '127.0.0.1',
      port: this.#port,
      method: request.method,
      path,
      headers: upstreamHeaders(request, lastEventId),
      // One connection per request, as nginx without `keepalive`: a restarted server never meets a stale one.
      agent: false,
    });
    upstream.on('response', (answer) => this.#answer(proxied, answer));
    upstream.on('error', () => {
      if (response.headersSent) exchange.abort('server');
      else this.#refuse(proxied);
    });
    response.on('close', () => upstream.destroy());
    request.on('error', () => upstream.destroy());
    request.pipe(upstream);
  }

  /**
   * No answer came. To an EventSource any status but 200 is final, a closed connection is not: so, like nginx with
   * `return 444`, none is sent. A person who opens a page gets to read what is wrong.
   */
  #refuse({ request, response, exchange }: ProxiedRequest): void {
    if (response.destroyed) return;
    if (!isNavigation(request.headers)) {
      exchange.abort('upstream-error');
      return;
    }
    exchange.answered(502, 'text/html');
    exchange.close('upstream-error');
    sendPage(
      response,
      502,
      refusalPage('The server is not running', 'This page comes back by itself when it answers.'),
    );
  }

  #answer(proxied: ProxiedRequest, answer: IncomingMessage): void {
    const { request, response, exchange } = proxied;
    const headers = endToEndHeaders(answer);
    tagRedirect(headers, proxied);
    const insert = isNavigation(request.headers) && isHtml(answer.headers['content-type']) && request.method !== 'HEAD';
    if (insert) removeHeader(headers, 'content-length');
    exchange.answered(answer.statusCode ?? 502, answer.headers['content-type'] ?? null);
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', headers);
    response.flushHeaders();

    answer.on('close', () => {
      if (!answer.complete) exchange.abort('server');
    });
    answer.on('error', () => exchange.abort('server'));
    if (isEventStream(answer.headers)) this.#stream(proxied, answer);
    else if (insert) answer.pipe(new HeadInsertion(PREVIEW_MARKUP)).pipe(response);
    else pump(answer, response, () => () => {});
  }

  #stream({ response, exchange, tag, lastEventId }: ProxiedRequest, answer: IncomingMessage): void {
    const parser = new SseParser(lastEventId);
    if (tag !== null) this.#ids.set(tag, lastEventId);
    pump(answer, response, (chunk) => {
      for (const item of parser.push(chunk)) exchange.said(item);
      const reached = parser.lastEventId;
      return () => {
        if (tag !== null) this.#ids.set(tag, reached);
      };
    });
  }
}
