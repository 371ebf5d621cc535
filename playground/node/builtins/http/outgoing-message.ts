import { Buffer } from '../buffer.ts';
import { invalidArgType } from '../net/coded-error.ts';
import type { Socket } from '../net/socket.ts';
import {
  alreadyFinished,
  bodyNotAllowed,
  cannotPipe,
  contentLengthMismatch,
  invalidCharacter,
  notImplemented,
  nullChunk,
  streamDestroyed,
  writeAfterEnd,
} from './errors.ts';
import { type Framing, renderHead } from './header-block.ts';
import { asList, type HeaderValue, hasInvalidCharacter, validateHeaderName } from './headers.ts';
import { type Body, type Done, OutgoingQueue, type Queued } from './outgoing-queue.ts';

export interface OutgoingOptions {
  highWaterMark?: number | undefined;
  rejectNonStandardBodyWrites?: boolean | undefined;
}

/**
 * A message being written: its head, its body and its end.
 *
 * @see https://nodejs.org/api/http.html#class-httpoutgoingmessage
 */
export class OutgoingMessage extends OutgoingQueue implements Framing {
  writable = true;
  destroyed = false;
  finished = false;
  chunkedEncoding = false;
  shouldKeepAlive = true;
  maxRequestsOnConnectionReached = false;
  useChunkedEncodingByDefault = true;
  strictContentLength = false;
  _last = false;
  _defaultKeepAlive = true;
  _contentLength: number | null = null;
  _hasBody = true;
  _closed = false;
  _keepAliveTimeout = 0;
  _maxRequestsPerSocket = 0;
  _needDrain = false;
  _errored: Error | null = null;
  _uniqueHeaders: ReadonlySet<string> | null = null;
  #trailer = '';
  #corkedChunks: Queued[] = [];
  #corkedBytes = 0;
  #bodyBytes = 0;
  #flushed = false;
  #flushError: Error | null = null;
  #endCallbacks: Done[] = [];
  readonly #rejectsForbiddenBody: boolean;

  constructor(options: OutgoingOptions = {}) {
    super(options.highWaterMark);
    this.#rejectsForbiddenBody = options.rejectNonStandardBodyWrites ?? false;
  }

  get errored(): Error | null {
    return this._errored;
  }

  get closed(): boolean {
    return this._closed;
  }

  get writableEnded(): boolean {
    return this.finished;
  }

  get writableFinished(): boolean {
    return this.#flushed;
  }

  get writableObjectMode(): boolean {
    return false;
  }

  get writableNeedDrain(): boolean {
    return !this.destroyed && !this.finished && this._needDrain;
  }

  get writableLength(): number {
    return this.outputSize + this.#corkedBytes + (this.socket?.writableLength ?? 0);
  }

  cork(): void {
    this._corks++;
    this.socket?.cork();
  }

  uncork(): void {
    this._corks--;
    this.socket?.uncork();
    if (this._corks > 0 || this.#corkedChunks.length === 0) return;
    const chunks = this.#corkedChunks;
    const bytes = this.#corkedBytes;
    this.#corkedChunks = [];
    this.#corkedBytes = 0;
    this._send(`${bytes.toString(16)}\r\n`, 'latin1', null);
    for (const { data, encoding } of chunks) this._send(data, encoding, null);
    this._send('\r\n', 'latin1', (error) => {
      for (const { callback } of chunks) callback?.(error);
    });
    if (this._needDrain && this.writableLength === 0) this.#emitDrain();
  }

  setTimeout(milliseconds: number, callback?: () => void): this {
    if (callback) this.on('timeout', callback);
    if (this.socket) this.socket.setTimeout(milliseconds);
    else this.once('socket', (socket: Socket) => socket.setTimeout(milliseconds));
    return this;
  }

  destroy(error?: Error | null): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this._errored = error ?? null;
    if (this.socket) this.socket.destroy(error ?? undefined);
    else process.nextTick(() => this._emitClose());
    return this;
  }

  _hasAgent(): boolean {
    return false;
  }

  _responseStatus(): number | null {
    return null;
  }

  _emitClose(): void {
    if (this._closed) return;
    this.destroyed = true;
    this._closed = true;
    this.emit('close');
  }

