import type { Buffer } from '../buffer.ts';
import type { Socket } from '../net/socket.ts';
import { stopFlowing } from '../net/stream-internals.ts';
import { connectionReset, socketEncoding } from './errors.ts';
import { type IncomingMessage, readStart, readStop } from './incoming-message.ts';
import { fillHead } from './message-head.ts';
import { type HeadAnswer, type MessageHead, MessageParser, type ParseError } from './parser.ts';
import type { Server } from './server.ts';
import type { ServerResponse } from './server-response.ts';
import { STATUS_CODES } from './status-codes.ts';

const CONTINUE = /(?:^|\W)100-continue(?:$|\W)/i;

/** One client's connection to an HTTP server: requests are parsed, responses leave in the order of the requests. */
export class ServerConnection {
  readonly socket: Socket;
  readonly #server: Server;
  readonly #parser: MessageParser;
  readonly #connections: Set<ServerConnection>;
  readonly #incoming: IncomingMessage[] = [];
  /** Responses that wait for earlier ones (pipelining). */
  readonly #outgoing: ServerResponse[] = [];
  /** What those responses hold back, in bytes. */
  #outgoingBytes = 0;
  #requests = 0;
  #keepAliveTimer = false;
  /** When the running message began; null between messages. A connection that says nothing counts from its start. */
  #messageStart: number | null = performance.now();
  #headComplete = false;

  constructor(server: Server, socket: Socket, connections: Set<ServerConnection>) {
    this.#server = server;
    this.socket = socket;
    this.#connections = connections;
    connections.add(this);
    socket.server = server;
    if (server.timeout) socket.setTimeout(server.timeout);
    this.#parser = new MessageParser('request', socket, server);
    if (typeof server.maxHeadersCount === 'number') this.#parser.maxHeaderPairs = server.maxHeadersCount * 2;
    this.#parser.listener = {
      begin: () => this.#onBegin(),
      head: (head) => this.#onHead(head),
      body: (bytes) => this.#onBody(bytes),
      complete: (trailers) => this.#onComplete(trailers),
    };
    socket.parser = this.#parser;
    socket._paused = false;
    socket.setEncoding = () => {
      throw socketEncoding();
    };
    socket.on('timeout', this.#onTimeout);
    socket.on('data', this.#onData);
    socket.on('error', this.fail);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onClose);
    socket.on('drain', this.#onDrain);
  }

  /** Whether no request is being received. */
  get idle(): boolean {
    return this.#messageStart === null;
  }

  /** Whether its request takes longer than the server allows (milliseconds; 0 allows any time). */
  expired(headersTimeout: number, requestTimeout: number): boolean {
    if (this.#messageStart === null) return false;
    const age = performance.now() - this.#messageStart;
    return (
      (!this.#headComplete && headersTimeout > 0 && age > headersTimeout) ||
      (requestTimeout > 0 && age > requestTimeout)
    );
  }

  /** Answers a client's error with 400, 408 or 431 unless the program does it, and ends the connection. */
  readonly fail = (error: Error): void => {
    const { socket } = this;
    socket.removeListener('error', this.fail);
    if (socket.listenerCount('error') === 0) socket.on('error', () => {});
    this.#messageStart = null;
    if (this.#server.emit('clientError', error, socket)) return;
    if (socket.writable && !socket._httpMessage?._headerSent) socket.write(errorResponse(error));
    socket.destroy(error);
  };

  readonly #onData = (bytes: Buffer): void => {
    const result = this.#parser.execute(bytes);
    if (typeof result !== 'number') {
      result.rawPacket = bytes;
      this.fail(result);
      return;
    }
    const request = this.#parser.incoming;
    if (request?.upgrade) this.#switchProtocol(request, bytes.subarray(result));
    else if (request?.method === 'PRI') this.socket.destroy();
  };

  readonly #onEnd = (): void => {
    const error = this.#parser.finish();
    if (error) {
      this.fail(error);
      return;
    }
    const last = this.#outgoing.at(-1) ?? this.socket._httpMessage;
    if (this.#server.httpAllowHalfOpen && last) last._last = true;
    else this.socket.end();
  };

  readonly #onClose = (): void => {
    this.#connections.delete(this);
    this.#parser.free();
    this.socket.parser = null;
    for (const message of [...this.#incoming.splice(0), ...this.#outgoing.splice(0)]) {
      message.destroy(connectionReset('aborted'));
    }
  };

  readonly #onDrain = (): void => {
    const { socket } = this;
    if (socket._paused && this.#outgoingBytes <= socket.writableHighWaterMark) {
      socket._paused = false;
      socket.resume();
    }
    const message = socket._httpMessage;
    if (message && !message.finished && message._needDrain && message.writableLength === 0) {
      message._needDrain = false;
      message.emit('drain');
    }
  };

  readonly #onTimeout = (): void => {
    const { socket } = this;
    const request = this.#parser.incoming;
    const heard = [
      request && !request.complete && request.emit('timeout', socket),
      socket._httpMessage?.emit('timeout', socket),
      this.#server.emit('timeout', socket),
    ];
    if (!heard.some(Boolean)) socket.destroy();
  };

  #onBegin(): void {
    this.#messageStart = performance.now();
    this.#headComplete = false;
  }

