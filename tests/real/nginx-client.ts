import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, gunzipSync } from 'node:zlib';
import type { ClientScript } from './nginx-case.ts';
import type { Arrival, Clock } from './nginx-clock.ts';

export interface SeenAnswer {
  readonly status: string;
  readonly headers: readonly string[];
  readonly body: string;
  /** Whether its own framing says that it is over. */
  readonly complete: boolean;
}

export interface SeenByClient {
  readonly answers: readonly SeenAnswer[];
  /** Of what arrived. */
  readonly arrivals: Readonly<Record<string, Arrival>>;
  readonly end: 'fin' | 'reset' | 'open';
  /** When the first byte came and when it ended, from the client's start; null for never. */
  readonly firstByteMs: number | null;
  readonly endMs: number | null;
}

/** Headers that tell the time or the proxy's own name, and nothing about behaviour. */
const UNTOLD = /^(?:date|server|etag|last-modified):/i;

const LONGEST_BODY = 2000;

/** Plays a client. What it has seen so far can be asked at any time. */
export class Client {
  readonly #clock: Clock;
  readonly #socket: Socket;
  readonly #startedAt = performance.now();
  readonly #chunks: Buffer[] = [];
  readonly #receivedAt = new Map<string, number>();
  #text = '';
  #end: SeenByClient['end'] = 'open';
  #endMs: number | null = null;
  #firstByteMs: number | null = null;

  constructor(port: number, script: ClientScript, clock: Clock) {
    this.#clock = clock;
    this.#socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
      this.#socket.write(script.sends, 'latin1');
    });
    this.#socket.on('data', (bytes) => this.#receive(bytes));
    this.#socket.on('end', () => {
      this.#ended('fin');
      this.#socket.end();
    });
    this.#socket.on('error', () => this.#ended('reset'));
    void this.#play(script);
  }

  async #play({ steps = [] }: ClientScript): Promise<void> {
    for (const { after, does } of steps) {
      await sleep(after);
      if (this.#socket.destroyed) return;
      if (does === 'close') this.#socket.destroy();
      else if (does === 'reset') this.#socket.resetAndDestroy();
      else if (does === 'half-close') this.#socket.end();
      else if (does === 'pause') this.#socket.pause();
      else if (does === 'resume') this.#socket.resume();
      else this.#socket.write(does.send, 'latin1');
    }
  }

  #receive(bytes: Buffer): void {
    this.#firstByteMs ??= performance.now() - this.#startedAt;
    this.#chunks.push(bytes);
    // Only small answers have markers: others are not to be searched again with each piece.
    if (this.#text.length > 100_000) return;
    this.#text += bytes.toString('latin1');
    for (const [marker] of this.#text.matchAll(/<[^<>]+>/g)) {
      if (!this.#receivedAt.has(marker)) this.#receivedAt.set(marker, performance.now());
    }
  }

  #ended(how: 'fin' | 'reset'): void {
    if (this.#end !== 'open') return;
    this.#end = how;
    this.#endMs = performance.now() - this.#startedAt;
  }

  get isOver(): boolean {
    return this.#end !== 'open' || this.#socket.destroyed;
  }

  /** Whether it has a whole answer. */
  get isAnswered(): boolean {
    return this.isOver || this.seen().answers.some(({ complete }) => complete);
  }

  seen(): SeenByClient {
    return {
      answers: parseAnswers(Buffer.concat(this.#chunks), this.#end !== 'open'),
      arrivals: Object.fromEntries(
        [...this.#receivedAt]
          .filter(([marker]) => this.#clock.has(marker))
          .map(([marker, at]) => [marker, this.#clock.arrival(marker, at)] as const),
      ),
      end: this.#end,
      firstByteMs: this.#firstByteMs,
      endMs: this.#endMs,
    };
  }

  stop(): void {
    this.#socket.destroy();
  }
}

const GZIP = 'content-encoding: gzip';

/** Splits what came into answers. */
function parseAnswers(bytes: Buffer, ended: boolean): SeenAnswer[] {
  const answers: SeenAnswer[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const headEnd = rest.indexOf('\r\n\r\n');
    if (headEnd === -1) {
      answers.push({ status: rest.toString('latin1').slice(0, 200), headers: [], body: '', complete: false });
      break;
    }
    const [status = '', ...lines] = rest.toString('latin1', 0, headEnd).split('\r\n');
    rest = rest.subarray(headEnd + 4);
    const headers = lines.filter((line) => !UNTOLD.test(line)).map(lowerName);
    const body = takeBody(rest, status, headers, ended);
    rest = body.rest;
    const plain = headers.includes(GZIP) ? unzip(body.bytes) : body.bytes;
    const shown = plain.length > LONGEST_BODY ? `${plain.length} bytes` : plain.toString('latin1');
    answers.push({ status, headers, body: shown, complete: body.complete });
  }
  return answers;
}

function lowerName(line: string): string {
  const colon = line.indexOf(':');
  return line.slice(0, colon).toLowerCase() + line.slice(colon);
}

function unzip(bytes: Buffer): Buffer {
  return bytes.length === 0 ? bytes : gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
}

interface TakenBody {
  readonly bytes: Buffer;
  readonly rest: Buffer;
  readonly complete: boolean;
}

const NOTHING = Buffer.alloc(0);

function takeBody(bytes: Buffer, status: string, headers: readonly string[], ended: boolean): TakenBody {
  if (/ (?:204|304) /.test(`${status} `) || status.startsWith('HTTP/1.1 1')) {
    return status.includes(' 101')
      ? { bytes, rest: NOTHING, complete: ended }
      : { bytes: NOTHING, rest: bytes, complete: true };
  }
  const length = headers.find((line) => line.startsWith('content-length:'))?.slice('content-length:'.length);
  if (length !== undefined) {
    const count = Number(length);
    return { bytes: bytes.subarray(0, count), rest: bytes.subarray(count), complete: bytes.length >= count };
  }
  if (!headers.includes('transfer-encoding: chunked')) return { bytes, rest: NOTHING, complete: ended };
  const pieces: Buffer[] = [];
  let rest = bytes;
  for (;;) {
    const lineEnd = rest.indexOf('\r\n');
    const size = lineEnd === -1 ? Number.NaN : Number.parseInt(rest.toString('latin1', 0, lineEnd), 16);
    if (Number.isNaN(size) || rest.length < lineEnd + 4 + size) {
      return { bytes: Buffer.concat(pieces), rest: NOTHING, complete: false };
    }
    if (size === 0) return { bytes: Buffer.concat(pieces), rest: rest.subarray(lineEnd + 4), complete: true };
    pieces.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size));
    rest = rest.subarray(lineEnd + 4 + size);
  }
}
