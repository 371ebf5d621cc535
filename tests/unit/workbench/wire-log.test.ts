import { describe, expect, test } from 'vitest';
import type { EdgeEvent } from '../../../playground/lab/edge/protocol.ts';
import { WireLog } from '../../../src/workbench/wire-log.ts';

function connect(connection: number, at: number, lastEventId: string | null = null): EdgeEvent[] {
  return [
    { type: 'request', at, connection, method: 'GET', path: '/events', lastEventId },
    { type: 'response', at: at + 2, connection, status: 200, contentType: 'text/event-stream; charset=utf-8' },
  ];
}

function rowsOf(events: readonly EdgeEvent[], limit?: number) {
  const log = new WireLog(limit);
  for (const event of events) log.append(event);
  return log.rows();
}

const event = (connection: number, at: number, id: string | null): EdgeEvent => ({
  type: 'event',
  at,
  connection,
  id,
  event: 'order',
  data: '{"order":7}',
  length: 11,
});

describe('WireLog', () => {
  test('tells a connection, its events and its end', () => {
    const rows = rowsOf([
      ...connect(1, 100),
      { type: 'retry', at: 101, connection: 1, delay: 2000 },
      event(1, 200, '1'),
      { type: 'comment', at: 300, connection: 1, text: ' still here' },
      { type: 'close', at: 400, connection: 1, reason: 'cut' },
    ]);
    expect(rows.map(({ kind, title, detail }) => [kind, title, detail])).toEqual([
      ['open', 'connected', '/events'],
      ['retry', 'retry', '2,000 ms'],
      ['event', 'order · id 1', '{"order":7}'],
      ['comment', 'comment', ': still here'],
      ['close', 'cut', ''],
    ]);
  });

  test('measures the gap from the end of a stream to the next request for it', () => {
    const rows = rowsOf([
      ...connect(1, 0),
      { type: 'close', at: 1000, connection: 1, reason: 'reset' },
      ...connect(2, 3004, '41'),
    ]);
    expect(rows.at(-1)).toMatchObject({
      kind: 'open',
      title: 'back after 2,004 ms',
      detail: 'Last-Event-ID: 41',
      gap: 2004,
    });
  });

  test('counts refused tries, and measures the gap from the last', () => {
    const rows = rowsOf([
      ...connect(1, 0),
      { type: 'close', at: 1000, connection: 1, reason: 'cut' },
      { type: 'request', at: 2000, connection: 2, method: 'GET', path: '/events', lastEventId: null },
      { type: 'close', at: 2001, connection: 2, reason: 'refused' },
      ...connect(3, 4001),
    ]);
    expect(rows.map(({ kind }) => kind)).toEqual(['open', 'close', 'refused', 'open']);
    expect(rows.at(-1)?.gap).toBe(2000);
  });

  test('leaves requests out that are no streams', () => {
    const rows = rowsOf([
      { type: 'request', at: 0, connection: 1, method: 'GET', path: '/', lastEventId: null },
      { type: 'response', at: 1, connection: 1, status: 200, contentType: 'text/html' },
      { type: 'close', at: 2, connection: 1, reason: 'client' },
    ]);
    expect(rows).toEqual([]);
  });

  test('shows an answer that ends a stream for good', () => {
    const rows = rowsOf([
      ...connect(1, 0),
      { type: 'close', at: 10, connection: 1, reason: 'server' },
      { type: 'request', at: 20, connection: 2, method: 'GET', path: '/events', lastEventId: null },
      { type: 'response', at: 21, connection: 2, status: 204, contentType: null },
    ]);
    expect(rows.at(-1)).toMatchObject({ kind: 'answer', title: '204', detail: 'the server asks for no reconnection' });
  });

  test('starts over when the edge does', () => {
    const log = new WireLog();
    for (const each of connect(1, 0)) log.append(each);
    log.append({ type: 'listening', at: 0, port: 8000 });
    expect(log.rows()).toEqual([]);
    expect(log.open).toBe(0);
  });

  test('keeps the newest rows', () => {
    const events = Array.from({ length: 1000 }, (_, index) => event(1, index, String(index)));
    const rows = rowsOf([...connect(1, 0), ...events], 50);
    expect(rows).toHaveLength(50);
    expect(rows.at(-1)?.title).toBe('order · id 999');
  });
});
