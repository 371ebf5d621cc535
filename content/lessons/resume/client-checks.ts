import type { Check } from '#checks';
import { order } from './shop.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

export const clientChecks: readonly Check[] = [
  {
    id: 'delivery',
    title: 'The client hands orders and notes to the page',
    section: 'a-client-with-a-memory',
    hint: 'One listener for each name; onNote may be missing: onNote?.(…).',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect('/events?lastEventId=a-1');
      await client.open();
      await client.send('order', order, 'a-2');
      await client.send('note', { text: 'Out of paper' }, 'a-3');
      await client.send('order', { ...order, order: 8 }, 'a-4');
      expect(client.orders, {
        that: 'onOrder is called with each order, parsed, and with nothing else',
        likely: 'the listener is for message, or notes go to it as well',
      }).toMatchObject([{ order: 7 }, { order: 8 }]);
      expect(client.status, 'open').toBe('open');
    },
  },
  {
    id: 'memory',
    title: 'A new EventSource brings the newest cursor in its URL',
    section: 'a-client-with-a-memory',
    hint: 'Keep event.lastEventId in every listener, and put it into the query of the next EventSource.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      const comeBack = async () => {
        await client.giveUp();
        expect(await client.untilNextSource(31 * SECOND), {
          that: 'a new EventSource after an error with readyState 2',
          seen: 'none',
        }).not.toBeNull();
        const url = new URL(client.sources.at(-1)?.url ?? '', 'http://localhost/');
        return { url, cursors: url.searchParams.getAll('lastEventId') };
      };
      const cases = [
        { after: 'an order', events: ['order'], id: 'a-2' },
        { after: 'an order and a note', events: ['order', 'note'], id: 'a-3' },
        { after: 'no event at all', events: [], id: 'a-1' },
        { after: 'an order whose id has strange characters', events: ['order'], id: 'ä&b=c d+e%20#f' },
      ];
      for (const { after, events, id } of cases) {
        await client.connect('/events?shop=3&lastEventId=a-1');
        await client.open();
        for (const [index, name] of events.entries()) {
          await client.send(name, name === 'order' ? order : { text: 'hi' }, index === events.length - 1 ? id : 'a-2');
        }
        for (const failures of [1, 2]) {
          const { url, cursors } = await comeBack();
          const that = `after ${after}, the EventSource of attempt ${failures} has lastEventId=${encodeURIComponent(id)}`;
          expect(cursors, {
            that,
            likely: whyNoCursor(cursors, after),
            seen: client.sources.at(-1)?.url,
          }).toEqual([id]);
          expect(url.searchParams.get('shop'), { that: 'the rest of the URL stays', seen: url.search }).toBe('3');
          expect(url.pathname, 'the path stays').toBe('/events');
        }
        await client.close();
      }
      await client.connect('/events');
      await client.open();
      await client.send('note', { text: 'hi' }, 'a-9');
      expect((await comeBack()).cursors, {
        that: 'a URL without a query gets one',
        seen: client.sources.at(-1)?.url,
      }).toEqual(['a-9']);
      await client.giveUp();
      await client.close();
      const made = client.sources.length;
      await client.advance(MINUTE);
      expect(client.sources.length, 'nothing comes back after close()').toBe(made);
    },
  },
  {
    id: 'outdated',
    title: 'A reset is reported, and its id is the cursor from then on',
    section: 'a-client-with-a-memory',
    hint: 'A listener for reset, like the others: keep lastEventId, then onStatus("outdated").',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect('/events?lastEventId=a-1');
      await client.open();
      await client.send('reset', {}, 'b-7');
      expect(client.status, {
        that: 'outdated after an event called reset',
        likely: 'nobody listens to reset: the page shows what it had, and looks fine',
      }).toBe('outdated');
      await client.advance(MINUTE);
      expect(client.sources.length, 'the EventSource stays as it is').toBe(1);
      expect(client.sources[0]?.readyState, 'it is not closed').toBe(1);
      await client.giveUp();
      await client.untilNextSource(2 * SECOND);
      const url = new URL(client.sources.at(-1)?.url ?? '', 'http://localhost/');
      expect(url.searchParams.getAll('lastEventId'), {
        that: 'the next EventSource has the id of reset as lastEventId',
        likely: 'it brings the cursor that was refused, and is refused again, for ever',
        seen: client.sources.at(-1)?.url,
      }).toEqual(['b-7']);
    },
  },
  {
    id: 'patience',
    title: 'While the browser itself reconnects, with its own cursor, the client leaves it alone',
    section: 'the-browser-remembers-once',
    hint: 'The starter had this: only readyState 2 needs a new EventSource.',
    async run({ loadClient, expect }) {
      const client = await loadClient();
      await client.connect('/events');
      await client.open();
      await client.send('order', order, 'a-2');
      await client.lose();
      await client.advance(2 * MINUTE);
      expect(client.sources.map(({ readyState }) => readyState).join(', '), {
        that: 'one EventSource, in readyState 0, two minutes after an error with readyState 0',
        likely: 'the client closed it or made another one: it sends Last-Event-ID by itself',
      }).toBe('0');
    },
  },
];

function whyNoCursor(cursors: readonly string[], after: string): string {
  if (cursors.length === 0) return 'a new EventSource has no Last-Event-ID: only its URL can tell the server';
  if (cursors.length > 1) return 'the cursor of the first connection is in the URL as well: replace it';
  if (after.includes('strange')) return 'an id can hold anything: URLSearchParams or encodeURIComponent';
  if (after.includes('note')) return 'only orders move the cursor, but notes have ids of the same sequence';
  return 'the cursor of the first connection is sent again, and everything since then is replayed';
}
