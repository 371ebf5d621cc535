import type { Socket } from 'node:net';
import {
  clientBodyTimeout,
  clientHeaderTimeout,
  keepaliveRequests,
  keepaliveTimeout,
  mergeSlashes,
  resetTimedOut,
  sendTimeout,
} from '../config/settings/core.ts';
import { startRequest } from '../http/phases.ts';
import { HttpRequest } from '../http/request.ts';
import { endWithStatus } from '../http/special.ts';
import { HeaderList } from '../http1/header-list.ts';
import type { RequestHead } from '../http1/request-head.ts';
import { parseTarget } from '../http1/uri.ts';
import type { ListenPort } from '../listen-port.ts';
import type { CloseDetail, CloseReason } from '../protocol.ts';
import { hostOf } from '../variables/builtin.ts';
import type { Worker } from '../worker.ts';
import { ClientLine } from './client-line.ts';
import { readHead } from './head-reader.ts';
import { Timeout } from './timeout.ts';

/** How long a closed connection may go on sending before nobody listens. */
const LINGER_MS = 5000;

/** How a request's answer ended: whole, cut off, or with nothing to come. */
export type RequestEnd = 'complete' | 'truncated' | 'closed';

/** A client's TCP connection, and the requests on it, one after the other. */
export class ClientConnection {
  readonly worker: Worker;
  readonly number: number;
  readonly line: ClientLine;
  readonly listenPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  /** Requests so far. */
  requests = 0;
  /** Whether this request had come before the last one was answered. */
  pipelined = false;
  readonly #socket: Socket;
  readonly #listen: ListenPort;
  readonly #hide: () => void;
  readonly #idle = new Timeout();
  readonly #sending = new Timeout();
  #input: Buffer = Buffer.alloc(0);
  #request: HttpRequest | null = null;
  #raw: ((bytes: Buffer) => void) | null = null;
  #clientEnded = false;
  #closed = false;

