import type { Socket } from '../net/socket.ts';
import { holdReading } from '../net/stream-internals.ts';
import { finished, Readable } from '../stream.ts';
import type { ClientRequest } from './client-request.ts';
import { distinctHeaders, type IncomingHeaders, joinHeaders } from './incoming-headers.ts';

/** A request to a server, or the response to a client. @see https://nodejs.org/api/http.html#class-httpincomingmessage */
export class IncomingMessage extends Readable {
  socket: Socket | null;
  client: Socket | null;
  httpVersionMajor: number | null = null;
  httpVersionMinor: number | null = null;
  httpVersion: string | null = null;
  complete = false;
  rawHeaders: string[] = [];
  rawTrailers: string[] = [];
  joinDuplicateHeaders = false;
  aborted = false;
  upgrade: boolean | null = null;
  url = '';
  method: string | null = null;
  statusCode: number | null = null;
  statusMessage: string | null = null;
  /** The request that this is the response to. */
  req: ClientRequest | undefined = undefined;
  _consuming = false;
  /** Nobody can read it any more: its body is taken off the wire and dropped. */
  _dumped = false;
  /** A second response on the same connection follows; what is left of this one is skipped. */
  _skipPendingData = false;
  #headers: IncomingHeaders | null = null;
  #distinct: Record<string, string[]> | null = null;
  #trailers: IncomingHeaders | null = null;
  #trailersDistinct: Record<string, string[]> | null = null;
  #controller: AbortController | null = null;
  #abortOnClose: (() => void) | null = null;
  #signalDetached = false;

  constructor(socket: Socket | null) {
    super(socket ? { highWaterMark: socket.readableHighWaterMark } : {});
    holdReading(this, true);
    this.socket = socket;
    this.client = socket;
  }

  get connection(): Socket | null {
    return this.socket;
  }

  set connection(socket: Socket | null) {
    this.socket = socket;
  }

  get headers(): IncomingHeaders {
    this.#headers ??= joinHeaders(this.rawHeaders, this.joinDuplicateHeaders);
    return this.#headers;
  }

  set headers(headers: IncomingHeaders) {
    this.#headers = headers;
  }

  get headersDistinct(): Record<string, string[]> {
    this.#distinct ??= distinctHeaders(this.rawHeaders);
    return this.#distinct;
  }

  get trailers(): IncomingHeaders {
    this.#trailers ??= joinHeaders(this.rawTrailers, this.joinDuplicateHeaders);
    return this.#trailers;
  }

  /** A program that looked too early holds the object that they belong in. */
  _addTrailers(raw: string[]): void {
    this.rawTrailers = raw;
    if (this.#trailers) Object.assign(this.#trailers, joinHeaders(raw, this.joinDuplicateHeaders));
  }

  set trailers(trailers: IncomingHeaders) {
    this.#trailers = trailers;
  }

  get trailersDistinct(): Record<string, string[]> {
    this.#trailersDistinct ??= distinctHeaders(this.rawTrailers);
    return this.#trailersDistinct;
  }

  /** Aborts when the connection closes before the message is complete. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.destroyed && (!this.readableEnded || !this.complete)) this.#controller.abort();
      else this.#followSocket(this.#controller);
    }
    return this.#controller.signal;
  }

  setTimeout(milliseconds: number, callback?: () => void): this {
    if (callback) this.on('timeout', callback);
    this.socket?.setTimeout(milliseconds);
    return this;
  }

  override _read(): void {
    if (!this._consuming) {
      holdReading(this, false);
      this._consuming = true;
    }
    if (this.socket?.readable) readStart(this.socket);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.readableEnded || !this.complete) {
      this.aborted = true;
      this.emit('aborted');
      this.#abortSignal();
    }
    const finish = (failure: Error | null | undefined) => {
      process.nextTick(() => done(this.listenerCount('error') === 0 ? null : failure));
    };
    const { socket } = this;
    if (!socket || socket.destroyed || !this.aborted) {
      finish(error);
      return;
    }
    socket.destroy(error ?? undefined);
    const stop = finished(socket, (closing) => {
      stop();
      finish((hasCode(closing, 'ERR_STREAM_PREMATURE_CLOSE') ? null : closing) ?? error);
    });
  }

  /** Reads the rest and drops it, so that the connection can go on. */
  _dump(): void {
    if (this._dumped) return;
    this._dumped = true;
    this.removeAllListeners('data');
    this.resume();
  }

  _detachSignal(): void {
    this.#signalDetached = true;
    if (this.#abortOnClose) this.socket?.removeListener('close', this.#abortOnClose);
    this.#abortOnClose = null;
  }

  #followSocket(controller: AbortController): void {
    if (this.#signalDetached || !this.socket) return;
    if (this.socket.destroyed) {
      controller.abort();
      return;
    }
    this.#abortOnClose = () => this.#abortSignal();
    this.socket.once('close', this.#abortOnClose);
  }

  #abortSignal(): void {
    this._detachSignal();
    this.#controller?.abort();
  }
}

function hasCode(error: Error | null | undefined, code: string): boolean {
  return error !== null && error !== undefined && 'code' in error && error.code === code;
}

export function readStart(socket: Socket | null): void {
  if (socket && !socket._paused && socket.readable) socket.resume();
}

export function readStop(socket: Socket | null): void {
  socket?.pause();
}
