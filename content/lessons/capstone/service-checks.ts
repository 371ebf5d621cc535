import type { Check, EventStream } from '#checks';
import {
  idsOf,
  listen,
  member,
  ordersOf,
  post,
  postMany,
  startInstances,
  startService,
  untilOrders,
  update,
} from './service.ts';

const SECOND = 1_000;

/** On a good day: what goes in comes out, everywhere. */
export const serviceChecks: readonly Check[] = [
  {
    id: 'live',
    title: 'An update reaches both instances’ streams at once, through nginx, once each',
    section: 'one-stream-for-all',
    hint: 'XADD when it is posted; each instance reads on from the last id with XREAD, and writes to all its streams. In nginx: proxy_http_version 1.1, and text/event-stream not in gzip_types.',
    async run(tools) {
      const { expect } = tools;
      const { first, second, edge } = await startService(tools);
      const behind = edge.open('/events', { 'accept-encoding': 'gzip' });
      expect((await behind.head(500))?.status ?? 'none', {
        that: 'through nginx, headers within 500 ms, with status 200',
        likely: 'nginx collects what the instance sends until a buffer is full, or it compresses',
        seen: (await behind.head(0)) ? undefined : 'nothing within 500 ms',
      }).toBe(200);
      const head = await behind.head(0);
      expect(head, 'Content-Type: text/event-stream').toHaveHeader(
        'content-type',
        /^text\/event-stream(\s*;\s*charset="?utf-8"?)?\s*$/i,
      );
      expect(head, 'Cache-Control: no-cache or no-store').toHaveHeader('cache-control', /\bno-(cache|store)\b/i);
      expect(head?.headers['content-encoding'] ?? 'none', 'no Content-Encoding').toBe('none');
      expect(await behind.firstByte(500), {
        that: 'a first byte of the body within 500 ms',
        seen: 'headers, then silence',
      }).toBe(true);
      const streams = [await listen(first), await listen(second), behind];
      await tools.clock.advance(100);
      for (const [order, instance] of [first, second, edge].entries()) {
        await post(tools, instance, order);
        for (const stream of streams) {
          expect(await stream.nextEvent('order', 200), {
            that: 'each stream gets an update within 200 ms, whichever instance it was posted to',
            likely: 'an instance tells only its own streams',
          }).toCarry(update(order));
        }
      }
      await tools.clock.advance(SECOND);
      for (const stream of streams) {
        expect(stream.events('order').length, {
          that: 'and gets it once: three updates, three events',
          likely: 'it is written when it is posted, and again when it comes from Redis',
        }).toBe(3);
        expect(idsOf(stream).join(', '), {
          that: 'an update has the same id on every stream: that of its entry in Redis, as in 1796040000000-0',
          likely: 'each instance counts by itself',
          seen: 'other ids, or none',
        }).toBe(
          streams[0]?.events('order').every(({ id }) => /^\d+-\d+$/.test(id ?? '')) ? idsOf(streams[0]).join(', ') : '',
        );
      }
    },
  },
  {
    id: 'notes',
    title: 'Nothing that is posted becomes an event of its own, or ends the process',
    section: 'text-from-outside',
    hint: 'JSON.parse() in a try, look at order and status, and send JSON.stringify() of it: that has no line ends.',
    async run(tools) {
      const { expect } = tools;
      const { first } = await startInstances(tools);
      const stream = await listen(first);
      const asIs = (body: string) =>
        first.fetch({ method: 'POST', path: '/orders', headers: { 'content-type': 'application/json' }, body });
      const hostile = [
        'Ring twice\n\nevent: order\ndata: {"order":666}\n\n',
        'Ring\r\revent: reset\rdata: {}\r\r',
        'retry: 1\nid: 0-1\u2028\0 é 🙂',
      ];
      for (const [order, note] of hostile.entries()) {
        const posted = { ...update(order), note };
        await first.request('POST', '/orders', posted);
        expect(await stream.nextEvent('order', 200), {
          that: 'a note with line ends arrives as it was, in one event',
          likely: 'a line end in a text ends the line of the event: what follows is read as fields of its own',
        }).toCarry(posted);
      }
      const spread = '{\n  "order": 8,\r\n\r\n  "status": "sent"\n}';
      await asIs(spread);
      expect(await stream.nextEvent('order', 200), {
        that: 'a body that is laid out over several lines arrives whole',
        likely: 'the body is sent on as it came',
      }).toCarry({ order: 8, status: 'sent' });
      const refused = ['{"order":9,', '', '"order"', 'null', '[]', '{"order":"9","status":"sent"}', '{"order":9}'];
      for (const body of refused) {
        const answer = await asIs(body);
        expect(answer.status, {
          that: `400 for the body ${body === '' ? 'of no bytes' : body}`,
          likely: 'what is posted is believed',
        }).toBe(400);
      }
      await post(tools, first, 10);
      expect(await stream.nextEvent('order', 200), {
        that: 'after all of them the next update arrives as usual',
        likely: 'an error in the handler has ended the process or the stream',
      }).toCarry(update(10));
      const strange = stream.events().filter(({ name }) => name !== 'order' && name !== 'heartbeat');
      const forged = stream.items.some((item) => item.type === 'retry' && item.value === '1') ? ['a retry'] : [];
      expect([...strange.map(({ name }) => name), ...forged].join(', ') || 'none', {
        that: 'no event and no retry comes from what somebody wrote into a note',
        likely: 'a note is written into the stream as it is',
      }).toBe('none');
    },
  },
  {
    id: 'snapshot',
    title: 'GET /orders is the same everywhere, and its cursor misses nothing',
    section: 'one-stream-for-all',
    hint: 'Keep the newest update of each order in a Redis hash. Read the newest id first, then the hash.',
    async run(tools) {
      const { expect } = tools;
      const { first, second } = await startInstances(tools);
      const begin = member((await second.request('GET', '/orders')).json, 'lastEventId');
      await first.request('POST', '/orders', { order: 1, status: 'paid' });
      await second.request('POST', '/orders', { order: 2, status: 'paid' });
      await first.request('POST', '/orders', { order: 1, status: 'sent' });
      for (const [instance, which] of [
        [first, 'the first instance'],
        [second, 'the second instance'],
      ] as const) {
        const { json } = await instance.request('GET', '/orders');
        expect(rowsOf(json), {
          that: `${which} lists each order once, with its newest update`,
          likely: 'each instance keeps its own list, or an update does not replace the one before',
          seen: JSON.stringify(rowsOf(json)),
        }).toEqual(['1 sent', '2 paid']);
      }
      const cursor = member((await first.request('GET', '/orders')).json, 'lastEventId');
      await post(tools, second, 3);
      for (const [from, wanted, when] of [
        [cursor, [3], 'after three updates'],
        [begin, [1, 2, 1, 3], 'before the first update'],
      ] as const) {
        const stream = second.open(`/events?lastEventId=${encodeURIComponent(String(from))}`);
        await untilOrders(tools, stream, wanted.length);
        expect(ordersOf(stream.events('order')).join(', '), {
          that: `from the lastEventId of ${when} come the updates since: orders ${wanted.join(', ')}`,
          likely: 'lastEventId is not the id of the newest update, or the query is not read',
          seen: `${stream.events()[0]?.name === 'reset' ? 'reset, then ' : ''}orders ${ordersOf(stream.events('order')).join(', ') || 'none'}`,
        }).toBe(wanted.join(', '));
        expect(stream.events('reset').length, 'no reset comes').toBe(0);
      }
    },
  },
  {
    id: 'resume',
    title: 'Either instance continues what the other one began, in the middle of a burst',
    section: 'one-stream-for-all',
    hint: 'First take the stream into the set, with a list of what comes meanwhile. Then XRANGE, then what the list has beyond the last id.',
    async run(tools) {
      const { expect } = tools;
      const { first, second } = await startInstances(tools);
      const all = await listen(first);
      for (const instance of [first, second]) await postMany(instance, 30, 'x'.repeat(400));
      await untilOrders(tools, all, 60);
      const cursor = idsOf(all)[3] ?? '';
      const streams: EventStream[] = [
        second.open(`/events?lastEventId=${idsOf(all)[0]}`, { 'last-event-id': cursor }),
        second.open(`/events?shop=3&lastEventId=${cursor}`),
      ];
      for (let round = 0; round < 4; round++) {
        const posts = postMany(second, 12);
        // Requests leave after this: all of them, and these streams, are under way together.
        await tools.clock.advance(0);
        for (const instance of [first, second]) streams.push(instance.open('/events', { 'last-event-id': cursor }));
        expect(await posts, 'all updates are accepted').toBe(12);
      }
      await untilOrders(tools, all, 108);
      expect(all.events('order').length, {
        that: 'a stream that was open all the time has all of 108 updates',
        likely: 'ids are compared as text, where 5-10 is before 5-9',
        seen: 'fewer',
      }).toBe(108);
      const wanted = idsOf(all).slice(4);
      for (const stream of streams) {
        await untilOrders(tools, stream, wanted.length);
        const ids = idsOf(stream);
        expect(ids.join(), {
          that: 'a stream with a cursor gets every later update, once each, in order, whichever instance it comes to',
          likely: whyNotAll(stream, wanted),
          seen: seenIds(ids, wanted, all, cursor),
        }).toBe(wanted.join());
      }
    },
  },
  {
    id: 'reset',
    title: 'A cursor that is gone is answered with reset, not with a gap',
    section: 'a-cursor-that-is-gone',
    hint: 'XRANGE from the cursor itself: if the first entry is not the one of the cursor, something is missing. Look at the form of an id before Redis does.',
    async run(tools) {
      const { expect } = tools;
      const { first, second } = await startInstances(tools);
      const all = await listen(first);
      await postMany(first, 20);
      await untilOrders(tools, all, 20);
      const old = idsOf(all)[5] ?? '';
      for (let round = 0; round < 8; round++) await postMany(round % 2 === 0 ? first : second, 40);
      await untilOrders(tools, all, 340);
      expect(all.events('order').length, 'a stream that was open all the time has all of 340 updates').toBe(340);
      const kept = await listen(second, idsOf(all)[238] ?? '');
      await untilOrders(tools, kept, 101);
      expect(kept.events('order').length, {
        that: 'the last 101 of 340 updates can be replayed',
        likely: 'too few are kept',
        seen: kept.events('reset').length > 0 ? 'reset' : 'another number of updates',
      }).toBe(101);
      const gone = [
        [old, 'the cursor of an update that 300 others have followed'],
        ['99999999999999-0', 'a cursor from the future'],
        ['abc', 'a cursor that is no id'],
        ['(5-0', 'a cursor that means something to Redis'],
        ['1-2-3', 'a cursor with three numbers'],
        ['99999999999999999999999-1', 'a cursor with too many digits'],
      ] as const;
      let newest = '';
      for (const [cursor, what] of gone) {
        const stream = await listen(second, cursor);
        expect((await stream.head(0))?.status ?? 'none', {
          that: `200 for ${what}`,
          likely: 'any other status is final for an EventSource',
        }).toBe(200);
        await tools.clock.wait(() => stream.events().length > 0, 500);
        const begin = stream.events()[0];
        expect(begin?.name ?? 'nothing', {
          that: `an event called reset comes first for ${what}`,
          likely: 'Redis begins silently with the oldest entry that it has, or the error is not caught',
        }).toBe('reset');
        newest = begin?.id ?? '';
        stream.drop();
      }
      await post(tools, first, 341);
      const next = await listen(second, newest);
      await untilOrders(tools, next, 1);
      expect(
        next
          .events()
          .map(({ name }) => name)
          .join(', '),
        {
          that: 'the id of reset is a cursor: what was published after it comes, and no other reset',
          likely: 'reset has no id, or the one that was refused',
        },
      ).toBe('order');
    },
  },
];

