import { describe, expect, test } from 'vitest';
import type { EdgeEvent } from '../../../../playground/lab/edge/protocol.ts';
import { laneState } from '../../../../src/workbench/wire/marks.ts';
import { WireModel } from '../../../../src/workbench/wire/wire-model.ts';
import { markDetail, markTitle } from '../../../../src/workbench/wire/words.ts';
import { bytes, close, connect, event, modelOf, request, stream } from './edge-events.ts';

const titles = (model: WireModel) => model.marks.map((mark) => [mark.kind, markTitle(mark), markDetail(mark)]);

describe('the story of one client', () => {
  test('is a connection, what was said on it, and its end', () => {
    const model = modelOf([
      ...connect(1, 100),
      { type: 'retry', at: 101, connection: 1, delay: 2000 },
      event(1, 200, '1', '{"order":7}'),
      { type: 'comment', at: 300, connection: 1, text: ' still here' },
      close(1, 400, 'cut'),
    ]);
    expect(titles(model)).toEqual([
      ['open', 'connected', '/events'],
      ['retry', 'retry 2,000 ms', ''],
      ['event', 'order · id 1', '{"order":7}'],
      ['comment', 'comment', ': still here'],
      ['close', 'FIN: cut by you', ''],
    ]);
    expect(model.lanes).toHaveLength(1);
    expect(model.lanes[0]?.marks).toEqual(model.marks);
    expect(model.events).toBe(1);
  });

  test('goes on in its lane: the gap is from the end of a stream to the next request', () => {
    const model = modelOf([
      ...connect(1, 0, { source: 't1' }),
      event(1, 500, '41'),
      close(1, 1000, 'reset'),
      ...connect(2, 3004, { source: 't1', lastEventId: '41' }),
    ]);
    expect(model.lanes).toHaveLength(1);
    expect(model.lanes[0]?.connections).toHaveLength(2);
    expect(titles(model).at(-1)).toEqual(['open', 'back after 2,004 ms', 'Last-Event-ID: 41']);
  });

  test('counts refused tries, and measures the gap from the last', () => {
    const model = modelOf([
      ...connect(1, 0, { source: 't1' }),
      close(1, 1000, 'cut'),
      request(2, 2000, { source: 't1' }),
      close(2, 2001, 'refused'),
      ...connect(3, 4001, { source: 't1' }),
    ]);
    expect(model.marks.map(({ kind }) => kind)).toEqual(['open', 'close', 'refused', 'open']);
    expect(model.marks.at(-1)).toMatchObject({ kind: 'open', gap: 2000 });
  });

  test('tells connecting, open, silent, waiting and over', () => {
    const model = new WireModel();
    const stateAfter = (...events: EdgeEvent[]) => {
      for (const each of events) model.append(each, each.at);
      const [lane] = model.lanes;
      return lane && laneState(lane);
    };
    expect(stateAfter(request(1, 0, { source: 't1' }))).toBe('connecting');
    expect(stateAfter(stream(1, 1))).toBe('open');
    const hole: EdgeEvent = {
      type: 'fault',
      at: 2,
      command: { type: 'black-hole', where: 'stream', on: true },
      open: 1,
    };
    expect(stateAfter(hole)).toBe('silent');
    expect(model.lanes[0]?.connections[0]?.silentAt).toBe(2);
    expect(stateAfter(close(1, 3, 'reset'))).toBe('waiting');
    expect(stateAfter(...connect(2, 4, { source: 't1' }), close(2, 9, 'client'))).toBe('over');
  });

  test('shows an answer that ends a stream for good', () => {
    const model = modelOf([
      ...connect(1, 0, { source: 't1' }),
      close(1, 10, 'server'),
      request(2, 20, { source: 't1' }),
      { type: 'response', at: 21, connection: 2, status: 204, contentType: null },
      close(2, 22, 'server'),
    ]);
    expect(titles(model).at(-1)).toEqual(['answer', 'answered 204', 'the server asks for no reconnection']);
    expect(model.lanes.map(laneState)).toEqual(['over']);
  });

  test('says which server a connection is on', () => {
    const model = modelOf([
      request(1, 0),
      { type: 'upstream', at: 1, connection: 1, peer: '127.0.0.1:3001', outcome: 'failed' },
      { type: 'upstream', at: 2, connection: 1, peer: '127.0.0.1:3002', outcome: 'connecting' },
      stream(1, 3),
    ]);
    expect(model.lanes[0]?.connections[0]).toMatchObject({ peer: '127.0.0.1:3002', peerAt: 1 });
  });
});

