import type { CloseDetail, CloseReason, FaultCommand } from '../../../playground/lab/edge/protocol.ts';

/** Whether an event was sent before: caught up with after a reconnection, or had by this very client already. */
export type Replay = 'no' | 'caught-up' | 'again';

interface MarkBase {
  /** Grows by one with each mark. */
  readonly id: number;
  /** Milliseconds since the edge started, as all times here. */
  readonly at: number;
}

interface OnLane extends MarkBase {
  readonly lane: Lane;
  readonly connection: Connection;
}

/** On no lane: it concerns all of them. */
interface OnAll extends MarkBase {
  readonly lane: null;
  readonly connection: null;
}

interface Said extends OnLane {
  /** How long the edge kept it back before it went to the client. */
  readonly heldMs: number;
  /** Its bytes as they went to the client; null when they are not kept. */
  readonly raw: string | null;
}

export interface EventMark extends Said {
  readonly kind: 'event';
  readonly name: string;
  /** The id that it carried itself. */
  readonly eventId: string | null;
  readonly data: string;
  /** UTF-16 code units of the data on the wire: more than `data.length` when it was cut. */
  readonly length: number;
  readonly replay: Replay;
}

/** Something that can be picked in the picture of the wire. */
export type Mark =
  | EventMark
  | (Said & { readonly kind: 'comment'; readonly text: string })
  | (Said & { readonly kind: 'retry'; readonly delay: number })
  | (OnLane & {
      readonly kind: 'open';
      /** Without a connection since the last one; null for the client's first. */
      readonly gap: number | null;
    })
  | (OnLane & { readonly kind: 'close' | 'refused'; readonly reason: CloseReason; readonly detail: CloseDetail | null })
  /** An answer that is no event stream. */
  | (OnLane & { readonly kind: 'answer'; readonly status: number; readonly contentType: string | null })
  | (OnAll & { readonly kind: 'fault'; readonly command: FaultCommand; readonly open: number })
  | (OnAll & { readonly kind: 'reload' })
  | (OnAll & { readonly kind: 'dropped'; readonly count: number });

export interface ConnectionEnd {
  readonly at: number;
  readonly reason: CloseReason;
  readonly detail: CloseDetail | null;
}

/** One request and its answer. */
export interface Connection {
  /** The edge's number for it. */
  readonly number: number;
  readonly requestAt: number;
  readonly method: string;
  readonly path: string;
  readonly lastEventId: string | null;
  /** Null until it is known whether this is an event stream. */
  readonly lane: Lane | null;
  readonly answerAt: number | null;
  readonly status: number | null;
  readonly contentType: string | null;
  readonly isStream: boolean;
  /** The server behind the edge: `127.0.0.1:3001`. */
  readonly peer: string | null;
  readonly peerAt: number | null;
  /** When nothing got through to the client any more, though nobody closed it. */
  readonly silentAt: number | null;
  readonly end: ConnectionEnd | null;
  /** When bytes came from the server; the newest few hundred. */
  readonly arrivals: readonly number[];
  /** What the client asked with, how the edge passed that on, what the server's answer began with; null when not kept. */
  readonly requestHead: string | null;
  readonly forwardedHead: string | null;
  readonly answerHead: string | null;
}

export type LaneState = 'connecting' | 'open' | 'silent' | 'waiting' | 'over';

/** One client: an `EventSource` through all its reconnections. */
export interface Lane {
  readonly number: number;
  readonly path: string;
  /** When its page was loaded anew while it waited: it will not come back. */
  readonly goneAt: number | null;
  /** Oldest first. Not all of a long life are kept. */
  readonly connections: readonly Connection[];
  /** In the order of their times. */
  readonly marks: readonly Mark[];
}

/** What a lane's client does just now. */
export function laneState({ connections, goneAt }: Lane): LaneState {
  const last = connections.at(-1);
  if (!last || goneAt !== null) return 'over';
  if (last.end === null) {
    if (last.answerAt === null) return 'connecting';
    if (!last.isStream) return 'over';
    return last.silentAt === null ? 'open' : 'silent';
  }
  // An answer that is no event stream ends an EventSource for good; so does its own close().
  const lost = last.answerAt === null || last.isStream;
  return lost && last.end.reason !== 'client' ? 'waiting' : 'over';
}

/** A fault that lasts, from when to when; `to` is null while it does. */
export interface FaultSpan {
  readonly label: string;
  readonly from: number;
  readonly to: number | null;
}