  constructor(socket: Socket, listen: ListenPort, worker: Worker, number: number) {
    this.#socket = socket;
    this.#listen = listen;
    this.worker = worker;
    this.number = number;
    this.listenPort = listen.port;
    this.remoteAddress = (socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
    this.remotePort = socket.remotePort ?? 0;
    this.localAddress = (socket.localAddress ?? '127.0.0.1').replace(/^::ffff:/, '');
    this.line = new ClientLine(socket, worker.faults);
    this.line.onProgress = () => this.#progressed();
    this.#hide = worker.faults.expose({
      cut: (how) => this.#cut(how),
      silence: () => this.#silence(),
    });
    socket.on('data', (bytes) => this.#receive(bytes));
    socket.on('end', () => this.#ended());
    socket.on('error', () => this.#failed());
    socket.on('close', () => this.#gone());
    const scope = worker.serverFor(listen.name, '').scope;
    this.#idle.start(clientHeaderTimeout.get(scope), () => this.close());
  }

  /** Whether a request is under way. */
  get busy(): boolean {
    return this.#request !== null;
  }

  #receive(bytes: Buffer): void {
    if (this.#raw) {
      this.#request?.exchange.bytes('from-client', bytes);
      this.#raw(bytes);
      return;
    }
    this.#input = this.#input.length === 0 ? bytes : Buffer.concat([this.#input, bytes]);
    this.#advance();
  }

  #advance(): void {
    while (!this.#closed) {
      const request = this.#request;
      if (request && !this.#feedBody(request)) return;
      if (!request && !this.#readHead()) return;
    }
  }

  /** False when there is nothing to do until more comes. */
  #feedBody(request: HttpRequest): boolean {
    if (!request.body.done && this.#input.length > 0) {
      this.#input = Buffer.from(request.body.push(this.#input));
      if (request.body.malformed) {
        this.worker.log(request, 'info', 'client sent invalid chunked body');
        endWithStatus(request, 400);
      }
    }
    // What comes after the body is the next request's; a flood of it can wait.
    const full = request.body.done ? this.#input.length > 0 : !request.body.wantsMore;
    if (full && !this.#clientEnded) this.#socket.pause();
    else this.#socket.resume();
    return false;
  }

  /** The body was taken by somebody: more may come. */
  resume(): void {
    this.#socket.resume();
  }

  /** False when there is nothing to do until more comes. */
  #readHead(): boolean {
    if (this.#input.length === 0) return false;
    const read = readHead(this.#input, this.worker.serverFor(this.#listen.name, '').scope);
    if (read.kind === 'incomplete') return false;
    if (read.kind === 'refused') this.#refuseHead(read.status, read.line, read.problem);
    else {
      this.#input = Buffer.from(read.rest);
      this.#start(read.head, read.length);
    }
    return true;
  }

  #start(original: RequestHead, length: number): void {
    this.#idle.stop();
    this.pipelined = this.#input.length > 0;
    this.requests++;
    const preview = this.worker.preview?.open(original) ?? null;
    const head = preview ? { ...original, target: preview.target } : original;
    const host = (/^https?:\/\/([^/?#]*)/i.exec(head.target)?.[1] ?? head.headers.get('host') ?? '').toLowerCase();
    const server = this.worker.serverFor(this.#listen.name, host.replace(/:\d*$/, '').replace(/\.$/, ''));
    const uri = parseTarget(head.target, mergeSlashes.get(server.scope));
    const isOwn = preview?.isOwn ?? false;
    const exchange = this.worker.newExchange(
      isOwn
        ? null
        : {
            method: head.method,
            path: uri?.unparsed ?? head.target,
            lastEventId: preview?.lastEventId ?? null,
            ...(preview?.tag ? { source: preview.tag } : {}),
          },
    );
    const fallback = { uri: '/', args: '', unparsed: head.target, quoted: false };
    const request = new HttpRequest(this, { head, length, uri: uri ?? fallback, server, exchange, preview });
    for (const { match } of server.names) {
      if (match.kind === 'regex' && request.matches(match.pattern, hostOf(request))) break;
    }
    if (this.requests >= keepaliveRequests.get(server.scope)) request.keepAlive = false;
    if (this.worker.quitting) request.keepAlive = false;
    this.#request = request;
    this.worker.counters.requests++;
    // A private parameter of the preview's is nobody's business.
    exchange.bytes('from-client', Buffer.from(head.line.replace(original.target, () => head.target)));
    if (!request.body.isEmpty && head.headers.get('expect')?.toLowerCase() === '100-continue') {
      this.line.write(Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'));
    }
    if (uri === null) {
      this.worker.log(request, 'info', `client sent invalid request while reading client request line`);
      endWithStatus(request, 400);
    } else this.worker.serve(request, startRequest);
  }

  #refuseHead(status: number, line: string, problem: string): void {
    const head: RequestHead = { method: 'GET', target: '/', version: '1.0', headers: new HeaderList(), line };
    const uri = { uri: '/', args: '', unparsed: '/', quoted: false };
    const server = this.worker.serverFor(this.#listen.name, '');
    const exchange = this.worker.newExchange(null);
    const request = new HttpRequest(this, { head, length: line.length, uri, server, exchange, preview: null });
    this.#request = request;
    this.#input = Buffer.alloc(0);
    request.keepAlive = false;
    this.worker.log(request, 'info', `${problem} while reading client request headers`);
    endWithStatus(request, status);
  }

  /** Whether bytes wait for the client: a proxy that does not buffer stops reading then. */
  get isBehind(): boolean {
    return this.line.unsent > 0;
  }

  /** Tells when the client took something. */
  onProgress: (() => void) | null = null;

  /** The client is behind: it has `send_timeout` to take something. */
  watchSending(): void {
    const request = this.#request;
    if (!request || !this.isBehind || this.#sending.isRunning) return;
    this.#sending.start(sendTimeout.get(request.scope), () => {
      this.worker.log(request, 'info', 'client timed out (110: Connection timed out) while sending to client');
      this.#timedOut(request);
    });
  }

  #timedOut(request: HttpRequest): void {
    request.onAbandoned?.();
    this.#endExchange(request, 'timeout', { by: 'edge', how: 'fin', why: 'client timed out' });
    this.#finish(request);
    if (resetTimedOut.get(request.scope)) this.line.reset();
    else this.line.destroy();
  }

  #progressed(): void {
    this.#sending.stop();
    this.watchSending();
    this.onProgress?.();
  }

  /** The answer of a request is over. Another request may follow. */
  finishRequest(
    request: HttpRequest,
    end: RequestEnd,
    why: { reason: CloseReason; detail: CloseDetail } | null = null,
  ): void {
    if (this.#request !== request || request.finished) return;
    const detail: CloseDetail = why?.detail ?? {
      by: end === 'closed' ? 'edge' : 'upstream',
      how: end === 'complete' ? 'complete' : 'fin',
      why: null,
    };
    this.#endExchange(request, why?.reason ?? 'server', detail);
    this.#finish(request);
    if (end === 'complete' && request.keepAlive && !this.worker.quitting) this.#waitForNext(request);
    else this.close();
  }

  #endExchange(request: HttpRequest, reason: CloseReason, detail: CloseDetail): void {
    request.exchange.close(reason, detail);
  }

  #finish(request: HttpRequest): void {
    request.finished = true;
    this.#request = null;
    this.#raw = null;
    this.onProgress = null;
    this.#sending.stop();
    for (const release of request.releases) release();
    request.onAbandoned = null;
    this.worker.access(request);
  }

  #waitForNext(request: HttpRequest): void {
    if (!request.body.done) {
      this.close();
      return;
    }
    this.#socket.resume();
    if (this.#clientEnded) {
      this.close();
      return;
    }
    const { timeoutMs } = keepaliveTimeout.get(request.scope);
    if (timeoutMs === 0) {
      this.close();
      return;
    }
    if (this.#input.length > 0) {
      setImmediate(() => this.#advance());
      return;
    }
    this.#idle.start(timeoutMs, () => this.close());
  }

  /** From now on bytes are another protocol's. */
  takeOver(listener: (bytes: Buffer) => void): void {
    this.#raw = listener;
    this.#socket.resume();
    const early = this.#input;
    this.#input = Buffer.alloc(0);
    if (early.length > 0) listener(early);
  }

  /** Waits for a body no longer than `client_body_timeout`. */
  watchBody(request: HttpRequest): void {
    if (request.body.done) this.#idle.stop();
    else {
      this.#idle.start(clientBodyTimeout.get(request.scope), () => {
        this.worker.log(
          request,
          'info',
          'client timed out (110: Connection timed out) while reading client request body',
        );
        // As nginx does: without a word to the client.
        request.answer.status = 408;
        this.terminate(request, 'fin', 'timeout', 'client timed out');
      });
    }
  }

  #ended(): void {
    this.#clientEnded = true;
    const request = this.#request;
    if (!request) this.close();
    else if (!request.body.done || (request.onAbandoned && !request.ignoresAbort)) this.#abandon(request);
  }

  #failed(): void {
    const request = this.#request;
    if (request) this.#abandon(request);
    this.line.destroy();
  }