  /** Renders the head. `input` null uses the headers that were set one by one, which are already validated. */
  _storeHeader(firstLine: string, input: Iterable<readonly [string, HeaderValue]> | null): void {
    const headers = input ?? this._table?.pairs() ?? [];
    const { head, expectsContinue } = renderHead(this, firstLine, headers, input !== null);
    this._header = head;
    this._headerSent = false;
    // The peer must see the head before it answers 100: it does not wait for the body.
    if (expectsContinue) this._send('', 'latin1', null);
  }

  _implicitHeader(): void {
    throw notImplemented('_implicitHeader()');
  }

  flushHeaders(): void {
    if (this._header === null) this._implicitHeader();
    this._send('', 'latin1', null);
  }

  write(chunk: unknown, encoding?: BufferEncoding | Done | null, callback?: Done): boolean {
    const done = typeof encoding === 'function' ? encoding : callback;
    const accepted = this.#write(chunk, typeof encoding === 'string' ? encoding : null, done, false);
    if (!accepted) this._needDrain = true;
    return accepted;
  }

  end(chunk?: unknown, encoding?: BufferEncoding | Done | null, callback?: Done): this {
    const done = [chunk, encoding, callback].find((argument): argument is Done => typeof argument === 'function');
    const body = typeof chunk === 'function' ? null : chunk;
    if (body) {
      if (this.finished) {
        this.#fail(writeAfterEnd(), done);
        return this;
      }
      this.socket?.cork();
    } else if (this.finished) {
      if (done) this.#queueEndCallback(done);
      return this;
    } else if (this._header === null) {
      this.socket?.cork();
    }
    this.#finish(body, typeof encoding === 'string' ? encoding : null, done);
    return this;
  }

  addTrailers(headers: Readonly<Record<string, HeaderValue>> | readonly (readonly [string, HeaderValue])[]): void {
    this.#trailer = '';
    const pairs = Array.isArray(headers) ? headers : Object.entries(headers);
    for (const [name, value] of pairs) {
      validateHeaderName(name, 'Trailer name');
      const unique = this._uniqueHeaders?.has(name.toLowerCase());
      const values = Array.isArray(value) && (unique || value.length < 2) ? [value.join('; ')] : asList(value);
      for (const item of values) {
        if (hasInvalidCharacter(item)) throw invalidCharacter('trailer content', name);
        this.#trailer += `${name}: ${item}\r\n`;
      }
    }
  }

  override pipe<T>(destination: T): T {
    this.emit('error', cannotPipe());
    return destination;
  }

  /** Writes what waited for the connection. Called when the message's turn comes. */
  _flush(): void {
    const socket = this.socket;
    if (!socket?.writable) return;
    const accepted = this._flushOutput(socket);
    if (this.finished) this._finish();
    else if (this._needDrain && accepted !== false) this.#emitDrain();
  }

  _finish(): void {
    this.emit('prefinish');
  }

  #write(chunk: unknown, encoding: BufferEncoding | null, callback: Done | undefined, last: boolean): boolean {
    const done = callback ?? (() => {});
    const body = checkBody(chunk);
    if (this.destroyed || this.finished) {
      const error = this.finished ? writeAfterEnd() : streamDestroyed('write');
      if (this.destroyed) process.nextTick(done, error);
      else this.#fail(error, done);
      return false;
    }
    const bytes = typeof body === 'string' ? Buffer.byteLength(body, encoding ?? 'utf8') : body.byteLength;
    this.#countBody(bytes, last);
    if (this._header === null) {
      if (last) this._contentLength = bytes;
      this._implicitHeader();
    }
    if (!this._hasBody) {
      if (this.#rejectsForbiddenBody) throw bodyNotAllowed();
      process.nextTick(done);
      return true;
    }
    if (!last) this.#corkForThisTurn();
    if (!this.chunkedEncoding || body.length === 0) return this._send(body, encoding, callback ?? null);
    if (this._corks > 0 && this._headerSent) {
      this.#corkedChunks.push({ data: body, encoding, callback: done });
      this.#corkedBytes += bytes;
      return this.#corkedBytes < this.writableHighWaterMark;
    }
    return this.#sendChunk(body, encoding, bytes, callback ?? null);
  }

