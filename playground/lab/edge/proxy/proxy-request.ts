import { clientMaxBodySize, errorPage } from '../config/settings/core.ts';
import {
  type NextUpstream,
  type ProxyTarget,
  proxyConnectTimeout,
  proxyHttpVersion,
  proxyIgnoreClientAbort,
  proxyInterceptErrors,
  proxyNextUpstream,
  proxyNextUpstreamTimeout,
  proxyNextUpstreamTries,
  proxyPassRequestBody,
  proxyRequestBuffering,
  proxySetBody,
} from '../config/settings/proxy.ts';
import type { HttpRequest } from '../http/request.ts';
import { endWithStatus, tryErrorPage } from '../http/special.ts';
import type { ResponseHead } from '../http1/head-bytes.ts';
import { clockTime } from '../log/time.ts';
import type { Peer } from '../upstream/peer.ts';
import { ProxiedAnswer } from './proxied-answer.ts';
import { ProxyAttempt } from './proxy-attempt.ts';
import { requestHead } from './request-bytes.ts';
import { type ResolvedTarget, resolveTarget } from './target.ts';

/** Why an attempt failed, as `proxy_next_upstream` names it. */
export type Failure = Exclude<NextUpstream, 'non_idempotent' | 'updating' | 'off'>;

const NOT_IDEMPOTENT = new Set(['POST', 'LOCK', 'PATCH']);

const FAILURE_STATUS: Readonly<Record<string, number>> = {
  timeout: 504,
  http_504: 504,
  http_500: 500,
  http_503: 503,
  http_403: 403,
  http_404: 404,
  http_429: 429,
};

/** Passes a request on, to one server after the other if need be. */
export function proxyRequest(request: HttpRequest, target: ProxyTarget): void {
  const resolved = resolveTarget(request, target);
  request.proxyHost = resolved.host;
  if (!resolved.group) {
    request.worker.log(request, 'error', `no resolver defined to resolve ${resolved.host}`);
    endWithStatus(request, 502);
    return;
  }
  new ProxyRequest(request, resolved).start();
}

export class ProxyRequest {
  readonly request: HttpRequest;
  readonly target: ResolvedTarget;
  readonly version: '1.0' | '1.1';
  readonly #tried = new Set<Peer>();
  readonly #startedAt = clockTime();
  #triesLeft: number;
  #body: Buffer | 'stream' = Buffer.alloc(0);
  #attempt: ProxyAttempt | null = null;
  #peer: Peer | null = null;

  constructor(request: HttpRequest, target: ResolvedTarget) {
    this.request = request;
    this.target = target;
    this.version = request.worker.faults.buffering ? '1.0' : proxyHttpVersion.get(request.scope);
    const most = proxyNextUpstreamTries.get(request.scope);
    const all = target.group?.tries ?? 0;
    this.#triesLeft = most > 0 ? Math.min(most, all) : all;
  }

  /** As logs name what is asked of a server. */
  urlAt(peer: string): string {
    return `http://${peer}${this.target.uri}`;
  }

  start(): void {
    const { request } = this;
    request.ignoresAbort = proxyIgnoreClientAbort.get(request.scope);
    this.#watchClient();
    const replaced = proxySetBody.get(request.scope);
    if (replaced || !proxyPassRequestBody.get(request.scope) || request.body.isEmpty) {
      this.#body = Buffer.from(replaced?.evaluate(request) ?? '', 'latin1');
      request.body.discard();
      this.#connect();
      return;
    }
    const whole = proxyRequestBuffering.get(request.scope) || (this.version === '1.0' && request.body.length === null);
    if (!whole) {
      this.#body = 'stream';
      this.#connect();
      return;
    }
    request.client.watchBody(request);
    request.body.collect((body) => {
      request.client.watchBody(request);
      if (request.finished) return;
      const most = clientMaxBodySize.get(request.scope);
      if (most > 0 && body.length > most) {
        endWithStatus(request, 413);
        return;
      }
      this.#body = body;
      this.#connect();
    });
    request.client.resume();
  }

