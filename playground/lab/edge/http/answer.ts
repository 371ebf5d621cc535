import { GzipBody } from '../client/gzip-body.ts';
import { WriteFilter } from '../client/write-filter.ts';
import {
  absoluteRedirect,
  chunkedTransferEncoding,
  keepaliveTimeout,
  portInRedirect,
  postponeOutput,
  serverNameInRedirect,
} from '../config/settings/core.ts';
import { gzipCompLevel, gzipVary } from '../config/settings/gzip.ts';
import { addHeader } from '../config/settings/proxy.ts';
import { encodeChunk, LAST_CHUNK } from '../http1/chunked.ts';
import { HeaderList } from '../http1/header-list.ts';
import { statusLine } from '../http1/status.ts';
import { hostOf, softwareName } from '../variables/builtin.ts';
import { mayCompress, takesCompression } from './compression.ts';
import type { HttpRequest } from './request.ts';

/** Statuses that `add_header` adds to without `always`. */
const WITH_HEADERS = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

const EMPTY = Buffer.alloc(0);

/** The answer to one request, on its way through nginx's filters: headers, gzip, chunks, postponed output. */
export class Answer {
  readonly #request: HttpRequest;
  status = 0;
  /** As a server wrote it; null for nginx's own words. */
  statusLine: string | null = null;
  contentType: string | null = null;
  /** Null when only the end of the body tells. */
  contentLength: number | null = null;
  lastModified: string | null = null;
  /** Made absolute when it is a path. */
  location: string | null = null;
  headers = new HeaderList();
  /** The head is made, though it may be held back. */
  started = false;
  complete = false;
  bodyBytesSent = 0;
  #headBytes = 0;
  #chunked = false;
  #headOnly = false;
  #gzip: GzipBody | null = null;
  #filter: WriteFilter | null = null;
  /** Hears the body's plain bytes as they reach the client. */
  onDelivered: (plain: Buffer) => void = () => {};

  constructor(request: HttpRequest) {
    this.#request = request;
  }

  get bytesSent(): number {
    return this.#headBytes + this.bodyBytesSent;
  }