  #sendChunk(body: Body, encoding: BufferEncoding | null, bytes: number, callback: Done | null): boolean {
    const size = bytes.toString(16);
    // The head is ISO-8859-1: it must not be joined to UTF-8.
    if (this._headerSent && typeof body === 'string' && (!encoding || encoding === 'utf8')) {
      return this._send(`${size}\r\n${body}\r\n`, encoding, callback);
    }
    this._send(`${size}\r\n`, 'latin1', null);
    this._send(body, encoding, null);
    return this._send('\r\n', 'latin1', callback);
  }

  /** Everything written in one turn leaves together. */
  #corkForThisTurn(): void {
    const socket = this.socket;
    if (!socket || socket.writableCorked > 0) return;
    socket.cork();
    process.nextTick(() => socket.uncork());
  }

  #countBody(bytes: number, last: boolean): void {
    if (!this.strictContentLength) return;
    const total = this.#bodyBytes + bytes;
    const length = this.#strictLength();
    if (length !== null && (last ? total !== length : total > length)) throw contentLengthMismatch(total, length);
    this.#bodyBytes = total;
  }

  #strictLength(): number | null {
    const applies =
      this.strictContentLength &&
      this._hasBody &&
      !this._removedContLen &&
      !this.chunkedEncoding &&
      !this.hasHeader('transfer-encoding');
    return applies ? this._contentLength : null;
  }

  #finish(body: unknown, encoding: BufferEncoding | null, done: Done | undefined): void {
    let onFlushed: Done | null = (error) => this.#onFlushed(error);
    if (done && !body) this.#queueEndCallback(done);
    if (body) {
      const single = this.#prepareSingleWrite(body, encoding);
      if (done) this.#queueEndCallback(done);
      this.#write(body, encoding, single ? onFlushed : undefined, true);
      if (single) onFlushed = null;
    } else if (this._header === null) {
      this._contentLength = 0;
      this._implicitHeader();
    }
    const length = this.#strictLength();
    if (length !== null && this.#bodyBytes !== length) throw contentLengthMismatch(this.#bodyBytes, length);
    if (onFlushed) this.#sendEnd(onFlushed, Boolean(body));
    this.#uncorkAll();
    this.finished = true;
    if (this.outputData.length === 0 && this.socket?._httpMessage === this) this._finish();
  }

  /** Whether `body` is all that is to be sent after the head, so that its write ends the message. */
  #prepareSingleWrite(chunk: unknown, encoding: BufferEncoding | null): boolean {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return false;
    if (this.destroyed || this.strictContentLength) return false;
    if (this._header === null) {
      this._contentLength = typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding ?? 'utf8') : chunk.byteLength;
      this._implicitHeader();
    }
    return this._header !== null && this._hasBody && !this.chunkedEncoding;
  }

  #sendEnd(onFlushed: Done, hadBody: boolean): void {
    if (this._hasBody && this.chunkedEncoding) this._send(`0\r\n${this.#trailer}\r\n`, 'latin1', onFlushed);
    else if (!this._headerSent || this.writableLength > 0 || hadBody) this._send('', 'latin1', onFlushed);
    else process.nextTick(onFlushed);
  }

  #uncorkAll(): void {
    const socket = this.socket;
    while (socket && socket.writableCorked > 0) socket.uncork();
    this._corks = 1;
    this.uncork();
  }

  #onFlushed(error?: Error | null): void {
    const failure = error ?? this._errored ?? this.socket?.errored ?? null;
    if (failure || this.socket?._hadError) {
      this.#flushError = failure ?? streamDestroyed('end');
      this.#runEndCallbacks(this.#flushError);
      return;
    }
    this.#flushed = true;
    this.#runEndCallbacks(null);
    this.emit('finish');
  }

  #queueEndCallback(callback: Done): void {
    const failure = this.#flushError;
    if (this.#flushed) callback(alreadyFinished('end'));
    else if (failure) process.nextTick(callback, failure);
    else this.#endCallbacks.push(callback);
  }

  #runEndCallbacks(error: Error | null): void {
    const callbacks = this.#endCallbacks;
    this.#endCallbacks = [];
    for (const callback of callbacks) callback(error);
  }

  #emitDrain(): void {
    this._needDrain = false;
    this.emit('drain');
  }

  #fail(error: Error, callback: Done = () => {}): void {
    if (this.destroyed) return;
    process.nextTick(() => {
      callback(error);
      if (!this.destroyed) this.emit('error', error);
    });
  }
}

function checkBody(chunk: unknown): Body {
  if (chunk === null) throw nullChunk();
  if (typeof chunk === 'string' || chunk instanceof Uint8Array) return chunk;
  throw invalidArgType('chunk', 'of type string or an instance of Buffer or Uint8Array', chunk);
}
