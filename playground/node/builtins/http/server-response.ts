import { invalidArgValue, outOfRange } from '../net/coded-error.ts';
import type { Socket } from '../net/socket.ts';
import { headersSent, invalidCharacter, invalidStatusCode, socketAssigned } from './errors.ts';
import { CHUNKED } from './header-block.ts';
import {
  type HeadersInput,
  type HeaderValue,
  hasInvalidCharacter,
  headerPairs,
  validateHeaderName,
  validateHeaderValue,
} from './headers.ts';
import type { IncomingMessage } from './incoming-message.ts';
import { OutgoingMessage, type OutgoingOptions } from './outgoing-message.ts';
import { STATUS_CODES } from './status-codes.ts';

/** @see https://nodejs.org/api/http.html#class-httpserverresponse */
export class ServerResponse extends OutgoingMessage {
  readonly req: IncomingMessage;
  statusCode = 200;
  statusMessage: string | undefined = undefined;
  _sent100 = false;
  _expect_continue = false;
  #onSocketClose: (() => void) | null = null;

  constructor(req: IncomingMessage, options?: OutgoingOptions) {
    super(options);
    if (req.method === 'HEAD') this._hasBody = false;
    this.req = req;
    this.sendDate = true;
    if ((req.httpVersionMajor ?? 0) < 1 || (req.httpVersionMinor ?? 0) < 1) {
      this.useChunkedEncodingByDefault = CHUNKED.test(String(req.headers.te));
      this.shouldKeepAlive = false;
    }
  }

  override _responseStatus(): number {
    return this.statusCode;
  }

  assignSocket(socket: Socket): void {
    if (socket._httpMessage) throw socketAssigned();
    socket._httpMessage = this;
    this.#onSocketClose = () => socket._httpMessage?._emitClose();
    socket.on('close', this.#onSocketClose);
    this.socket = socket;
    this.emit('socket', socket);
    this._flush();
  }

  detachSocket(socket: Socket): void {
    if (this.#onSocketClose) socket.removeListener('close', this.#onSocketClose);
    this.#onSocketClose = null;
    socket._httpMessage = null;
    this.socket = null;
  }

  writeContinue(callback?: () => void): void {
    this.writeInformation(100, null, callback);
    this._sent100 = true;
  }

  writeProcessing(callback?: () => void): void {
    this.writeInformation(102, null, callback);
  }

  /** @see https://nodejs.org/api/http.html#responsewriteearlyhintshints-callback */
  writeEarlyHints(hints: Readonly<Record<string, HeaderValue>>, callback?: () => void): void {
    const { link, ...others } = hints;
    if (link === undefined || link === null) return;
    const value = Array.isArray(link) ? link.join(', ') : String(link);
    if (value === '') return;
    this.writeInformation(103, { Link: value, ...others }, callback);
  }

  /** Sends an interim response: any 1xx but 101 (RFC 9110 §15.2). */
  writeInformation(statusCode: number, headers?: HeadersInput | null, callback?: () => void): void {
    if (this._header !== null) throw headersSent('write');
    if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 199) {
      throw outOfRange('statusCode', '>= 100 && <= 199', statusCode);
    }
    if (statusCode === 101) throw invalidStatusCode(statusCode);
    let head = `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? 'unknown'}\r\n`;
    for (const [name, value] of headerPairs(headers ?? {}, () => invalidArgValue('headers', headers))) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
      head += `${name}: ${String(value)}\r\n`;
    }
    this._writeRaw(`${head}\r\n`, 'ascii', callback ?? null);
  }

  override _implicitHeader(): void {
    this.writeHead(this.statusCode);
  }

  /** `(status)`, `(status, headers)`, `(status, message, headers)`. @see https://nodejs.org/api/http.html#responsewriteheadstatuscode-statusmessage-headers */
  writeHead(statusCode: number, reason?: string | HeadersInput | null, headers?: HeadersInput | null): this {
    if (this._header !== null) throw headersSent('write');
    const status = Math.trunc(Number(statusCode)) | 0;
    if (status < 100 || status > 999) throw invalidStatusCode(statusCode);
    if (typeof reason === 'string') this.statusMessage = reason;
    else this.statusMessage ||= STATUS_CODES[status] ?? 'unknown';
    const input = headers ?? (typeof reason === 'string' ? null : (reason ?? null));
    this.statusCode = status;
    const all = this.#mergeHeaders(input);
    if (hasInvalidCharacter(this.statusMessage)) throw invalidCharacter('statusMessage');
    if (status === 204 || status === 304 || status < 200) this._hasBody = false;
    // The client may send the body that it was not asked for: the next request could not be told from it.
    if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;
    this._storeHeader(`HTTP/1.1 ${status} ${this.statusMessage}\r\n`, all);
    return this;
  }

  writeHeader(statusCode: number, reason?: string | HeadersInput | null, headers?: HeadersInput | null): this {
    return this.writeHead(statusCode, reason, headers);
  }

  /** Null when the headers that were set before are all there is. */
  #mergeHeaders(input: HeadersInput | null): Iterable<readonly [string, HeaderValue]> | null {
    if (!this._table) return input ? headerPairs(input, () => invalidArgValue('headers', input)) : null;
    if (!input) return null;
    const pairs = [...headerPairs(input, () => invalidArgValue('headers', input))].filter(([name]) => name);
    if (Array.isArray(input)) {
      for (const [name] of pairs) this.removeHeader(name);
      for (const [name, value] of pairs) this.appendHeader(name, value);
    } else {
      for (const [name, value] of pairs) this.setHeader(name, value);
    }
    return null;
  }
}