  /** A path is made absolute, and stands at another place in the head for that. */
  setLocation(location: string): void {
    if (location.startsWith('/') && absoluteRedirect.get(this.#request.scope)) this.location = location;
    else this.headers.add('Location', location);
  }

  /** Forgets what an earlier attempt prepared. */
  clear(): void {
    this.statusLine = null;
    this.contentType = null;
    this.contentLength = null;
    this.lastModified = null;
    this.location = null;
    this.headers = new HeaderList();
  }

  /** Makes the head and gives it to the write filter. */
  start(): void {
    const request = this.#request;
    if (this.started) return;
    this.started = true;
    if (request.errorStatus !== null && request.errorStatus > 0) {
      this.status = request.errorStatus;
      this.statusLine = null;
    }
    this.#addConfigured();
    const bodiless = this.status === 204 || this.status === 304 || this.status < 200;
    this.#headOnly = request.head.method === 'HEAD' || (bodiless && this.status !== 101);
    if (this.status === 204) {
      this.contentType = null;
      this.contentLength = null;
    }
    if (!this.#headOnly) this.#startCompression();
    if (!bodiless && request.head.method !== 'HEAD' && this.contentLength === null) this.#startChunks();
    const head = this.#head();
    this.#headBytes = head.length;
    this.#filter = new WriteFilter(request.client.line, postponeOutput.get(request.scope));
    request.onAnswered();
    this.#filter.write(head, false);
    if (this.#headOnly && this.status !== 101) this.finish();
  }

  #addConfigured(): void {
    for (const { name, value, always } of addHeader.get(this.#request.scope)) {
      if (!always && !WITH_HEADERS.has(this.status)) continue;
      const text = value.evaluate(this.#request);
      if (name.toLowerCase() === 'last-modified') {
        this.headers.remove('last-modified');
        this.lastModified = text === '' ? null : text;
      } else if (text !== '') this.headers.add(name, text);
    }
  }

  #startCompression(): void {
    const request = this.#request;
    if (!mayCompress(request, this)) return;
    if (gzipVary.get(request.scope)) this.headers.add('Vary', 'Accept-Encoding');
    if (!takesCompression(request)) return;
    this.headers.add('Content-Encoding', 'gzip');
    this.contentLength = null;
    this.headers.remove('accept-ranges');
    const etag = this.headers.get('etag');
    if (etag?.startsWith('"')) this.headers.set('ETag', `W/${etag}`);
    this.#gzip = new GzipBody(gzipCompLevel.get(request.scope), ({ bytes, plain, flush, last }) => {
      this.#send(bytes, plain, flush, last);
    });
  }

  #startChunks(): void {
    const request = this.#request;
    if (request.head.version === '1.1' && chunkedTransferEncoding.get(request.scope)) this.#chunked = true;
    else request.keepAlive = false;
  }

  #head(): Buffer {
    const request = this.#request;
    const lines = [`HTTP/1.1 ${this.statusLine ?? statusLine(this.status)}`];
    if (!this.headers.has('server')) lines.push(`Server: ${softwareName(request)}`);
    if (!this.headers.has('date')) lines.push(`Date: ${new Date().toUTCString()}`);
    if (this.contentType !== null) lines.push(`Content-Type: ${this.contentType}`);
    if (this.contentLength !== null) lines.push(`Content-Length: ${this.contentLength}`);
    if (this.lastModified !== null) lines.push(`Last-Modified: ${this.lastModified}`);
    if (this.location !== null) lines.push(`Location: ${this.#absolute(this.location)}`);
    if (this.#chunked) lines.push('Transfer-Encoding: chunked');
    if (this.status === 101) lines.push('Connection: upgrade');
    else if (request.keepAlive) {
      lines.push('Connection: keep-alive');
      const { headerSeconds } = keepaliveTimeout.get(request.scope);
      if (headerSeconds !== null) lines.push(`Keep-Alive: timeout=${headerSeconds}`);
    } else lines.push('Connection: close');
    for (const { name, value } of this.headers) lines.push(`${name}: ${value}`);
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  }

  #absolute(location: string): string {
    const request = this.#request;
    const ownName = serverNameInRedirect.get(request.scope) ? request.server.names[0]?.text : undefined;
    const host = ownName ?? (hostOf(request) || request.client.localAddress);
    const { listenPort } = request.client;
    const port = portInRedirect.get(request.scope) && listenPort !== 80 ? `:${listenPort}` : '';
    return `http://${host}${port}${location}`;
  }

  /** A piece of the body. `flush` is passed on to the client through every filter; `direct` only past the last one. */
  write(bytes: Buffer, how: { readonly flush: boolean; readonly direct: boolean }): void {
    if (this.complete || this.#headOnly) return;
    if (this.#gzip) {
      this.#gzip.write(bytes);
      if (how.flush) this.#gzip.flush();
    } else this.#send(bytes, bytes, how.flush || how.direct, false);
  }

  /** Sends what is held back. */
  flush(): void {
    if (this.complete) return;
    if (this.#gzip) this.#gzip.flush();
    this.#filter?.write(EMPTY, true);
  }

  /** The body's orderly end. */
  finish(): void {
    if (this.complete) return;
    if (this.#gzip) this.#gzip.end();
    else this.#send(EMPTY, EMPTY, true, true);
  }

  /** Ends what cannot be completed: what is held back still goes out, and no last chunk follows. */
  truncate(): void {
    if (!this.complete) this.#filter?.write(EMPTY, true);
    this.#gzip?.destroy();
    this.#gzip = null;
  }

  /** Bytes past all filters, once the connection belongs to another protocol. */
  writeRaw(bytes: Buffer): void {
    this.bodyBytesSent += bytes.length;
    this.#filter?.write(bytes, true);
  }

  #send(bytes: Buffer, plain: Buffer, flush: boolean, last: boolean): void {
    if (this.complete) return;
    let framed = this.#chunked && bytes.length > 0 ? encodeChunk(bytes) : bytes;
    if (last && this.#chunked) framed = Buffer.concat([framed, LAST_CHUNK]);
    this.bodyBytesSent += framed.length;
    if (last) this.complete = true;
    this.#filter?.write(framed, flush || last, () => {
      if (plain.length > 0) this.onDelivered(plain);
      if (last) this.#request.onSent();
    });
  }
}
