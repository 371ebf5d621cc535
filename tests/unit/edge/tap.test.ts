import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ControlLineDecoder } from '#lab/control-lines.ts';
import type { EdgeEvent } from '#lab/edge/protocol.ts';
import { ControlTap } from '#lab/edge/tap.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class Output {
  readonly writes: string[] = [];
  room = true;
  drain: () => void = () => {};

  write(text: string): boolean {
    this.writes.push(text);
    return this.room;
  }

  once(_event: 'drain', listener: () => void): void {
    this.drain = listener;
  }

  messages(): unknown[] {
    return new ControlLineDecoder('n').push(this.writes.join('')).messages;
  }
}

function event(at: number, data = 'x'): EdgeEvent {
  return { type: 'event', at, connection: 1, id: null, event: 'message', data, length: data.length };
}

const LIMITS = { items: 3, text: 100, intervalMs: 50 };

describe('control channel', () => {
  it('writes once each interval', () => {
    const output = new Output();
    const tap = new ControlTap('n', output, LIMITS);
    tap.report(event(1));
    tap.report(event(2));
    expect(output.writes).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(output.writes).toHaveLength(1);
    tap.report(event(3));
    vi.advanceTimersByTime(50);
    expect(output.writes).toHaveLength(2);
    expect(output.messages()).toEqual([event(1), event(2), event(3)]);
  });

  it('drops the oldest of a flood, counts them, and keeps what opens and closes', () => {
    const output = new Output();
    const tap = new ControlTap('n', output, LIMITS);
    const request: EdgeEvent = { type: 'request', at: 0, connection: 1, method: 'GET', path: '/', lastEventId: null };
    tap.report(request);
    for (let at = 1; at <= 1000; at++) tap.report(event(at));
    vi.advanceTimersByTime(50);
    expect(output.messages()).toEqual([
      request,
      { type: 'dropped', at: 997, count: 997 },
      event(998),
      event(999),
      event(1000),
    ]);
  });

  it('bounds text as well as numbers', () => {
    const output = new Output();
    const tap = new ControlTap('n', output, LIMITS);
    for (const at of [1, 2, 3]) tap.report(event(at, 'x'.repeat(60)));
    vi.advanceTimersByTime(50);
    expect(output.messages()).toEqual([{ type: 'dropped', at: 2, count: 2 }, event(3, 'x'.repeat(60))]);
  });

  it('waits for a slow reader, without growing', () => {
    const output = new Output();
    const tap = new ControlTap('n', output, LIMITS);
    output.room = false;
    tap.report(event(0));
    vi.advanceTimersByTime(50);
    for (let at = 1; at <= 100; at++) tap.report(event(at));
    vi.advanceTimersByTime(500);
    expect(output.writes).toHaveLength(1);
    output.drain();
    vi.advanceTimersByTime(50);
    expect(output.messages().slice(1)).toEqual([
      { type: 'dropped', at: 97, count: 97 },
      event(98),
      event(99),
      event(100),
    ]);
  });
});
