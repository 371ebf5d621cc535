import { proxyBufferSize, proxyBuffers, proxyMaxTempFileSize } from '../config/settings/proxy.ts';
import type { HttpRequest } from '../http/request.ts';
import type { ResponseHead } from '../http1/head-bytes.ts';
import { listedWords } from '../http1/header-list.ts';
import { clockTime } from '../log/time.ts';
import { BodyFilter } from './body-filter.ts';
import { type BodyRelay, DirectRelay } from './body-relay.ts';
import { BufferedRelay } from './buffered-relay.ts';
import { type ProxyAttempt, TIMED_OUT } from './proxy-attempt.ts';
import type { ProxyRequest } from './proxy-request.ts';
import { copyHead, isBuffered } from './response-headers.ts';
import { StreamTap } from './stream-tap.ts';

/** More is not kept in memory for a slow client, where nginx would go on to fill a file of 1 GB. */
const MOST_HELD_BYTES = 64 * 1024 * 1024;

/** A server's answer on its way to the client. */
export class ProxiedAnswer {
  readonly #proxy: ProxyRequest;
  readonly #request: HttpRequest;
  readonly #head: ResponseHead;
  readonly #attempt: ProxyAttempt;
  readonly #filter: BodyFilter;
  readonly #buffered: boolean;
  readonly #relay: BodyRelay;
  readonly #tap: StreamTap | null;
  readonly #upgraded: boolean;
  #serverEnded = false;
  #leftOver = false;
  #over = false;

  constructor(proxy: ProxyRequest, head: ResponseHead, headBytes: number, attempt: ProxyAttempt) {
    this.#proxy = proxy;
    this.#request = proxy.request;
    this.#head = head;
    this.#attempt = attempt;
    const { request } = proxy;
    const isBodiless = request.head.method === 'HEAD' || head.status === 204 || head.status === 304;
    this.#filter = new BodyFilter(head, isBodiless);
    this.#upgraded = head.status === 101 && request.head.headers.has('upgrade');
    this.#buffered = isBuffered(request, head) && !this.#upgraded;
    this.#relay = this.#makeRelay(headBytes);
    copyHead(request, head, proxy.target.redirectFrom);
    this.#tap = StreamTap.of(request, head);
    request.preview?.changeHead(request);
  }

