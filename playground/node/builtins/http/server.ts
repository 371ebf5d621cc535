import { Server as TcpServer } from '../net/server.ts';
import { HIGH_WATER_MARK } from '../net/socket.ts';
import { clearInterval, setInterval, type Timeout } from '../timers.ts';
import { requestTimedOut } from './errors.ts';
import { IncomingMessage } from './incoming-message.ts';
import { readLeniency } from './parser.ts';
import { ServerConnection } from './server-connection.ts';
import {
  type HttpServerOptions,
  type IncomingMessageClass,
  lowerCaseSet,
  readTimeouts,
  type ServerResponseClass,
} from './server-options.ts';
import { ServerResponse } from './server-response.ts';

export type RequestListener = (req: IncomingMessage, res: ServerResponse) => void;

/** @see https://nodejs.org/api/http.html#class-httpserver */
export class Server extends TcpServer {
  /** Milliseconds, as all durations here. 0 means never. */
  timeout = 0;
  requestTimeout: number;
  headersTimeout: number;
  keepAliveTimeout: number;
  keepAliveTimeoutBuffer: number;
  connectionsCheckingInterval: number;
  maxHeadersCount: number | null = null;
  maxRequestsPerSocket = 0;
  httpAllowHalfOpen = false;
  readonly maxHeaderSize: number | undefined;
  readonly insecureHTTPParser: boolean | undefined;
  readonly requireHostHeader: boolean;
  readonly joinDuplicateHeaders: boolean;
  readonly rejectNonStandardBodyWrites: boolean;
  readonly shouldUpgradeCallback: (req: IncomingMessage) => boolean;
  readonly _IncomingMessage: IncomingMessageClass;
  readonly _ServerResponse: ServerResponseClass;
  readonly _uniqueHeaders: ReadonlySet<string> | null;
  readonly #connections = new Set<ServerConnection>();
  #checking: Timeout | null = null;

  constructor(options?: HttpServerOptions | RequestListener | null, requestListener?: RequestListener) {
    const settings = typeof options === 'function' ? {} : (options ?? {});
    const timeouts = readTimeouts(settings);
    super({
      allowHalfOpen: true,
      noDelay: settings.noDelay ?? true,
      highWaterMark: settings.highWaterMark ?? HIGH_WATER_MARK,
    });
    this.requestTimeout = timeouts.requestTimeout;
    this.headersTimeout = timeouts.headersTimeout;
    this.keepAliveTimeout = timeouts.keepAliveTimeout;
    this.keepAliveTimeoutBuffer = timeouts.keepAliveTimeoutBuffer;
    this.connectionsCheckingInterval = timeouts.connectionsCheckingInterval;
    this.maxHeaderSize = settings.maxHeaderSize;
    this.insecureHTTPParser = readLeniency(settings.insecureHTTPParser);
    this.requireHostHeader = settings.requireHostHeader ?? true;
    this.joinDuplicateHeaders = settings.joinDuplicateHeaders ?? false;
    this.rejectNonStandardBodyWrites = settings.rejectNonStandardBodyWrites ?? false;
    this.shouldUpgradeCallback = settings.shouldUpgradeCallback ?? (() => this.listenerCount('upgrade') > 0);
    this._IncomingMessage = settings.IncomingMessage ?? IncomingMessage;
    this._ServerResponse = settings.ServerResponse ?? ServerResponse;
    this._uniqueHeaders = lowerCaseSet(settings.uniqueHeaders);
    const listener = typeof options === 'function' ? options : requestListener;
    if (listener) this.on('request', listener);
    this.on('connection', (socket) => new ServerConnection(this, socket, this.#connections));
    this.on('listening', () => this.#checkTimeouts());
  }

  setTimeout(milliseconds?: number, callback?: () => void): this {
    this.timeout = milliseconds ?? 0;
    if (callback) this.on('timeout', callback);
    return this;
  }

  /** Stops listening, closes connections on which no request runs, and waits for the others. */
  override close(callback?: (error?: Error) => void): this {
    this.closeIdleConnections();
    if (this.#checking) clearInterval(this.#checking);
    this.#checking = null;
    return super.close(callback);
  }

  closeAllConnections(): void {
    for (const { socket } of [...this.#connections]) socket.destroy();
  }

  closeIdleConnections(): void {
    for (const connection of [...this.#connections]) {
      const message = connection.socket._httpMessage;
      if (connection.idle && (!message || message.finished)) connection.socket.destroy();
    }
  }

  #checkTimeouts(): void {
    if (this.#checking) clearInterval(this.#checking);
    this.#checking = setInterval(() => {
      for (const connection of [...this.#connections]) {
        if (connection.expired(limit(this.headersTimeout), limit(this.requestTimeout))) {
          connection.fail(requestTimedOut());
        }
      }
    }, this.connectionsCheckingInterval);
    this.#checking.unref();
  }
}

function limit(milliseconds: number): number {
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : 0;
}