  #onHead(head: MessageHead): HeadAnswer {
    this.#headComplete = true;
    const request = new this.#server._IncomingMessage(this.socket);
    fillHead(request, head, this.#server.joinDuplicateHeaders);
    this.#parser.incoming = request;
    if (this.#keepAliveTimer) this.socket.setTimeout(this.#server.timeout || 0);
    this.#keepAliveTimer = false;
    if (request.upgrade) {
      request.upgrade = request.method === 'CONNECT' || this.#server.shouldUpgradeCallback(request);
      if (request.upgrade) return 2;
    }
    this.#incoming.push(request);
    this.#pauseWhenFull();
    this.#respond(request, head.shouldKeepAlive);
    return 0;
  }

  #onBody(bytes: Buffer): void {
    const request = this.#parser.incoming;
    if (request && !request._dumped && !request.push(bytes)) readStop(this.socket);
  }

  #onComplete(trailers: string[]): void {
    this.#messageStart = null;
    const request = this.#parser.incoming;
    if (request) {
      request.complete = true;
      if (trailers.length > 0) request._addTrailers(trailers);
      request.push(null);
    }
    readStart(this.socket);
  }

  #respond(request: IncomingMessage, keepAlive: boolean): void {
    const { socket } = this;
    const server = this.#server;
    const response = new server._ServerResponse(request, {
      highWaterMark: socket.writableHighWaterMark,
      rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
    });
    response._keepAliveTimeout = server.keepAliveTimeout;
    response._maxRequestsPerSocket = server.maxRequestsPerSocket;
    response._uniqueHeaders = server._uniqueHeaders;
    response.shouldKeepAlive = keepAlive;
    response._onPendingData = (bytes) => {
      this.#outgoingBytes += bytes;
      this.#onDrain();
    };
    if (socket._httpMessage) this.#outgoing.push(response);
    else response.assignSocket(socket);
    response.on('finish', () => this.#onFinish(request, response));
    this.#dispatch(request, response);
  }

  #dispatch(request: IncomingMessage, response: ServerResponse): void {
    const server = this.#server;
    const version11 = request.httpVersionMajor === 1 && request.httpVersionMinor === 1;
    if (version11 && server.requireHostHeader && request.headers.host === undefined) {
      response.writeHead(400, ['Connection', 'close']);
      response.end();
    } else if (version11 && this.#exceedsLimit(response)) {
      server.emit('dropRequest', request, this.socket);
      response.writeHead(503);
      response.end();
    } else if (version11 && request.headers.expect !== undefined) {
      this.#answerExpectation(request, response);
    } else {
      server.emit('request', request, response);
    }
  }

  #exceedsLimit(response: ServerResponse): boolean {
    const limit = this.#server.maxRequestsPerSocket;
    if (typeof limit !== 'number' || limit <= 0) return false;
    this.#requests++;
    response.maxRequestsOnConnectionReached = limit <= this.#requests;
    return limit < this.#requests;
  }

  #answerExpectation(request: IncomingMessage, response: ServerResponse): void {
    const server = this.#server;
    if (CONTINUE.test(String(request.headers.expect))) {
      response._expect_continue = true;
      if (server.emit('checkContinue', request, response)) return;
      response.writeContinue();
      server.emit('request', request, response);
    } else if (!server.emit('checkExpectation', request, response)) {
      response.writeHead(417);
      response.end();
    }
  }

  #onFinish(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = this;
    request._detachSignal();
    this.#incoming.shift();
    // Nobody reads the body: take it off the wire, the next request stands behind it.
    if (!request._consuming && request.readableFlowing !== true) request._dump();
    response.detachSocket(socket);
    this.#forgetRequest(request);
    process.nextTick(() => response._emitClose());
    if (response._last) socket.destroySoon();
    else if (this.#outgoing.length === 0) this.#waitForNext();
    else this.#outgoing.shift()?.assignSocket(socket);
  }

  #waitForNext(): void {
    const timeout = milliseconds(this.#server.keepAliveTimeout, 0);
    if (timeout === 0) return;
    this.socket.setTimeout(timeout + milliseconds(this.#server.keepAliveTimeoutBuffer, 1000));
    this.#keepAliveTimer = true;
  }

  #forgetRequest(request: IncomingMessage): void {
    if (this.#parser.incoming !== request) return;
    if (request.readableEnded) this.#parser.incoming = null;
    else request.on('end', () => this.#forgetRequest(request));
  }

  /** A client that pipelines requests faster than it reads the responses must wait. */
  #pauseWhenFull(): void {
    const { socket } = this;
    if (socket._paused) return;
    if (!socket.writableNeedDrain && this.#outgoingBytes < socket.writableHighWaterMark) return;
    socket._paused = true;
    socket.pause();
  }

  #switchProtocol(request: IncomingMessage, head: Buffer): void {
    const { socket } = this;
    socket.removeListener('data', this.#onData);
    socket.removeListener('end', this.#onEnd);
    socket.removeListener('close', this.#onClose);
    socket.removeListener('drain', this.#onDrain);
    socket.removeListener('error', this.fail);
    socket.removeListener('timeout', this.#onTimeout);
    this.#connections.delete(this);
    this.#parser.free();
    socket.parser = null;
    const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
    if (this.#server.listenerCount(event) === 0) {
      socket.destroy();
      return;
    }
    stopFlowing(socket);
    this.#server.emit(event, request, socket, head);
  }
}

function milliseconds(value: number, fallback: number): number {
  return Number.isFinite(value) && value >= 0 ? value : fallback;
}

function errorResponse(error: Error | ParseError): string {
  const status = statusFor('code' in error ? error.code : '');
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`;
}

function statusFor(code: string): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 413;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}