  #watchClient(): void {
    this.request.onAbandoned = () => {
      const { request } = this;
      const doing = this.#attempt?.doing ?? 'connecting to upstream';
      request.worker.log(
        request,
        'info',
        `epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while ${doing}`,
        this.#peer ? this.urlAt(this.#peer.name) : undefined,
      );
      this.#drop(false);
    };
  }

  #connect(): void {
    const { request, target } = this;
    const { group } = target;
    const peer = group?.choose(request, this.#tried) ?? null;
    if (!group || !peer) {
      const name = group?.name ?? target.host;
      request.attempts.push(noAttempt(name));
      request.worker.log(request, 'error', 'no live upstreams while connecting to upstream', this.urlAt(name));
      this.#give(502);
      return;
    }
    if (!request.worker.makeRoom()) {
      request.worker.log(
        request,
        'alert',
        `${request.worker.config.workerConnections} worker_connections are not enough while connecting to upstream`,
        this.urlAt(peer.name),
      );
      peer.released(false);
      endWithStatus(request, 500);
      return;
    }
    this.#peer = peer;
    if (!peer.alone) this.#tried.add(peer);
    const { uri, host } = target;
    const head = requestHead(request, { uri, host, version: this.version, body: this.#body });
    this.#attempt = new ProxyAttempt({
      proxy: this,
      peer,
      idle: group.idle,
      bytes: this.#body === 'stream' ? head : Buffer.concat([head, this.#body]),
      streamsBody: this.#body === 'stream',
      connectTimeoutMs: proxyConnectTimeout.get(request.scope),
    });
    this.#attempt.start();
  }

  /** The peer is done with. Returns how long it took. */
  #drop(failed: boolean): void {
    const attempt = this.#attempt;
    this.#attempt = null;
    attempt?.close();
    this.#release(failed);
  }

  #release(failed: boolean): void {
    const peer = this.#peer;
    this.#peer = null;
    if (!peer?.released(failed)) return;
    this.request.worker.log(
      this.request,
      'warn',
      'upstream server temporarily disabled while connecting to upstream',
      this.urlAt(peer.name),
    );
  }

  /** An attempt came to nothing: another server is asked, if that is allowed. */
  failed(failure: Failure, wasReused: boolean): void {
    const attempt = this.#attempt;
    const sent = attempt?.requestSent ?? false;
    this.request.exchange.upstream(this.#peer?.name ?? '', 'failed');
    this.#drop(failure !== 'http_403' && failure !== 'http_404');
    this.#triesLeft--;
    if (wasReused && failure === 'error') this.#triesLeft++;
    if (this.#triesLeft > 0 && this.#mayTryNext(failure, sent)) this.#connect();
    else this.#give(FAILURE_STATUS[failure] ?? 502);
  }

  #mayTryNext(failure: Failure, sent: boolean): boolean {
    const { request } = this;
    const allowed = proxyNextUpstream.get(request.scope);
    if (allowed.has('off') || !allowed.has(failure)) return false;
    if (sent && NOT_IDEMPOTENT.has(request.method) && !allowed.has('non_idempotent')) return false;
    if (sent && this.#body === 'stream') return false;
    const most = proxyNextUpstreamTimeout.get(request.scope);
    return most === 0 || clockTime() - this.#startedAt < most;
  }

  #give(status: number): void {
    this.request.onAbandoned = null;
    this.request.failedUpstream = true;
    endWithStatus(this.request, status);
  }

  /** A server's head came. Null when this is not the answer: another server is asked, or an error page answers. */
  answered(head: ResponseHead, buffer: { readonly headBytes: number }, attempt: ProxyAttempt): ProxiedAnswer | null {
    const { request } = this;
    request.upstreamHead = head;
    const failure = statusFailure(head.status);
    if (failure && this.#triesLeft > 1 && this.#mayTryNext(failure, true)) {
      this.failed(failure, false);
      return null;
    }
    const intercepts = head.status >= 300 && proxyInterceptErrors.get(request.scope);
    if (intercepts && errorPage.get(request.scope).some(({ statuses }) => statuses.includes(head.status))) {
      request.onAbandoned = null;
      this.#drop(false);
      const challenge = head.headers.get('www-authenticate');
      if (tryErrorPage(request, head.status)) return null;
      if (challenge !== null) request.answer.headers.add('WWW-Authenticate', challenge);
      endWithStatus(request, head.status);
      return null;
    }
    return new ProxiedAnswer(this, head, buffer.headBytes, attempt);
  }

  /** The answer is over, well or not. */
  finished(): void {
    this.request.onAbandoned = null;
    this.#attempt = null;
    this.#release(false);
  }
}

function statusFailure(status: number): Failure | null {
  const failures = ['http_500', 'http_502', 'http_503', 'http_504', 'http_403', 'http_404', 'http_429'] as const;
  return failures.find((failure) => failure === `http_${status}`) ?? null;
}

function noAttempt(peer: string): HttpRequest['attempts'][number] {
  return { peer, status: 502, received: 0, sent: 0, bodyBytes: 0, connectMs: null, headerMs: null, totalMs: 0 };
}
