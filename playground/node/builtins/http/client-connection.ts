import type { Buffer } from '../buffer.ts';
import type { Socket } from '../net/socket.ts';
import { stopFlowing } from '../net/stream-internals.ts';
import type { ClientRequest } from './client-request.ts';
import { connectionReset } from './errors.ts';
import { IncomingMessage, readStart, readStop } from './incoming-message.ts';
import { fillHead } from './message-head.ts';
import { type HeadAnswer, type MessageHead, MessageParser } from './parser.ts';

/** One request's use of a connection: reads the response, and gives the connection back or closes it. */
export class ClientConnection {
  readonly #request: ClientRequest;
  readonly #socket: Socket;
  #parser: MessageParser | null = null;
  #forwardsTimeout = false;

  constructor(request: ClientRequest, socket: Socket) {
    this.#request = request;
    this.#socket = socket;
    socket.on('error', this.#onError);
  }

  start(): void {
    const socket = this.#socket;
    const parser = new MessageParser('response', socket, this.#request);
    const { maxHeadersCount } = this.#request;
    if (typeof maxHeadersCount === 'number') parser.maxHeaderPairs = maxHeadersCount * 2;
    parser.outgoing = this.#request;
    parser.listener = {
      begin: () => {},
      head: (head) => this.#onHead(head),
      body: (bytes) => this.#onBody(bytes),
      complete: (trailers) => this.#onComplete(trailers),
    };
    this.#parser = parser;
    socket.parser = parser;
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onClose);
    socket.on('drain', this.#onDrain);
  }

  /** The request was destroyed before it began: the connection is as good as new. */
  leave(): void {
    this.#socket.removeListener('error', this.#onError);
  }

  forwardTimeout(socket: Socket): void {
    if (this.#forwardsTimeout) return;
    this.#forwardsTimeout = true;
    socket.once('timeout', this.#onTimeout);
  }

  readonly #onTimeout = (): void => {
    this.#forwardsTimeout = false;
    this.#request.emit('timeout');
  };

  readonly #onResponseTimeout = (): void => {
    this.#request.res?.emit('timeout');
  };

  readonly #onDrain = (): void => {
    const request = this.#request;
    if (request.finished || !request._needDrain) return;
    request._needDrain = false;
    request.emit('drain');
  };

  readonly #onError = (error: Error): void => {
    const socket = this.#socket;
    socket._hadError = true;
    this.#request.emit('error', error);
    this.#freeParser();
    socket.removeListener('data', this.#onData);
    socket.removeListener('end', this.#onEnd);
    socket.destroy();
  };

  readonly #onEnd = (): void => {
    const socket = this.#socket;
    if (!this.#request.res && !socket._hadError) {
      socket._hadError = true;
      this.#request.emit('error', connectionReset('socket hang up'));
    }
    this.#freeParser();
    socket.destroy();
  };

  readonly #onClose = (): void => {
    const request = this.#request;
    const socket = this.#socket;
    const { res } = request;
    request.destroyed = true;
    if (res) {
      if (!res.complete) res.destroy(connectionReset('aborted'));
      request._emitClose();
      if (!res.aborted && res.readable) res.push(null);
    } else {
      if (!socket._hadError) {
        socket._hadError = true;
        request.emit('error', connectionReset('socket hang up'));
      }
      request._emitClose();
    }
    request.outputData.length = 0;
    this.#freeParser();
  };

  readonly #onData = (bytes: Buffer): void => {
    const parser = this.#parser;
    const socket = this.#socket;
    if (!parser) return;
    const result = parser.execute(bytes);
    const response = parser.incoming;
    if (typeof result !== 'number') {
      result.rawPacket = bytes;
      this.#freeParser();
      this.#stopReading();
      socket.destroy();
      socket._hadError = true;
      this.#request.emit('error', result);
    } else if (response?.upgrade) {
      this.#switchProtocol(response, bytes.subarray(result));
    } else if (response?.complete && !isInformational(response.statusCode ?? 0)) {
      this.#stopReading();
      socket.removeListener('drain', this.#onDrain);
      this.#freeParser();
    }
  };

