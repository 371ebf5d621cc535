import type { EdgeEvent, FaultCommand } from '../../../playground/lab/edge/protocol.ts';
import { activeFaults, afterFault, healthy } from '../faults/fault-state.ts';
import { LiveConnection } from './live-connection.ts';
import { LiveLane } from './live-lane.ts';
import { type FaultSpan, type Lane, laneState, type Mark } from './marks.ts';

type EdgeEventOf<Type extends EdgeEvent['type']> = Extract<EdgeEvent, { type: Type }>;

/** A mark before it has its number. */
type NewMark = Mark extends infer Each ? (Each extends Mark ? Omit<Each, 'id'> : never) : never;

export interface WireLimits {
  readonly marks: number;
  /** UTF-16 code units of the marks' texts. */
  readonly text: number;
}

const LIMITS: WireLimits = { marks: 40_000, text: 8_000_000 };

/** Faults and reloads that are remembered. */
const mostSpans = 500;

/** Types of events that are told apart. */
const mostNames = 100;

function textLength(mark: NewMark): number {
  if (mark.kind === 'event') return mark.data.length + (mark.raw?.length ?? 0);
  if (mark.kind === 'comment') return mark.text.length + (mark.raw?.length ?? 0);
  return 0;
}

/**
 * What the edge told, as lanes of connections with marks on them, in bounded memory: the oldest marks go first. It draws
 * nothing and waits for nothing: times are the edge's, and `now` is asked with the page's.
 */
export class WireModel {
  readonly #limits: WireLimits;
  #lanes: LiveLane[] = [];
  #marks: Mark[] = [];
  #global: Mark[] = [];
  #text = 0;
  #nextMark = 0;
  #nextLane = 1;
  #forgotten = 0;
  #generation = 0;
  #events = 0;
  readonly #names = new Map<string, number>();
  readonly #open = new Map<number, LiveConnection>();
  readonly #bySource = new Map<string, LiveLane>();
  /** Lanes that nothing names, in the order in which they lost their connection. */
  readonly #lost = new Set<LiveLane>();
  #faults = healthy;
  #spans: FaultSpan[] = [];
  /** The page's time less the edge's: the least that was seen, which had the shortest way. */
  #offset = Number.POSITIVE_INFINITY;
  #lastAt = 0;
  /** While true, four times as much is kept: somebody looks at it. */
  hold = false;

  constructor(limits: WireLimits = LIMITS) {
    this.#limits = limits;
  }

  get lanes(): readonly Lane[] {
    return this.#lanes;
  }

  /** In order of arrival. */
  get marks(): readonly Mark[] {
    return this.#marks;
  }

  /** The marks that are on no lane, since they concern all of them. */
  get global(): readonly Mark[] {
    return this.#global;
  }

  get spans(): readonly FaultSpan[] {
    return this.#spans;
  }

  /** Grows by one whenever the edge begins anew, and everything with it. */
  get generation(): number {
    return this.#generation;
  }

  /** How many marks are no longer kept. */
  get forgotten(): number {
    return this.#forgotten;
  }

  /** How many events were delivered since the edge started. */
  get events(): number {
    return this.#events;
  }

  /** The types of events in the order in which they were first seen, each with how many there were. */
  get names(): ReadonlyMap<string, number> {
    return this.#names;
  }

