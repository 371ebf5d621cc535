import { Timeout } from '../client/timeout.ts';
import { proxyBufferSize, proxyReadTimeout, proxySendTimeout } from '../config/settings/proxy.ts';
import type { UpstreamAttempt } from '../http/request.ts';
import { encodeChunk, LAST_CHUNK } from '../http1/chunked.ts';
import { parseResponseHead, splitHead } from '../http1/head-bytes.ts';
import { clockTime } from '../log/time.ts';
import { UpstreamConnection, type UpstreamListener } from '../upstream/connection.ts';
import type { IdleConnections } from '../upstream/idle-connections.ts';
import type { Peer } from '../upstream/peer.ts';
import type { ProxiedAnswer } from './proxied-answer.ts';
import type { Failure, ProxyRequest } from './proxy-request.ts';
import { systemWords } from './system-words.ts';

export interface AttemptOptions {
  readonly proxy: ProxyRequest;
  readonly peer: Peer;
  readonly idle: IdleConnections;
  /** The head, with the body where it is known. */
  readonly bytes: Buffer;
  /** The body follows as the client sends it. */
  readonly streamsBody: boolean;
  readonly connectTimeoutMs: number;
}

type Doing =
  | 'connecting to upstream'
  | 'sending request to upstream'
  | 'reading response header from upstream'
  | 'reading upstream'
  | 'proxying upgraded connection';

const TIMED_OUT = 'upstream timed out (110: Connection timed out)';