describe('several clients', () => {
  test('leave requests out that are no streams', () => {
    const model = modelOf([
      request(1, 0, { path: '/' }),
      { type: 'response', at: 1, connection: 1, status: 200, contentType: 'text/html' },
      close(1, 2, 'client'),
    ]);
    expect(model.lanes).toEqual([]);
    expect(model.marks).toEqual([]);
  });

  test('have lanes of their own, and come back to them by what they say of themselves', () => {
    const model = modelOf([
      ...connect(1, 0, { source: 'a' }),
      ...connect(2, 1, { source: 'b' }),
      close(1, 10, 'cut'),
      close(2, 10, 'cut'),
      ...connect(3, 20, { source: 'b' }),
      ...connect(4, 21, { source: 'a' }),
    ]);
    expect(model.lanes.map((lane) => lane.connections.map(({ number }) => number))).toEqual([
      [1, 4],
      [2, 3],
    ]);
    expect(model.open).toBe(2);
  });

  test('that nothing names come back by path and id', () => {
    const model = modelOf([
      ...connect(1, 0),
      ...connect(2, 1),
      event(1, 5, '7'),
      event(2, 6, '9'),
      close(1, 10, 'cut'),
      close(2, 11, 'cut'),
      ...connect(3, 20, { lastEventId: '9' }),
      ...connect(4, 21, { lastEventId: '7' }),
      ...connect(5, 22, { path: '/other', lastEventId: '7' }),
    ]);
    expect(model.lanes.map((lane) => lane.connections.map(({ number }) => number))).toEqual([[1, 4], [2, 3], [5]]);
  });

  test('that waited are gone when their page is loaded anew', () => {
    const model = modelOf([
      ...connect(1, 0, { source: 'a' }),
      close(1, 10, 'cut'),
      request(2, 500, { path: '/' }),
      { type: 'response', at: 501, connection: 2, status: 200, contentType: 'text/html; charset=utf-8' },
      close(2, 502, 'server'),
      ...connect(3, 600, { source: 'b' }),
    ]);
    expect(model.lanes.map(laneState)).toEqual(['over', 'open']);
    expect(model.lanes[0]?.goneAt).toBe(501);
  });

  test('that name no id take the lane that waits longest', () => {
    const model = modelOf([
      ...connect(1, 0),
      ...connect(2, 1),
      event(1, 5, '7'),
      close(2, 10, 'cut'),
      close(1, 11, 'cut'),
      ...connect(3, 20),
      ...connect(4, 21),
    ]);
    expect(model.lanes.map((lane) => lane.connections.map(({ number }) => number))).toEqual([
      [1, 4],
      [2, 3],
    ]);
  });
});

describe('replays', () => {
  const replays = (model: WireModel) => model.marks.flatMap((mark) => (mark.kind === 'event' ? mark.replay : []));

  test('are what waited for a client that came back with an id', () => {
    const model = modelOf([
      ...connect(1, 0, { source: 'a' }),
      event(1, 5, '1'),
      close(1, 10, 'cut'),
      ...connect(2, 1000, { source: 'a', lastEventId: '1' }),
      event(2, 1003, '2'),
      event(2, 1004, '3'),
      event(2, 1500, '4'),
      event(2, 1501, '5'),
    ]);
    expect(replays(model)).toEqual(['no', 'caught-up', 'caught-up', 'no', 'no']);
  });

  test('are told from what the client had before', () => {
    const model = modelOf([
      ...connect(1, 0, { source: 'a' }),
      event(1, 5, '1'),
      event(1, 6, '2'),
      close(1, 10, 'cut'),
      ...connect(2, 1000, { source: 'a', lastEventId: '1' }),
      event(2, 1003, '2'),
      event(2, 1004, '3'),
    ]);
    expect(replays(model)).toEqual(['no', 'no', 'again', 'caught-up']);
  });

  test('are none when the answer came with its first event, or when there is no id', () => {
    const model = modelOf([
      ...connect(1, 0, { source: 'a' }),
      event(1, 5, '1'),
      close(1, 10, 'cut'),
      request(2, 1000, { source: 'a', lastEventId: '1' }),
      stream(2, 2300),
      event(2, 2301, '4'),
      close(2, 2400, 'cut'),
      ...connect(3, 3000, { source: 'a', lastEventId: '4' }),
      event(3, 3004, null),
    ]);
    expect(replays(model)).toEqual(['no', 'no', 'no']);
  });

  test('are none on a stream that begins', () => {
    expect(replays(modelOf([...connect(1, 0), event(1, 3, '1'), event(1, 4, '2')]))).toEqual(['no', 'no']);
  });
});

