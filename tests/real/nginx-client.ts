import { connect } from 'node:net';
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
  readonly arrivals: Readonly<Record<string, Arrival>>;
  readonly end: 'fin' | 'reset' | 'open';
  /** When the first byte came and when it ended, from the client's start; null for never. */
  readonly firstByteMs: number | null;
  readonly endMs: number | null;
}

/** Headers that tell the time or the proxy's own name, and nothing about behaviour. */
const UNTOLD = /^(?:date|server|etag|last-modified):/i;

const LONGEST_BODY = 2000;

/** Plays a client and tells what it saw. */
export async function runClient(
  port: number,
  script: ClientScript,
  clock: Clock,
  watchMs: number,
): Promise<SeenByClient> {
  await sleep(script.at ?? 0);
  const startedAt = performance.now();
  const chunks: Buffer[] = [];
  const receivedAt = new Map<string, number>();
  let text = '';
  let end: SeenByClient['end'] = 'open';
  let endMs: number | null = null;
  let firstByteMs: number | null = null;
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(script.sends, 'latin1'));
  const ended = (how: 'fin' | 'reset') => {
    if (end !== 'open') return;
    end = how;
    endMs = performance.now() - startedAt;
  };
  socket.on('data', (bytes) => {
    firstByteMs ??= performance.now() - startedAt;
    chunks.push(bytes);
    // Only small answers have markers: others are not to be searched again with each piece.
    if (text.length > 100_000) return;
    text += bytes.toString('latin1');
    for (const [marker] of text.matchAll(/<[^<>]+>/g)) {
      if (!receivedAt.has(marker)) receivedAt.set(marker, performance.now());
    }
  });
  socket.on('end', () => {
    ended('fin');
    socket.end();
  });
  socket.on('error', () => ended('reset'));

  for (const { after, does } of script.steps ?? []) {
    await sleep(after);
    if (does === 'close') socket.destroy();
    else if (does === 'reset') socket.resetAndDestroy();
    else if (does === 'half-close') socket.end();
    else if (does === 'pause') socket.pause();
    else if (does === 'resume') socket.resume();
    else socket.write(does.send, 'latin1');
  }
  while (end === 'open' && !socket.destroyed && performance.now() - clock.startedAt < watchMs) await sleep(10);
  socket.destroy();
  const answers = parseAnswers(Buffer.concat(chunks), end !== 'open');
  const arrivals = Object.fromEntries(
    clock.markers.map((marker) => [marker, clock.arrival(marker, receivedAt.get(marker))]),
  );
  return { answers, arrivals, end, firstByteMs, endMs };
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
