import { describe, expect, test } from 'vitest';
import { exportWire } from '../../../../src/workbench/wire/export-wire.ts';
import { fieldsOf, rawOf } from '../../../../src/workbench/wire/fields.ts';
import { endShape } from '../../../../src/workbench/wire/words.ts';
import { bytes, close, connect, event, modelOf } from './edge-events.ts';

const peerName = (peer: string) => (peer.endsWith(':3001') ? 'first' : peer);

function fields(events: Parameters<typeof modelOf>[0]) {
  const mark = modelOf(events).marks.at(-1);
  if (!mark) throw new Error('There is no mark.');
  return Object.fromEntries(fieldsOf(mark, peerName).map(({ name, value }) => [name, value]));
}

describe('fields', () => {
  test('of an event that was held back', () => {
    expect(
      fields([
        ...connect(1, 0),
        { type: 'upstream', at: 1, connection: 1, peer: '127.0.0.1:3001', outcome: 'connected' },
        { type: 'event', at: 2500, connection: 1, id: '4', event: 'order', data: '{}', length: 2, heldMs: 2000 },
      ]),
    ).toEqual({
      event: 'order',
      id: '4',
      data: '{}',
      'came from the server': '0.50 s',
      delivered: '2.50 s',
      'held by the edge': '2,000 ms',
      client: '#1',
      connection: '1',
      server: 'first (127.0.0.1:3001)',
    });
  });

  test('of a client that came back', () => {
    expect(
      fields([
        ...connect(1, 0, { source: 'a' }),
        close(1, 10, 'cut'),
        ...connect(2, 3010, { source: 'a', lastEventId: '7' }),
      ]),
    ).toMatchObject({
      'Last-Event-ID': '7',
      'since the last one': '3,000 ms',
      answer: '200 text/event-stream; charset=utf-8',
    });
  });

  test('of an end', () => {
    const detail = { by: 'edge', how: 'fin', why: 'upstream timed out' } as const;
    expect(
      fields([...connect(1, 0), { type: 'close', at: 60, connection: 1, reason: 'timeout', detail }]),
    ).toMatchObject({
      'what happened': 'A timeout of the proxy ended it.',
      'ended by': 'the edge',
      how: 'FIN',
      'error log': 'upstream timed out',
      lasted: '60 ms',
    });
  });
});

test.each([
  ['client', null, 'client'],
  ['timeout', { by: 'edge', how: 'fin', why: null }, 'timeout'],
  ['reset', { by: 'edge', how: 'reset', why: null }, 'rst'],
  ['cut', { by: 'edge', how: 'fin', why: null }, 'fin'],
  ['upstream-error', { by: 'upstream', how: 'fin', why: null }, 'fin'],
  ['server', { by: 'upstream', how: 'complete', why: null }, 'end'],
] as const)('an end for the reason %s looks like %s', (reason, detail, shape) => {
  expect(endShape(reason, detail)).toBe(shape);
});

test('bytes of an event are the ones that were sent', () => {
  const mark = modelOf([...connect(1, 0), bytes(1, 5, 'id: 1\ndata: x\n\n'), event(1, 5, '1')]).marks.at(-1);
  expect(mark && rawOf(mark)).toEqual([{ label: 'To the client', text: 'id: 1\ndata: x\n\n' }]);
});

test('an export is plain data with everything that is kept', () => {
  const model = modelOf([
    ...connect(1, 0, { source: 'a' }),
    event(1, 5, '1'),
    { type: 'fault', at: 8, command: { type: 'refuse', on: true }, open: 1 },
    close(1, 10, 'cut'),
  ]);
  const saved: unknown = JSON.parse(JSON.stringify(exportWire(model)));
  expect(saved).toMatchObject({
    format: 'steady-stream wire 1',
    forgotten: 0,
    faults: [{ label: 'connections refused', from: 8, to: null }],
    clients: [{ number: 1, path: '/events', connections: [{ number: 1, end: { at: 10, reason: 'cut' } }] }],
    marks: [
      { kind: 'open', client: 1 },
      { kind: 'event', client: 1, connection: 1, eventId: '1' },
      { kind: 'fault', client: null },
      { kind: 'close' },
    ],
  });
});