/** One try at one server: its connection, up to the head of its answer. */
export class ProxyAttempt implements UpstreamListener {
  doing: Doing = 'connecting to upstream';
  requestSent = false;
  readonly #options: AttemptOptions;
  readonly #startedAt = clockTime();
  readonly #state: UpstreamAttempt;
  readonly #timeout = new Timeout();
  #connection: UpstreamConnection | null = null;
  #reused = false;
  #head: Buffer = Buffer.alloc(0);
  #answer: ProxiedAnswer | null = null;
  #closed = false;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.#state = {
      peer: options.peer.name,
      status: null,
      received: 0,
      sent: 0,
      bodyBytes: 0,
      connectMs: null,
      headerMs: null,
      totalMs: null,
    };
    options.proxy.request.attempts.push(this.#state);
  }

  start(): void {
    const { idle, peer, proxy } = this.#options;
    const { exchange, worker } = proxy.request;
    const kept = idle.take(peer.name);
    if (kept) {
      this.#reused = true;
      this.#connection = kept;
      kept.wake(this);
      exchange.upstream(peer.name, 'reused');
      this.#send(kept);
      return;
    }
    exchange.upstream(peer.name, 'connecting');
    worker.upstreamConnections++;
    const { host, port } = peer.server;
    this.#connection = new UpstreamConnection(peer.name, host, port, () => worker.upstreamConnections--);
    this.#connection.listener = this;
    this.#timeout.start(this.#options.connectTimeoutMs, () => this.#fail('timeout', TIMED_OUT));
  }

  connected(): void {
    this.#options.proxy.request.exchange.upstream(this.#options.peer.name, 'connected');
    if (this.#connection) this.#send(this.#connection);
  }

  #send(connection: UpstreamConnection): void {
    const { proxy, bytes } = this.#options;
    const { request } = proxy;
    this.#state.connectMs = clockTime() - this.#startedAt;
    connection.requests++;
    this.doing = 'sending request to upstream';
    this.requestSent = true;
    this.#timeout.start(proxySendTimeout.get(request.scope), () => this.#fail('timeout', TIMED_OUT));
    this.#write(connection, bytes);
    if (!this.#options.streamsBody) return;
    const chunked = request.body.length === null;
    request.body.read({
      data: (piece) => this.#write(connection, chunked ? encodeChunk(piece) : piece),
      end: () => {
        if (chunked && !this.#closed) this.#write(connection, LAST_CHUNK);
      },
    });
    request.client.resume();
  }

  #write(connection: UpstreamConnection, bytes: Buffer): void {
    if (this.#closed) return;
    this.#state.sent += bytes.length;
    this.#options.proxy.request.exchange.bytes('to-upstream', bytes);
    connection.write(bytes);
  }

  drained(): void {
    if (this.doing !== 'sending request to upstream') return;
    if (this.#options.streamsBody && !this.#options.proxy.request.body.done) {
      this.#timeout.stop();
      return;
    }
    this.doing = 'reading response header from upstream';
    this.waitForServer();
  }

  /** The server has so long to say something. */
  waitForServer(): void {
    const { request } = this.#options.proxy;
    const limit = request.worker.faults.idleTimeoutMs ?? proxyReadTimeout.get(request.scope);
    this.#timeout.start(limit, () => {
      if (this.#answer) this.#answer.timedOut();
      else this.#fail('timeout', TIMED_OUT);
    });
  }

  stopWaiting(): void {
    this.#timeout.stop();
  }

  data(bytes: Buffer): void {
    const { request } = this.#options.proxy;
    this.#state.received += bytes.length;
    request.exchange.bytes('from-upstream', bytes);
    if (this.#answer) {
      this.#answer.receive(bytes);
      return;
    }
    this.#head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    const head = splitHead(this.#head);
    const most = proxyBufferSize.get(request.scope);
    if ((head?.length ?? this.#head.length) >= most) {
      this.#fail('invalid_header', 'upstream sent too big header');
      return;
    }
    if (!head) {
      this.doing = 'reading response header from upstream';
      this.waitForServer();
      return;
    }
    this.#readHead(head.lines, head.length, head.rest);
  }

  #readHead(lines: readonly string[], headBytes: number, rest: Buffer): void {
    const { proxy } = this.#options;
    this.doing = 'reading response header from upstream';
    const parsed = parseResponseHead(lines);
    if (parsed.kind === 'invalid') {
      this.#fail('invalid_header', parsed.problem);
      return;
    }
    this.#state.status = parsed.head.status;
    this.#state.headerMs = clockTime() - this.#startedAt;
    this.#timeout.stop();
    const answer = proxy.answered(parsed.head, { headBytes }, this);
    if (!answer) return;
    this.#answer = answer;
    this.doing = 'reading upstream';
    answer.start(rest);
  }

  end(): void {
    if (this.#answer) this.#answer.serverEnded();
    else if (this.doing !== 'connecting to upstream') {
      this.doing = 'reading response header from upstream';
      this.#fail('error', 'upstream prematurely closed connection');
    }
  }

  error(error: NodeJS.ErrnoException): void {
    const connecting = this.doing === 'connecting to upstream';
    if (!connecting && !this.#answer) this.doing = 'reading response header from upstream';
    const words = `${connecting ? 'connect' : 'recv'}() failed (${systemWords(error)})`;
    if (this.#answer) this.#answer.serverFailed(words);
    else this.#fail('error', words);
  }

  #fail(failure: Failure, words: string): void {
    if (this.#closed) return;
    this.log(words);
    this.#state.status ??= failure === 'timeout' ? 504 : 502;
    this.#options.proxy.failed(failure, this.#reused);
  }

  /** Writes to the error log, as nginx does: with what was being done. */
  log(words: string, level: 'error' | 'info' | 'warn' = 'error'): void {
    const { peer, proxy } = this.#options;
    proxy.request.worker.log(proxy.request, level, `${words} while ${this.doing}`, proxy.urlAt(peer.name));
  }

  countBody(bytes: number): void {
    this.#state.bodyBytes += bytes;
  }

  pause(): void {
    this.#connection?.pause();
  }

  resume(): void {
    this.#connection?.resume();
  }

  writeRaw(bytes: Buffer): void {
    if (this.#connection) this.#write(this.#connection, bytes);
  }

  /** Closes, or keeps the connection for another request when it may be. */
  close(mayKeep = false): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timeout.stop();
    this.#state.totalMs = clockTime() - this.#startedAt;
    const connection = this.#connection;
    this.#connection = null;
    if (!connection) return;
    if (mayKeep && this.#options.idle.keep(connection)) return;
    connection.destroy();
  }
}

export { TIMED_OUT };
