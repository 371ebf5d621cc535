import { chai, equals, ObjectContaining } from '@vitest/expect';
import type { EventStream, StreamEnd, StreamEvent } from './event-stream.ts';
import { showBytes } from './wire-log.ts';

/** What an event must be; what is left out may be anything. `data` is compared as JSON, further members allowed. */
export interface ExpectedEvent {
  readonly name?: string;
  readonly id?: string | null;
  readonly data?: unknown;
}

declare module '@vitest/expect' {
  interface Matchers<R, T> {
    /** For a stream: the server has not ended it. */
    toBeOpen(): StreamOnly<R, T>;
    /** For a stream: it has ended, and how. */
    toHaveEnded(how: StreamEnd): StreamOnly<R, T>;
    /** For a stream: such an event has come. */
    toHaveReceived(event: ExpectedEvent): StreamOnly<R, T>;
    /** For a stream: the ids of its events, in order: none lost, none twice, none out of turn. */
    toHaveReceivedIds(ids: readonly string[]): StreamOnly<R, T>;
    /** For a stream: nothing longer than `ms` has passed without a byte of the body, from the request until now or the end. */
    toHaveNoGapOver(ms: number): StreamOnly<R, T>;
    /** For a stream: the body so far, as text, matches. */
    toHaveSent(pattern: RegExp): StreamOnly<R, T>;
  }
}

type StreamOnly<R, T> = T extends EventStream ? R : never;

/** Matchers whose failure is best told in their own words. */
export const STREAM_MATCHERS: readonly string[] = [
  'toBeOpen',
  'toHaveEnded',
  'toHaveReceived',
  'toHaveReceivedIds',
  'toHaveNoGapOver',
  'toHaveSent',
];

chai.use(({ Assertion }, { flag }) => {
  /** `judge` says what was seen, and whether that is right. */
  const add = (name: string, judge: (stream: EventStream, ...args: never[]) => Verdict) => {
    Assertion.addMethod(name, function (...args: unknown[]) {
      const { right, seen } = judge(flag(this, 'object'), ...(args as never[]));
      this.assert(
        right,
        () => seen,
        () => seen,
        args[0],
      );
    });
  };
  add('toBeOpen', (stream) => ({ right: stream.end === null, seen: howItEnded(stream) }));
  add('toHaveEnded', (stream, how: StreamEnd) => ({ right: stream.end === how, seen: howItEnded(stream) }));
  add('toHaveReceived', (stream, wanted: ExpectedEvent) => ({
    right: stream.events().some((event) => isEvent(event, wanted)),
    seen: list(stream.events().map(showEvent), 'no event'),
  }));
  add('toHaveReceivedIds', judgeIds);
  add('toHaveNoGapOver', judgeGaps);
  add('toHaveSent', (stream, pattern: RegExp) => ({
    right: pattern.test(new TextDecoder().decode(Buffer.concat(stream.chunks.map(({ bytes }) => bytes)))),
    seen: list(
      stream.chunks.map(({ at, bytes }) => `${showBytes(bytes)} at +${Math.round(at)} ms`),
      'no byte',
    ),
  }));
});

interface Verdict {
  readonly right: boolean;
  /** What was seen, in words and bytes, with times. */
  readonly seen: string;
}

const LISTED = 5;

function list(parts: readonly string[], none: string): string {
  const more = parts.length > LISTED ? `, and ${parts.length - LISTED} more` : '';
  return parts.length === 0 ? none : parts.slice(0, LISTED).join(', ') + more;
}

function isEvent(event: StreamEvent, { name, id, data }: ExpectedEvent): boolean {
  if (name !== undefined && event.name !== name) return false;
  if (id !== undefined && event.id !== id) return false;
  return data === undefined || carries(event, data);
}

/** Whether the event's data is `value` as JSON; of objects, a part will do. */
export function carries(event: StreamEvent, value: unknown): boolean {
  const wanted = typeof value === 'object' && value !== null ? new ObjectContaining({ ...value }) : value;
  return equals(parsed(event.data), wanted);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function showEvent({ at, id, name, data }: StreamEvent): string {
  const parts = [name, ...(id === null ? [] : [`id ${id}`]), showBytes(new TextEncoder().encode(data))];
  return `${parts.join(' ')} at +${Math.round(at)} ms`;
}

const ENDS: Readonly<Record<StreamEnd, string>> = {
  clean: 'the response ended in good order',
  cut: 'the connection was closed in the middle of the response',
  reset: 'the connection was reset',
  refused: 'there was no answer',
  dropped: 'the check itself left',
};

function howItEnded({ end, endedAt, chunks }: EventStream): string {
  if (end === null) return 'it is open';
  const last = chunks.at(-1);
  const after = last ? `; the last bytes were ${showBytes(last.bytes)} at +${Math.round(last.at)} ms` : '';
  return `${ENDS[end]} at +${Math.round(endedAt ?? 0)} ms${after}`;
}

function judgeIds(stream: EventStream, wanted: readonly string[]): Verdict {
  const ids = stream.events().map(({ id }) => id ?? 'none');
  const lost = wanted.filter((id) => !ids.includes(id));
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  const strange = ids.filter((id) => !wanted.includes(id));
  const right = equals(ids, wanted);
  const complaints = [
    ...(lost.length > 0 ? [`lost ${list(lost, '')}`] : []),
    ...(twice.length > 0 ? [`twice ${list(twice, '')}`] : []),
    ...(strange.length > 0 ? [`not expected ${list(strange, '')}`] : []),
  ];
  const order = complaints.length === 0 && !right ? ['out of order'] : [];
  return {
    right,
    seen: `ids ${ids.join(', ') || 'none'}${[...complaints, ...order].map((text) => `; ${text}`).join('')}`,
  };
}

function judgeGaps(stream: EventStream, limit: number): Verdict {
  const until = stream.endedAt ?? stream.age;
  const times = [0, ...stream.chunks.map(({ at }) => at), until];
  let longest = { from: 0, to: 0 };
  for (const [index, to] of times.entries()) {
    const from = times[index - 1] ?? 0;
    if (to - from > longest.to - longest.from) longest = { from, to };
  }
  const ms = Math.round(longest.to - longest.from);
  const seen = `${ms} ms without a byte, from +${Math.round(longest.from)} ms to +${Math.round(longest.to)} ms`;
  return { right: ms <= limit, seen };
}
