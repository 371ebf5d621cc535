import type { ConnectOptions } from '../net/arguments.ts';
import { invalidArgValue } from '../net/coded-error.ts';
import { validateDelay } from '../net/idle-timer.ts';
import type { Socket } from '../net/socket.ts';
import { createConnection } from '../net.ts';
import { addAbortSignal, finished } from '../stream.ts';
import type { Agent } from './agent.ts';
import { ClientConnection } from './client-connection.ts';
import { basicAuthorization, type RequestOptions, readArguments, readDestination } from './client-options.ts';
import { connectionReset, headersSent, unescapedPath } from './errors.ts';
import { headerPairs } from './headers.ts';
import type { IncomingMessage } from './incoming-message.ts';
import { OutgoingMessage } from './outgoing-message.ts';
import { readLeniency } from './parser.ts';
import { lowerCaseSet } from './server-options.ts';

const WITHOUT_BODY = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

/** @see https://nodejs.org/api/http.html#class-httpclientrequest */
export class ClientRequest extends OutgoingMessage {
  readonly agent: Agent | null;
  readonly method: string;
  readonly host: string;
  readonly protocol: string;
  readonly maxHeaderSize: number | undefined;
  readonly insecureHTTPParser: boolean | undefined;
  readonly joinDuplicateHeaders: boolean;
  timeout: number | undefined = undefined;
  res: IncomingMessage | null = null;
  aborted = false;
  reusedSocket = false;
  upgradeOrConnect = false;
  maxHeadersCount: number | null = null;
  /** The response was read to its end. */
  _ended = false;
  #path: string;
  #connection: ClientConnection | null = null;
  #listensForTimeout = false;

  constructor(...args: unknown[]) {
    const { options, callback } = readArguments(args);
    super({ highWaterMark: options.highWaterMark });
    const destination = readDestination(options);
    this.agent = destination.agent;
    this.method = destination.method;
    this.host = destination.host;
    this.protocol = destination.protocol;
    this.#path = destination.path;
    this.maxHeaderSize = options.maxHeaderSize;
    this.insecureHTTPParser = readLeniency(options.insecureHTTPParser);
    this.joinDuplicateHeaders = options.joinDuplicateHeaders ?? false;
    if (options.timeout !== undefined) this.timeout = validateDelay(options.timeout, 'timeout');
    if (options.signal) addAbortSignal(options.signal, this);
    if (callback) this.once('response', callback);
    this.useChunkedEncodingByDefault = !WITHOUT_BODY.has(this.method);
    if (options.setDefaultHeaders === false) {
      this._removedConnection = true;
      this._removedContLen = true;
      this._removedTE = true;
    }
    if (this.agent) {
      const reuses = this.agent.keepAlive || Number.isFinite(this.agent.maxSockets);
      this._last = !reuses;
      this.shouldKeepAlive = reuses;
    }
    this.#setHeaders(options, destination.authority);
    this._uniqueHeaders = lowerCaseSet(options.uniqueHeaders);
    this.#connect(options, { host: destination.host, port: destination.port });
  }

  get path(): string {
    return this.#path;
  }

  set path(path: string) {
    if (/[^\u0021-\u00ff]/.test(String(path))) throw unescapedPath();
    this.#path = String(path);
  }

  override _hasAgent(): boolean {
    return this.agent !== null;
  }

  override _implicitHeader(): void {
    if (this._header !== null) throw headersSent('render');
    this._storeHeader(this.#requestLine(), null);
  }

  /** Deprecated in Node, kept for programs that use it. */
  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    process.nextTick(() => this.emit('abort'));
    this.destroy();
  }