  /** How many streams are open now. */
  get open(): number {
    let open = 0;
    for (const { isStream } of this.#open.values()) if (isStream) open += 1;
    return open;
  }

  /** The edge's time at the page's time `pageTime`, both in milliseconds. */
  now(pageTime: number): number {
    return Number.isFinite(this.#offset) ? Math.max(this.#lastAt, pageTime - this.#offset) : 0;
  }

  /** When the newest thing happened. */
  get lastAt(): number {
    return this.#lastAt;
  }

  /** Takes what the edge told. It came at `pageTime`, as `performance.now()` says it. */
  append(event: EdgeEvent, pageTime: number): void {
    if (event.type === 'listening') this.#restart();
    this.#offset = Math.min(this.#offset, pageTime - event.at);
    this.#lastAt = Math.max(this.#lastAt, event.at);
    switch (event.type) {
      case 'request':
        this.#requested(event);
        return;
      case 'dropped':
        this.#add({ kind: 'dropped', at: event.at, lane: null, connection: null, count: event.count });
        return;
      case 'fault':
        this.#obeyed(event);
        return;
      case 'listening':
      case 'log':
      case 'worker':
        return;
    }
    const connection = this.#open.get(event.connection);
    if (connection) this.#happened(event, connection);
  }

  #happened(
    event: EdgeEventOf<'response' | 'upstream' | 'bytes' | 'event' | 'comment' | 'retry' | 'close'>,
    connection: LiveConnection,
  ): void {
    switch (event.type) {
      case 'response':
        this.#answered(event, connection);
        return;
      case 'upstream':
        connection.peer = event.peer;
        connection.peerAt ??= event.at;
        return;
      case 'bytes':
        connection.bytes(event);
        return;
      case 'close':
        this.#closed(event, connection);
        return;
      default:
        this.#said(event, connection);
    }
  }

  #restart(): void {
    this.#generation += 1;
    this.#lanes = [];
    this.#marks = [];
    this.#global = [];
    this.#text = 0;
    this.#nextLane = 1;
    this.#forgotten = 0;
    this.#events = 0;
    this.#names.clear();
    this.#open.clear();
    this.#bySource.clear();
    this.#lost.clear();
    this.#faults = healthy;
    this.#spans = [];
    this.#offset = Number.POSITIVE_INFINITY;
    this.#lastAt = 0;
  }

