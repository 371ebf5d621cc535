import type { EdgeEvent } from '../../../playground/lab/edge/protocol.ts';
import type { LiveLane } from './live-lane.ts';
import type { Connection, ConnectionEnd, Replay } from './marks.ts';
import { type BytesPiece, pieceText, RawBlocks } from './raw-blocks.ts';

type EdgeEventOf<Type extends EdgeEvent['type']> = Extract<EdgeEvent, { type: Type }>;

const mostArrivals = 400;

/** A head is shown as far as the edge shows it. */
const longestHead = 4096;

/** Events that follow each other faster than this after a reconnection were waiting for it. In milliseconds. */
const burstMs = 25;

/** What a server has ready it sends so soon after it was asked. In milliseconds. */
const readyMs = 50;

/** A connection as the model goes on with it. */
export class LiveConnection implements Connection {
  readonly number: number;
  readonly requestAt: number;
  readonly method: string;
  readonly path: string;
  readonly lastEventId: string | null;
  /** What the preview says of the `EventSource`; null where nothing does. */
  readonly source: string | null;
  lane: LiveLane | null = null;
  answerAt: number | null = null;
  status: number | null = null;
  contentType: string | null = null;
  isStream = false;
  peer: string | null = null;
  peerAt: number | null = null;
  silentAt: number | null = null;
  end: ConnectionEnd | null = null;
  arrivals: number[] = [];
  requestHead: string | null = null;
  forwardedHead: string | null = null;
  answerHead: string | null = null;
  readonly raw = new RawBlocks();
  #catchingUp: boolean;
  #lastEventAt: number | null = null;

  constructor(request: EdgeEventOf<'request'>) {
    this.number = request.connection;
    this.requestAt = request.at;
    this.method = request.method;
    this.path = request.path;
    this.lastEventId = request.lastEventId;
    this.source = request.source ?? null;
    this.#catchingUp = request.lastEventId !== null;
  }

  answered({ at, status, contentType }: EdgeEventOf<'response'>): void {
    this.answerAt = at;
    this.status = status;
    this.contentType = contentType;
    this.isStream = status === 200 && /^text\/event-stream\b/i.test(contentType ?? '');
  }

  bytes(event: EdgeEventOf<'bytes'>): void {
    switch (event.direction) {
      case 'to-client':
        if (this.isStream) this.raw.push(event);
        return;
      case 'from-client':
        this.requestHead ??= head(event);
        return;
      case 'to-upstream':
        this.forwardedHead ??= head(event);
        return;
      case 'from-upstream':
        this.answerHead ??= head(event);
        this.arrivals.push(event.at);
        if (this.arrivals.length > 2 * mostArrivals) this.arrivals = this.arrivals.slice(-mostArrivals);
    }
  }

  /** Tells whether the event with this id, delivered at this time, was sent before. */
  replays(at: number, id: string | null): Replay {
    // An answer that comes late came with its first event, as that happened: nothing was ready.
    const late = this.#lastEventAt === null ? at - this.requestAt > readyMs : at - this.#lastEventAt > burstMs;
    if (late) this.#catchingUp = false;
    this.#lastEventAt = at;
    if (id === null) return 'no';
    if (this.lane?.had(id)) return 'again';
    return this.#catchingUp ? 'caught-up' : 'no';
  }
}

/** Everything up to the blank line. */
function head(piece: BytesPiece): string {
  const text = pieceText(piece, new TextDecoder()).slice(0, longestHead);
  const end = text.indexOf('\r\n\r\n');
  return end === -1 ? text : text.slice(0, end + 4);
}