  #makeRelay(headBytes: number): BodyRelay {
    const { client, scope } = this.#request;
    const isBehind = () => client.isBehind;
    if (!this.#buffered)
      return new DirectRelay((bytes) => this.#filterInto(bytes, (piece) => this.#send(piece, clockTime())), isBehind);
    const buffers = proxyBuffers.get(scope);
    const total = buffers.count * buffers.size + proxyMaxTempFileSize.get(scope);
    return new BufferedRelay({
      firstBytes: proxyBufferSize.get(scope) - headBytes,
      bufferBytes: buffers.size,
      mostBytes: Math.min(total, MOST_HELD_BYTES),
      expected: () => this.#filter.expected,
      filter: (bytes, queue) => this.#filterInto(bytes, queue),
      send: (piece, since) => this.#send(piece, since),
      isBehind,
    });
  }

  start(first: Buffer): void {
    const { answer, client } = this.#request;
    answer.onDelivered = (plain) => this.#delivered(plain);
    answer.start();
    if (this.#upgraded) {
      this.#upgrade(first);
      return;
    }
    client.onProgress = () => this.#progressed();
    if (first.length > 0) this.receive(first);
    else {
      // What is not buffered flushes its head; a buffered one waits for the body's first piece.
      if (!this.#buffered) answer.flush();
      this.#settle();
    }
  }

  /** Bytes from the server. */
  receive(bytes: Buffer): void {
    if (this.#over) return;
    if (this.#upgraded) {
      this.#request.exchange.bytes('to-client', bytes);
      this.#request.answer.writeRaw(bytes);
      this.#attempt.waitForServer();
      return;
    }
    this.#relay.push(bytes);
    this.#settle();
  }

  #filterInto(bytes: Buffer, sink: (piece: Buffer) => void): void {
    if (!this.#filter.push(bytes, sink)) this.#leftOver = true;
  }

  #send(piece: Buffer, since: number): void {
    const { answer, client, preview } = this.#request;
    this.#tap?.sent(piece.length, since);
    this.#attempt.countBody(piece.length);
    const changed = preview?.changeBody(piece) ?? piece;
    if (changed.length > 0) answer.write(changed, { flush: !this.#buffered, direct: this.#buffered });
    client.watchSending();
  }

  #delivered(plain: Buffer): void {
    this.#request.exchange.bytes('to-client', plain);
    this.#tap?.delivered(plain);
  }

  #progressed(): void {
    this.#relay.progressed();
    this.#settle();
  }

  /** Looks at what the state of things asks for: an end, a pause, or to wait for the server. */
  #settle(): void {
    if (this.#over) return;
    if (this.#filter.malformed) {
      this.#attempt.log('upstream sent invalid chunked response');
      this.#truncate('upstream sent invalid chunked response', 'server');
    } else if (this.#filter.done || (this.#serverEnded && this.#filter.endsWithConnection)) {
      if (this.#relay.isEmpty) this.#complete();
      else this.#attempt.stopWaiting();
    } else if (this.#serverEnded) {
      this.#attempt.log('upstream prematurely closed connection');
      this.#truncate('upstream prematurely closed connection', 'server');
    } else if (this.#relay.wantsMore) {
      this.#attempt.resume();
      this.#attempt.waitForServer();
    } else {
      this.#attempt.pause();
      this.#attempt.stopWaiting();
    }
  }

  serverEnded(): void {
    if (this.#over) return;
    this.#serverEnded = true;
    if (this.#upgraded) {
      this.#over = true;
      this.#attempt.close();
      this.#proxy.finished();
      const detail = { by: 'upstream', how: 'fin', why: null } as const;
      this.#request.client.finishRequest(this.#request, 'truncated', { reason: 'server', detail });
      return;
    }
    this.#relay.end();
    this.#settle();
  }

  serverFailed(words: string): void {
    if (this.#over) return;
    this.#attempt.log(this.#buffered ? words.replace(/^recv/, 'readv') : words);
    this.#relay.end();
    this.#truncate(words, 'server');
  }

  timedOut(): void {
    if (this.#over) return;
    this.#attempt.log(TIMED_OUT, this.#upgraded ? 'info' : 'error');
    this.#truncate(TIMED_OUT, 'timeout');
  }

  #complete(): void {
    this.#over = true;
    const { answer, client, preview } = this.#request;
    const rest = preview?.finishBody() ?? null;
    if (rest && rest.length > 0) answer.write(rest, { flush: false, direct: true });
    const mayKeep =
      this.#filter.done &&
      !this.#leftOver &&
      this.#head.version === '1.1' &&
      this.#proxy.version === '1.1' &&
      !listedWords(this.#head.headers.get('connection')).includes('close');
    this.#attempt.close(mayKeep);
    this.#proxy.finished();
    client.onProgress = null;
    answer.finish();
    client.watchSending();
  }

  #truncate(why: string, reason: 'server' | 'timeout'): void {
    this.#over = true;
    const { answer, client } = this.#request;
    if (this.#relay instanceof BufferedRelay) this.#relay.drain();
    this.#attempt.close();
    this.#proxy.finished();
    this.#request.keepAlive = false;
    answer.truncate();
    const by = reason === 'timeout' ? 'edge' : 'upstream';
    client.finishRequest(this.#request, 'truncated', { reason, detail: { by, how: 'fin', why } });
  }

  /** Both sides speak another protocol from here on. */
  #upgrade(first: Buffer): void {
    const { answer, client } = this.#request;
    this.#attempt.doing = 'proxying upgraded connection';
    answer.flush();
    if (first.length > 0) answer.writeRaw(first);
    client.takeOver((bytes) => {
      this.#attempt.writeRaw(bytes);
      this.#attempt.waitForServer();
    });
    this.#attempt.waitForServer();
  }
}