describe('bytes', () => {
  test('belong to what they said', () => {
    const text = 'retry: 2000\nid: 1\nevent: order\ndata: x\n\n: hb\n\n';
    const model = modelOf([
      ...connect(1, 0),
      bytes(1, 5, text),
      { type: 'retry', at: 5, connection: 1, delay: 2000 },
      event(1, 5, '1'),
      { type: 'comment', at: 5, connection: 1, text: 'hb' },
    ]);
    expect(model.marks.flatMap((mark) => ('raw' in mark ? [mark.raw] : []))).toEqual([
      'retry: 2000\n',
      'retry: 2000\nid: 1\nevent: order\ndata: x\n\n',
      ': hb\n\n',
    ]);
  });

  test('keep the heads of a request and its answer', () => {
    const piece = (direction: 'from-client' | 'to-upstream' | 'from-upstream', text: string): EdgeEvent => ({
      type: 'bytes',
      at: 1,
      connection: 1,
      direction,
      size: text.length,
      encoding: 'utf8',
      bytes: text,
    });
    const model = modelOf([
      request(1, 0),
      piece('from-client', 'GET /events HTTP/1.1'),
      piece('to-upstream', 'GET /events HTTP/1.1\r\nHost: shop\r\n\r\n'),
      piece('from-upstream', 'HTTP/1.1 200 OK\r\n\r\n4\r\n:x\n\n\r\n'),
      stream(1, 2),
    ]);
    expect(model.lanes[0]?.connections[0]).toMatchObject({
      requestHead: 'GET /events HTTP/1.1',
      forwardedHead: 'GET /events HTTP/1.1\r\nHost: shop\r\n\r\n',
      answerHead: 'HTTP/1.1 200 OK\r\n\r\n',
      arrivals: [1],
    });
  });
});

describe('faults', () => {
  const fault = (at: number, command: Extract<EdgeEvent, { type: 'fault' }>['command']): EdgeEvent => ({
    type: 'fault',
    at,
    command,
    open: 2,
  });

  test('are marks of all lanes, and spans while they last', () => {
    const model = modelOf([
      fault(1, { type: 'tap', bytes: true }),
      fault(10, { type: 'latency', ms: 100, jitter: 0 }),
      fault(20, { type: 'latency', ms: 500, jitter: 0 }),
      fault(30, { type: 'refuse', on: true }),
      fault(40, { type: 'heal' }),
    ]);
    expect(model.global.map(markTitle)).toEqual(['100 ms late', '500 ms late', 'connections refused', 'healed']);
    expect(model.spans).toEqual([
      { label: '100 ms late', from: 10, to: 20 },
      { label: '500 ms late', from: 20, to: 40 },
      { label: 'connections refused', from: 30, to: 40 },
    ]);
  });
});

describe('memory', () => {
  test('keeps the newest marks, and tells how many are gone', () => {
    const many = Array.from({ length: 1000 }, (_, index) => event(1, index + 10, String(index)));
    const model = modelOf([...connect(1, 0), ...many], { marks: 100, text: 1_000_000 });
    expect(model.marks.length).toBeLessThanOrEqual(125);
    expect(model.marks.length + model.forgotten).toBe(1001);
    expect(model.marks.at(-1)).toMatchObject({ eventId: '999' });
    expect(model.lanes[0]?.marks).toEqual(model.marks);
    expect(model.events).toBe(1000);
  });

  test('is bounded in text as well', () => {
    const long = 'x'.repeat(1000);
    const many = Array.from({ length: 200 }, (_, index) => event(1, index + 10, String(index), long));
    const model = modelOf([...connect(1, 0), ...many], { marks: 1000, text: 10_000 });
    expect(model.marks.length).toBeLessThanOrEqual(13);
  });

  test('forgets lanes that are over, and keeps those that are open', () => {
    const events: EdgeEvent[] = connect(1, 0);
    for (let index = 2; index < 500; index++)
      events.push(...connect(index, index * 10), close(index, index * 10 + 5, 'client'));
    const model = modelOf(events, { marks: 50, text: 1000 });
    expect(model.lanes[0]?.connections[0]?.number).toBe(1);
    expect(model.lanes.length).toBeLessThan(40);
  });

  test('keeps more while somebody looks', () => {
    const model = new WireModel({ marks: 100, text: 1_000_000 });
    model.hold = true;
    for (const each of connect(1, 0)) model.append(each, each.at);
    for (let at = 10; at < 310; at++) model.append(event(1, at, null), at);
    expect(model.forgotten).toBe(0);
  });
});

test('starts over when the edge does', () => {
  const model = modelOf([...connect(1, 0), event(1, 5, '1')]);
  model.append({ type: 'listening', at: 0, port: 8000 }, 5000);
  expect([model.lanes, model.marks, model.open, model.events, model.names.size]).toEqual([[], [], 0, 0, 0]);
  expect(model.generation).toBe(1);
  expect(model.now(5100)).toBe(100);
});

test('tells the edge’s time from what had the shortest way', () => {
  const model = new WireModel();
  model.append(request(1, 100), 5150);
  model.append(stream(1, 120), 5130);
  expect(model.now(5200)).toBe(190);
  // The past is not told anew.
  expect(model.now(0)).toBe(120);
});