  /** The client left before its answer was over. */
  #abandon(request: HttpRequest): void {
    const abandoned = request.onAbandoned;
    request.onAbandoned = null;
    if (!request.answer.started) request.answer.status = 499;
    abandoned?.();
    this.#endExchange(request, 'client', { by: 'client', how: 'fin', why: null });
    this.#finish(request);
    this.close();
  }

  #gone(): void {
    this.#closed = true;
    const request = this.#request;
    if (request) this.#abandon(request);
    this.#idle.stop();
    this.#sending.stop();
    this.#hide();
    this.worker.forget(this);
  }

  /** FIN, after what is still to go out. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.removeAllListeners('data');
    this.#socket.on('data', () => {});
    this.#socket.resume();
    this.line.end();
    this.#idle.start(LINGER_MS, () => this.line.destroy());
  }

  /** Ends at once, a request under way included. */
  #cut(how: 'fin' | 'reset'): void {
    const request = this.#request;
    // An idle connection is no stream.
    if (request) this.terminate(request, how, how === 'fin' ? 'cut' : 'reset', 'cut by a fault');
  }

  /** Ends a request's connection whatever was sent of it. */
  terminate(request: HttpRequest, how: 'fin' | 'reset', reason: CloseReason, why: string | null): void {
    const abandoned = request.onAbandoned;
    request.onAbandoned = null;
    abandoned?.();
    this.#endExchange(request, reason, { by: 'edge', how, why });
    this.#finish(request);
    if (how === 'reset') this.line.reset();
    else this.close();
  }

  #silence(): void {
    if (this.#request) this.line.silence();
  }

  /** The worker leaves: what is idle closes now, what is busy when it is done. */
  drain(): void {
    const request = this.#request;
    if (request) request.keepAlive = false;
    else this.close();
  }

  shutDown(why: string): void {
    const request = this.#request;
    if (request) this.terminate(request, 'fin', 'shutdown', why);
    else this.close();
  }
}
