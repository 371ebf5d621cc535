import { expect, test } from 'vitest';
import { type Recording, sceneOf } from '../../../playground/checks/scene.ts';

const head = { status: 200, headers: { 'content-type': 'text/event-stream' } };

test('streams tell what they carried in the order of their times, as an edge does', () => {
  const first: Recording = {
    opened: { at: 0, ask: { method: 'GET', path: '/events' } },
    answered: { at: 4, head },
    items: [
      { type: 'retry', at: 5, value: '2000' },
      { type: 'retry', at: 5, value: '2s' },
      { type: 'event', at: 900, id: '1', name: 'order', data: 'x'.repeat(1_000) },
    ],
    end: 'cut',
    endedAt: 1_000,
  };
  const second: Recording = {
    opened: { at: 500, ask: { method: 'GET', path: '/events', headers: { 'last-event-id': '1' } } },
    answered: null,
    items: [],
    end: null,
    endedAt: null,
  };
  expect(sceneOf([first, second])).toMatchObject([
    { type: 'request', at: 0, connection: 0, lastEventId: null },
    { type: 'response', at: 4, connection: 0, status: 200, contentType: 'text/event-stream' },
    { type: 'retry', at: 5, delay: 2000 },
    { type: 'request', at: 500, connection: 1, lastEventId: '1' },
    { type: 'event', at: 900, id: '1', event: 'order', length: 1_000 },
    { type: 'close', at: 1_000, connection: 0, reason: 'server', detail: { how: 'fin' } },
  ]);
});