/** `1 sent` for each order, sorted. */
function rowsOf(json: unknown): string[] {
  const orders = member(json, 'orders');
  return (Array.isArray(orders) ? orders : [])
    .map((each) => `${member(each, 'order')} ${member(each, 'status')}`)
    .sort();
}

function seenIds(ids: readonly string[], wanted: readonly string[], all: EventStream, cursor: string): string {
  if (ids.length === 0) return 'no update at all';
  if (ids.includes(cursor)) return 'the update of the cursor itself, again';
  if (new Set(ids).size < ids.length) return 'some updates twice';
  if (ids.some((id) => !idsOf(all).includes(id))) return 'ids that other streams did not have';
  if (wanted.some((id) => !ids.includes(id))) return 'not all of them';
  return ids.length > wanted.length ? 'more than came after it' : 'all of them, in another order';
}

function whyNotAll(stream: EventStream, wanted: readonly string[]): string {
  const ids = idsOf(stream);
  if (stream.events()[0]?.name === 'reset') return 'a cursor that is good is taken for one that is gone';
  if (ids.length < wanted.length)
    return 'what is published while the replay is read is in neither, or nothing is replayed';
  if (new Set(ids).size < ids.length) return 'what is published while the replay is read is in both';
  return 'the cursor is not read, or the query wins over the header';
}