  override destroy(error?: Error | null): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.res?._dump();
    this._errored = error ?? null;
    this.socket?.destroy(error ?? undefined);
    return this;
  }

  /** The agent, or `createConnection`, has a connection for this request. */
  onSocket(socket: Socket | null, error?: Error | null): void {
    if (socket && !error) {
      socket._httpMessage = this;
      this.#connection = new ClientConnection(this, socket);
    }
    process.nextTick(() => this.#onSocket(socket, error ?? null));
  }

  override setTimeout(milliseconds: number, callback?: () => void): this {
    if (this._ended) return this;
    this.#listenForTimeout();
    const delay = validateDelay(milliseconds, 'msecs');
    if (callback) this.once('timeout', callback);
    this.#withSocket((socket) => {
      if (socket.connecting) socket.once('connect', () => socket.setTimeout(delay));
      else socket.setTimeout(delay);
    });
    return this;
  }

  clearTimeout(callback?: () => void): void {
    this.setTimeout(0, callback);
  }

  setNoDelay(noDelay?: boolean): void {
    this.#withSocket((socket) => socket.setNoDelay(noDelay));
  }

  setSocketKeepAlive(enable?: boolean, initialDelay?: number): void {
    this.#withSocket((socket) => socket.setKeepAlive(enable, initialDelay));
  }

  #requestLine(): string {
    return `${this.method} ${this.#path} HTTP/1.1\r\n`;
  }

  #setHeaders(options: RequestOptions, authority: string): void {
    const { headers } = options;
    if (Array.isArray(headers)) {
      this._storeHeader(
        this.#requestLine(),
        headerPairs(headers, () => invalidArgValue('headers', headers)),
      );
      return;
    }
    for (const [name, value] of headerPairs(headers ?? {}, () => invalidArgValue('headers', headers))) {
      this.setHeader(name, value);
    }
    const setHost = options.setHost ?? options.setDefaultHeaders !== false;
    if (!this.getHeader('host') && setHost) this.setHeader('Host', authority);
    if (options.auth && !this.getHeader('Authorization')) {
      this.setHeader('Authorization', basicAuthorization(options.auth));
    }
    if (this.getHeader('expect')) this._storeHeader(this.#requestLine(), null);
  }

  #connect(options: RequestOptions, where: { host: string; port: number | string }): void {
    const { signal: _signal, path: _path, agent: _agent, headers: _headers, ...rest } = options;
    const target: ConnectOptions = { ...rest, ...where };
    if (this.agent) {
      this.agent.addRequest(this, target);
      return;
    }
    this._last = true;
    this.shouldKeepAlive = false;
    if (!options.createConnection) {
      this.onSocket(createConnection(target));
      return;
    }
    let settled = false;
    const created = (error: Error | null, socket?: Socket) => {
      if (settled) return;
      settled = true;
      if (socket) this.onSocket(socket);
      else if (error) process.nextTick(() => this.emit('error', error));
    };
    const socket = options.createConnection(target, created);
    if (socket) created(null, socket);
  }

  #onSocket(socket: Socket | null, error: Error | null): void {
    if (!this.destroyed && socket && !error) {
      this.socket = socket;
      this.#connection?.start();
      if (this.timeout !== undefined || this.agent?.options.timeout) this.#listenForTimeout();
      this.emit('socket', socket);
      this._flush();
      return;
    }
    this.destroyed = true;
    if (socket && !error && this.agent && !socket.destroyed) {
      this.#connection?.leave();
      socket.emit('free');
      this.#fail(socket, this._errored);
    } else if (socket) {
      finished(socket.destroy(error ?? this._errored ?? undefined), (closing) => {
        const premature = closing && 'code' in closing && closing.code === 'ERR_STREAM_PREMATURE_CLOSE';
        this.#fail(socket, (premature ? null : closing) ?? error);
      });
    } else {
      this.#fail(socket, error ?? this._errored);
    }
  }

  #fail(socket: Socket | null, error: Error | null): void {
    const failure = error ?? (this.aborted ? null : connectionReset('socket hang up'));
    if (failure && !socket?._hadError) this.emit('error', failure);
    this._closed = true;
    this.emit('close');
  }

  #listenForTimeout(): void {
    if (this.#listensForTimeout) return;
    this.#listensForTimeout = true;
    this.#withSocket((socket) => this.#connection?.forwardTimeout(socket));
  }

  #withSocket(use: (socket: Socket) => void): void {
    if (this.socket) use(this.socket);
    else this.once('socket', use);
  }
}