  #onHead(head: MessageHead): HeadAnswer {
    const request = this.#request;
    const socket = this.#socket;
    const response = new IncomingMessage(socket);
    fillHead(response, head, request.joinDuplicateHeaders);
    const parser = this.#parser;
    if (!parser) return 0;
    if (request.res) {
      socket.destroy();
      parser.incoming = request.res;
      request.res._skipPendingData = true;
      return 0;
    }
    parser.incoming = response;
    request.res = response;
    if (response.upgrade) return 2;
    if (request.method === 'CONNECT') {
      response.upgrade = true;
      return 2;
    }
    if (isInformational(head.statusCode)) {
      request.res = null;
      this.#informational(response);
      return 1;
    }
    if (!head.shouldKeepAlive && !request.upgradeOrConnect) request.shouldKeepAlive = false;
    return this.#respond(response);
  }

  #respond(response: IncomingMessage): HeadAnswer {
    const request = this.#request;
    response.req = request;
    response.on('end', () => this.#onResponseEnd(response));
    request.on('finish', () => {
      if (request.shouldKeepAlive && request._ended && !request.destroyed) this.#release();
    });
    this.#socket.on('timeout', this.#onResponseTimeout);
    if (request.aborted || !request.emit('response', response)) response._dump();
    if (request.method === 'HEAD') return 1;
    if (response.statusCode !== 304) return 0;
    response.complete = true;
    return 1;
  }

  #informational(response: IncomingMessage): void {
    const request = this.#request;
    if (response.statusCode === 100) request.emit('continue');
    request.emit('information', {
      statusCode: response.statusCode,
      statusMessage: response.statusMessage,
      httpVersion: response.httpVersion,
      httpVersionMajor: response.httpVersionMajor,
      httpVersionMinor: response.httpVersionMinor,
      headers: response.headers,
      rawHeaders: response.rawHeaders,
    });
  }

  #onBody(bytes: Buffer): void {
    const response = this.#parser?.incoming;
    if (!response || response._skipPendingData || response._dumped) return;
    if (!response.push(bytes)) readStop(this.#socket);
  }

  #onComplete(trailers: string[]): void {
    const response = this.#parser?.incoming;
    if (response && !response._skipPendingData) {
      response.complete = true;
      if (trailers.length > 0) response._addTrailers(trailers);
      response.push(null);
    }
    readStart(this.#socket);
  }

  #onResponseEnd(response: IncomingMessage): void {
    const request = this.#request;
    const socket = this.#socket;
    response._detachSignal();
    socket.removeListener('timeout', this.#onTimeout);
    socket.removeListener('timeout', this.#onResponseTimeout);
    request._ended = true;
    if (!request.shouldKeepAlive) {
      if (socket.writable) socket.destroySoon();
    } else if (request.writableFinished && !response.aborted) {
      this.#release();
    }
  }

  /** Gives the connection back, after the program's own 'end' listeners have run. */
  #release(): void {
    const request = this.#request;
    const socket = this.#socket;
    if (this.#forwardsTimeout) socket.setTimeout(0, this.#onTimeout);
    this.#forwardsTimeout = false;
    socket.removeListener('close', this.#onClose);
    socket.removeListener('error', this.#onError);
    this.#stopReading();
    process.nextTick(() => {
      request._emitClose();
      request.socket?.emit('free');
    });
    request.destroyed = true;
    if (request.res) request.res.socket = null;
  }

  #switchProtocol(response: IncomingMessage, head: Buffer): void {
    const request = this.#request;
    const socket = this.#socket;
    request.res = response;
    this.#stopReading();
    socket.removeListener('drain', this.#onDrain);
    socket.removeListener('timeout', this.#onTimeout);
    socket.removeListener('timeout', this.#onResponseTimeout);
    this.#freeParser();
    const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
    if (request.listenerCount(event) === 0) {
      socket.destroy();
      return;
    }
    request.upgradeOrConnect = true;
    socket.emit('agentRemove');
    socket.removeListener('close', this.#onClose);
    socket.removeListener('error', this.#onError);
    socket._httpMessage = null;
    stopFlowing(socket);
    request.emit(event, response, socket, head);
    request.destroyed = true;
    request._emitClose();
  }

  #stopReading(): void {
    this.#socket.removeListener('data', this.#onData);
    this.#socket.removeListener('end', this.#onEnd);
  }

  #freeParser(): void {
    const parser = this.#parser;
    if (!parser) return;
    // A response without a length ends here, with its connection.
    parser.finish();
    parser.free();
    this.#parser = null;
    if (this.#socket.parser === parser) this.#socket.parser = null;
  }
}

/** 1xx but 101, which ends HTTP on this connection (RFC 9110 §15.2). */
function isInformational(status: number): boolean {
  return status >= 100 && status < 200 && status !== 101;
}