  #requested(request: EdgeEventOf<'request'>): void {
    const connection = new LiveConnection(request);
    this.#open.set(request.connection, connection);
    // Anything else may be a page or a script: its answer will tell.
    if (connection.source !== null) this.#join(this.#laneOfSource(connection, connection.source), connection);
  }

  #laneOfSource({ path }: LiveConnection, source: string): LiveLane {
    const known = this.#bySource.get(source);
    if (known) return known;
    const lane = this.#newLane(path, source);
    this.#bySource.set(source, lane);
    return lane;
  }

  #newLane(path: string, source: string | null): LiveLane {
    const lane = new LiveLane(this.#nextLane, path, source);
    this.#nextLane += 1;
    this.#lanes.push(lane);
    return lane;
  }

  #join(lane: LiveLane, connection: LiveConnection): void {
    connection.lane = lane;
    lane.goneAt = null;
    lane.connections.push(connection);
    this.#lost.delete(lane);
  }

  /** The client that lost its connection first, and that would ask in this way; not every client says where it was. */
  #lostLaneOf({ path, lastEventId }: LiveConnection): LiveLane | null {
    let possible: LiveLane | null = null;
    for (const lane of this.#lost) {
      if (lane.path !== path) continue;
      if (lane.lastId === lastEventId) return lane;
      if (lastEventId === null && lane.last?.end?.reason !== 'client') possible ??= lane;
    }
    return possible;
  }

  #answered(answer: EdgeEventOf<'response'>, connection: LiveConnection): void {
    connection.answered(answer);
    const isPage = answer.status === 200 && answer.contentType?.startsWith('text/html');
    if (isPage && connection.source === null) this.#pageLoaded(answer.at);
    if (connection.lane === null) {
      const lost = this.#lostLaneOf(connection);
      const lane = lost ?? (connection.isStream ? this.#newLane(connection.path, null) : null);
      if (lane === null) return;
      this.#join(lane, connection);
    }
    const { lane } = connection;
    if (lane === null) return;
    if (connection.isStream) {
      const ended = lane.connections.at(-2)?.end?.at;
      const gap = ended === undefined ? null : connection.requestAt - ended;
      this.#add({ kind: 'open', at: connection.requestAt, lane, connection, gap });
    } else {
      const { at, status, contentType } = answer;
      this.#add({ kind: 'answer', at, lane, connection, status, contentType });
    }
  }

  /** Whatever of the page's own waited to come back is gone with it. */
  #pageLoaded(at: number): void {
    for (const lane of this.#bySource.values()) if (laneState(lane) === 'waiting') lane.goneAt = at;
  }

  #said(item: EdgeEventOf<'event' | 'comment' | 'retry'>, connection: LiveConnection): void {
    const { lane, raw } = connection;
    if (lane === null) return;
    // What gets through is not silent.
    connection.silentAt = null;
    const base = { at: item.at, lane, connection, heldMs: item.heldMs ?? 0 };
    switch (item.type) {
      case 'event': {
        this.#events += 1;
        const { id: eventId, event: name, data, length } = item;
        if (this.#names.size < mostNames || this.#names.has(name)) {
          this.#names.set(name, (this.#names.get(name) ?? 0) + 1);
        }
        const replay = connection.replays(item.at, eventId);
        this.#add({ ...base, kind: 'event', name, eventId, data, length, replay, raw: raw.takeEvent(data) });
        if (eventId !== null) lane.delivered(eventId);
        return;
      }
      case 'comment':
        this.#add({ ...base, kind: 'comment', text: item.text, raw: raw.takeComment() });
        return;
      case 'retry':
        this.#add({ ...base, kind: 'retry', delay: item.delay, raw: raw.takeRetry(item.delay) });
    }
  }

  #closed({ at, reason, ...more }: EdgeEventOf<'close'>, connection: LiveConnection): void {
    const detail = more.detail ?? null;
    this.#open.delete(connection.number);
    connection.end = { at, reason, detail };
    if (connection.lane === null && connection.answerAt === null) {
      const lost = this.#lostLaneOf(connection);
      if (lost) this.#join(lost, connection);
    }
    const { lane } = connection;
    if (lane === null) return;
    const answered = connection.answerAt !== null;
    if (connection.isStream || !answered) {
      this.#add({ kind: answered ? 'close' : 'refused', at, lane, connection, reason, detail });
    }
    if (lane.source === null) this.#lost.add(lane);
  }

  #obeyed({ at, command, open }: EdgeEventOf<'fault'>): void {
    if (command.type === 'tap' || command.type === 'quit') return;
    if (command.type === 'reload') {
      this.#add({ kind: 'reload', at, lane: null, connection: null });
      return;
    }
    this.#add({ kind: 'fault', at, lane: null, connection: null, command, open });
    if (command.type === 'black-hole' && command.where === 'stream' && command.on) {
      for (const connection of this.#open.values()) connection.silentAt ??= at;
    }
    this.#span(at, command);
  }

  #span(at: number, command: FaultCommand): void {
    this.#faults = afterFault(this.#faults, command);
    const labels = new Set(activeFaults(this.#faults).map(({ label }) => label));
    this.#spans = this.#spans
      .map((span) => (span.to === null && !labels.has(span.label) ? { ...span, to: at } : span))
      .slice(-mostSpans);
    for (const { label, to } of this.#spans) if (to === null) labels.delete(label);
    for (const label of labels) this.#spans.push({ label, from: at, to: null });
  }

  #add(fresh: NewMark): void {
    const mark: Mark = { ...fresh, id: this.#nextMark };
    this.#nextMark += 1;
    this.#marks.push(mark);
    this.#text += textLength(mark);
    if (fresh.lane instanceof LiveLane) fresh.lane.marks.push(mark);
    else this.#global.push(mark);
    const room = this.hold ? 4 : 1;
    const { marks, text } = this.#limits;
    // A quarter over, so that forgetting costs little for each mark.
    if (this.#marks.length > 1.25 * room * marks || this.#text > 1.25 * room * text) this.#forget(room);
  }

  #forget(room: number): void {
    const { marks, text } = this.#limits;
    let count = Math.max(0, this.#marks.length - room * marks);
    let left = this.#text;
    for (const [index, mark] of this.#marks.entries()) {
      if (index >= count && left <= room * text) break;
      left -= textLength(mark);
      count = Math.max(count, index + 1);
    }
    this.#text = left;
    this.#marks = this.#marks.slice(count);
    this.#forgotten += count;
    const oldest = this.#marks[0];
    const at = oldest?.at ?? this.#lastAt;
    const firstId = oldest?.id ?? this.#nextMark;
    this.#global = this.#global.filter(({ id }) => id >= firstId);
    for (const lane of this.#lanes) lane.forgetBefore(at, firstId);
    this.#lanes = this.#lanes.filter((lane) => lane.marks.length > 0 || lane.last?.end === null);
    this.#spans = this.#spans.filter(({ to }) => to === null || to >= at);
    const kept = new Set(this.#lanes);
    for (const lane of this.#lost) if (!kept.has(lane)) this.#lost.delete(lane);
    for (const [source, lane] of this.#bySource) if (!kept.has(lane)) this.#bySource.delete(source);
  }
}
