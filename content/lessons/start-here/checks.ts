import { request } from 'node:http';
import { type CheckTools, defineChecks, type EventStream, type Server } from '#checks';
import { eventsOf, isLast, itemsAfter, type Notice, normal, openTalking, pin, post, quote, show } from './board.ts';

const TOPICS = ['kitchen', 'door', 'garden'];

export default defineChecks([
  {
    id: 'stream',
    title: 'GET /events says that it is an event stream; other paths are not found',
    section: 'one-response-that-does-not-end',
    hint: 'writeHead(200, …) with Content-Type and Cache-Control; 404 for every path that is not yours.',
    async run({ startServer, expect }) {
      const server = await startServer();
      const head = await (await openTalking(server)).head(1_000);
      expect(head?.status, 'GET /events answers 200').toBe(200);
      expect(head, {
        that: 'Content-Type: text/event-stream',
        likely: 'with any other type, or an unknown charset, EventSource gives up for good',
      }).toHaveHeader('content-type', /^text\/event-stream(\s*;\s*charset="?utf-8"?)?\s*$/i);
      expect(head, {
        that: 'Cache-Control: no-cache or no-store',
        likely: 'a cache on the way may keep the stream, or make a second reader wait for the first',
      }).toHaveHeader('cache-control', /\bno-(cache|store)\b/i);
      const other = await server.open('/favicon.ico').head(1_000);
      expect(other?.status, {
        that: 'GET /favicon.ico answers 404',
        likely: 'a catch-all handler; browsers ask for that file, and a stream in its place holds a connection open',
      }).toBe(404);
    },
  },
  {
    id: 'everyone',
    title: 'Each notice reaches every open stream, again and again',
    section: 'one-response-that-does-not-end',
    hint: 'Keep every response in a Set, write to all of them, and never end one. Remove it when it emits close.',
    async run(tools) {
      const server = await tools.startServer();
      const streams = [await openTalking(server), await openTalking(server)];
      const leaver = await openTalking(server);
      const rounds = [
        ['The first.', 'only one client is written to, or the blank line that ends an event is missing'],
        ['The second.', 'an event stream stays open after an event, and its client stays in the list'],
        ['After somebody has left.', 'when one client leaves, all are removed'],
      ] as const;
      for (const [round, [text, likely]] of rounds.entries()) {
        if (round === 2) leaver.drop();
        const marks = streams.map((stream) => stream.items.length);
        await post(tools, server, { topic: 'door', text });
        for (const [index, stream] of streams.entries()) {
          const find = () => eventsOf(stream.items.slice(marks[index])).some(({ data }) => data.includes(text));
          await tools.clock.wait(() => find() || stream.end !== null, 1_000);
          tools
            .expect(find(), {
              that: `“${text}” arrives on each of two open streams`,
              likely,
              seen: `on stream ${index + 1}: ${show(stream.items.slice(marks[index]))}`,
            })
            .toBe(true);
        }
      }
    },
  },
  {
    id: 'greeting',
    title: 'The stream begins with a comment at once, which dispatches nothing',
    section: 'one-response-that-does-not-end',
    hint: 'frameComment returns a colon, a space, the text and two line ends; openStream() writes one.',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      const stream = server.open('/events');
      expect(await stream.head(500), {
        that: 'status and headers arrive within 500 ms, although there is no notice',
        likely: 'writeHead() alone sends nothing: Node waits for the first write',
        seen: 'nothing at all within 500 ms',
      }).not.toBeNull();
      await tools.clock.wait(() => stream.comments.length > 0 || stream.end !== null, 500);
      const bytes = bodyOf(stream);
      expect(stream.comments.length, {
        that: 'a whole comment line within 500 ms: a colon, any words, a line end',
        likely: whyNoComment(bytes),
        seen: bytes === '' ? 'headers, then silence' : JSON.stringify(bytes),
      }).toBeGreaterThan(0);
      expect(/[\r\n]$/.test(bytes), {
        that: 'the greeting ends with a line end',
        likely: 'what follows becomes part of its last line',
        seen: JSON.stringify(bytes),
      }).toBe(true);
      expect(eventsOf(stream.items).length, {
        that: 'no event before the first notice',
        likely: 'a data: line dispatches an event even when it is empty; only a line that begins with a colon does not',
        seen: show(stream.items),
      }).toBe(0);
      const [first] = eventsOf(await pin(tools, server, stream, { topic: 'door', text: 'The first.' }));
      expect(first?.data.includes('The first.'), {
        that: 'the first notice arrives after it',
        likely: 'the greeting swallows it',
        seen: show(stream.items),
      }).toBe(true);
    },
  },
  {
    id: 'notice',
    title: 'A notice of one line is one event: its topic is the name, its text the data',
    section: 'what-a-line-can-say',
    hint: 'A line for each field, as in "event: door\\n" and "data: …\\n", and one more "\\n" to end the event.',
    async run(tools) {
      const server = await tools.startServer();
      const stream = await openTalking(server);
      const texts = ['Soup at seven.', 'Bring: plates, {spoons} and "bowls"', '12'];
      for (const [index, topic] of TOPICS.entries()) {
        const text = texts[index] ?? '';
        const items = await pin(tools, server, stream, { topic, text });
        const [event, ...more] = eventsOf(items);
        const claim = {
          that: `${JSON.stringify({ topic, text })} arrives as one event called ${topic} with the data ${text}`,
          seen: show(items),
        };
        tools.expect(event?.data, { ...claim, likely: whyOtherData(event?.data, text) }).toBe(text);
        tools
          .expect(event?.name, { ...claim, likely: 'the line event: is missing, misspelt or after the blank line' })
          .toBe(topic);
        tools.expect(more.length, { ...claim, likely: 'the fields of one event are in several blocks' }).toBe(0);
      }
    },
  },
  {
    id: 'numbers',
    title: 'Each notice carries its number as id, the same on every stream',
    section: 'what-a-line-can-say',
    hint: 'A line "id: …" inside the block, before the blank line. The number belongs to the notice, not to a stream.',
    async run(tools) {
      const server = await tools.startServer();
      const first = await openTalking(server);
      await pin(tools, server, first, { topic: 'door', text: 'For the first stream only.' });
      const second = await openTalking(server);
      const [onFirst, onSecond] = [idsFromNowOn(first), idsFromNowOn(second)];
      for (const text of ['One.', 'Two.', 'Three.']) await pin(tools, server, first, { topic: 'garden', text });
      const ids = onFirst();
      await tools.clock.wait(() => onSecond().length >= ids.length, 1_000);
      const start = Number(ids[0]);
      tools
        .expect(ids, {
          that: 'the ids of six notices in a row are whole numbers, each one more than the one before',
          likely: ids.includes('none')
            ? 'no id: line, or one after the blank line, where it belongs to the next event'
            : 'the id is not a count of notices',
          seen: `ids ${ids.join(', ')}`,
        })
        .toEqual(ids.map((_, index) => String(start + index)));
      tools
        .expect(onSecond(), {
          that: 'a stream that was opened later carries the same ids',
          likely: onSecond().includes('none')
            ? 'the id: line comes after the blank line, where it belongs to the next event'
            : 'each stream counts for itself: the number belongs to the notice',
          seen: `${ids.join(', ')} on the first stream, ${onSecond().join(', ')} on the second`,
        })
        .toEqual(ids);
    },
  },
  {
    id: 'lines',
    title: 'A text of many lines is one event, and every character of it comes back',
    section: 'many-lines-three-line-ends',
    hint: 'data.split(…), `data: ` in front of each line, "\\n" after each, and one more "\\n" to end the event.',
    run: (tools) =>
      everyTextArrives(tools, [
        ['Mind the step.\nThe paint is wet.', 'each line of the text needs a data: of its own'],
        ['Menu\n  soup\n    with bread', 'browsers take one space after the colon away: always write that space'],
        [' begins with a space', 'browsers take one space after the colon away: always write that space'],
        ['above\n\n\nbelow', 'an empty line of the text is an empty data: line'],
        ['ends with a line end\n', 'the text has an empty last line; nobody asked to trim it'],
        ['data: like a field\n: like a comment', 'a line of the text that looks like a field needs its data: too'],
        ['', 'an empty text is an empty data: line; without any data: line nothing is dispatched'],
      ]),
  },
  {
    id: 'line-ends',
    title: 'CRLF, CR and LF each end a line, and nothing else does',
    section: 'many-lines-three-line-ends',
    hint: 'Split with /\\r\\n|\\r|\\n/. CRLF comes first, or it counts twice.',
    run: (tools) =>
      everyTextArrives(tools, [
        [
          'from Windows\r\nwith love',
          'CRLF is one line end: write one data: line for each line, and look for CRLF before CR and LF',
        ],
        ['an old\rMac', 'CR alone ends a line too: what follows it is a line without data:, which browsers ignore'],
        ['one\r\ntwo\rthree\nfour', 'split on all three'],
        ['a\n\rb', 'LF and then CR are two line ends'],
        ['a\r\rb\r\n\r\nc', 'every line end counts, so blank lines stay'],
        ['ends with CR\r', 'a CR at the end ends a line as well'],
        ['one\u2028line\u2029of\u0085text\vand\fmore', 'only CR and LF end lines in an event stream'],
      ]),
  },
  {
    id: 'injection',
    title: 'No text can forge an event, a name, an id, a retry or a comment',
    section: 'a-forged-event',
    hint: 'When every line of the text, wherever it was split, has data: in front of it, there is nothing left to forge.',
    async run(tools) {
      const server = await tools.startServer();
      const stream = await openTalking(server);
      const forged = ['event: landlord', 'data: The rent doubles.'];
      // Whatever begins the stream has come when this has.
      await pin(tools, server, stream, { topic: 'door', text: 'A kind note.' });
      const texts = [
        ...['\n', '\r', '\r\n', '\n\r'].map((end) => ['Lovely weather.', '', ...forged, '', ''].join(end)),
        `hello\r${forged.join('\r')}`,
        `hello\n${forged.join('\n')}\n\n: hidden\n\n`,
        'hello\rid: 999999',
        'hello\r\rretry: 1\r\r',
        `hello\n\r\r\n${forged.join('\r\n')}\n\n\r\r`,
      ];
      for (const text of texts) {
        const said = await pin(tools, server, stream, { topic: 'door', text });
        // A server may send comments of its own at any time.
        const items = said.filter((item) => item.type !== 'comment' || (item.text !== '' && text.includes(item.text)));
        const [only] = items;
        const whole = items.length === 1 && only?.type === 'event' && only.data === normal(text);
        tools
          .expect(whole, {
            that: `the text ${quote(text)} arrives as one event that has all of it as its data`,
            likely: text.includes('\r')
              ? 'CR ends a line as LF does: without data: after it, the rest of the text is read as fields'
              : 'without data: after each line end, the rest of the text is read as fields',
            seen: show(items),
          })
          .toBe(true);
      }
    },
  },
  {
    id: 'utf-8',
    title: 'Every language arrives, even when the request comes in pieces',
    section: 'utf-8-from-end-to-end',
    hint: "request.setEncoding('utf8') before you read the body; and write strings, which Node encodes as UTF-8.",
    async run(tools) {
      const { server, stream } = await everyTextArrives(tools, [
        ['Żurek, crème brûlée', 'the text is not read or not written as UTF-8'],
        ['世界 🍮 👩‍🚀 — “ok”', 'the text is not read or not written as UTF-8'],
      ]);
      const notice = { topic: 'kitchen', text: 'one 世, in two pieces' };
      await pinWith(tools, server, stream, () => postInPieces(tools, server, notice), {
        notice,
        likely: '`body += piece` decodes each piece by itself: the halves of a character become U+FFFD',
        that: 'a notice whose bytes came in two pieces, cut inside the character 世, arrives whole',
      });
    },
  },
  {
    id: 'topics',
    title: 'What is no notice is refused with 400 and reaches nobody',
    section: 'a-forged-event',
    hint: "['kitchen', 'door', 'garden'].includes(topic), typeof text === 'string', and a try around JSON.parse.",
    async run(tools) {
      const { expect } = tools;
      const server = await tools.startServer();
      const stream = await openTalking(server);
      await pin(tools, server, stream, { topic: 'garden', text: 'Before.' });
      const before = eventsOf(stream.items).at(-1)?.id ?? null;
      const text = 'Let me in.';
      const bad = [
        ...['attic', '', 'Kitchen', 'kitchens', 'door ', 'door\n', 'landlord', 'error', 'toString'],
        ...['door\nevent: landlord', 'garden\rdata: The rent doubles.', 'door\n\nkitchen', null, undefined],
      ].map((topic) => JSON.stringify({ topic, text }));
      const bodies = [
        ...bad,
        JSON.stringify({ topic: 'door' }),
        JSON.stringify({ topic: 'door', text: 7 }),
        'null',
        '{',
      ];
      const mark = stream.items.length;
      for (const body of bodies) {
        const headers = { 'content-type': 'application/json' };
        const { status } = await server.fetch({ method: 'POST', path: '/notices', headers, body });
        expect(status, {
          that: `POST /notices with ${body} answers 400`,
          likely: 'topic must be exactly one of the three words, text a string, and the body JSON',
          seen: `status ${status}`,
        }).toBe(400);
      }
      const events = eventsOf(await pin(tools, server, stream, { topic: 'garden', text: 'After.' }));
      const after = events.find(({ data }) => data === 'After.')?.id ?? null;
      const leaked = eventsOf(stream.items.slice(mark)).filter(({ data }) => data !== 'After.' && !isLast(data));
      expect(leaked.length, {
        that: 'none of them reaches a stream',
        likely: 'it was published, or part of it, before it was refused',
        seen: show(leaked),
      }).toBe(0);
      if (before === null || after === null) return;
      expect(Number(after) - Number(before), {
        that: 'notices that were refused do not use up numbers',
        likely: 'the number is taken before the notice is judged',
        seen: `id ${before} before them, id ${after} after them`,
      }).toBe(1);
    },
  },
]);

interface Expected {
  readonly notice: Notice;
  readonly that: string;
  readonly likely: string;
}

async function pinWith(
  tools: CheckTools,
  server: Server,
  stream: EventStream,
  act: () => Promise<void>,
  { notice, that, likely }: Expected,
): Promise<void> {
  const items = await itemsAfter(tools, server, stream, act);
  const events = eventsOf(items);
  const claim = { that, likely, seen: show(items) };
  tools.expect(events.length, claim).toBe(1);
  tools.expect(events[0]?.data, claim).toBe(normal(notice.text));
}

/** Posts each text, and demands one event with it as its data. */
async function everyTextArrives(tools: CheckTools, texts: readonly (readonly [text: string, likely: string])[]) {
  const server = await tools.startServer();
  const stream = await openTalking(server);
  for (const [text, likely] of texts) {
    const notice = { topic: 'kitchen', text };
    const that = `the text ${quote(text)} arrives as one event with the data ${quote(normal(text))}`;
    await pinWith(tools, server, stream, () => post(tools, server, notice), { notice, that, likely });
  }
  return { server, stream };
}

/** The body in two pieces, the second one when the first has been read; the cut is inside the first long character. */
async function postInPieces({ expect }: CheckTools, server: Server, notice: Notice): Promise<void> {
  const body = Buffer.from(JSON.stringify(notice));
  const cut = body.findIndex((byte) => byte > 127) + 1;
  const status = await new Promise<number | null>((resolve) => {
    const outgoing = request(`${server.url}/notices`, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': body.length },
    });
    outgoing.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
    });
    outgoing.on('error', () => resolve(null));
    // Whoever answers another request in between has read what came before it.
    const goOn = () => outgoing.end(body.subarray(cut));
    outgoing.write(body.subarray(0, cut), () => server.request('GET', '/nothing').then(goOn, goOn));
  });
  expect(String(status), {
    that: 'a notice whose body comes in two pieces is accepted: 2xx',
    likely: 'the body was taken for whole after its first piece',
    seen: status === null ? 'no answer' : `status ${status}`,
  }).toMatch(/^2/);
}

/** What tells the ids of the events that have come since now. */
function idsFromNowOn(stream: EventStream): () => string[] {
  const mark = stream.items.length;
  return () => eventsOf(stream.items.slice(mark)).map(({ id }) => id ?? 'none');
}

function bodyOf(stream: EventStream): string {
  return Buffer.concat(stream.chunks.map(({ bytes }) => bytes)).toString();
}

function whyNoComment(bytes: string): string {
  if (bytes.startsWith('data')) return 'a data: line dispatches an event, even when it is empty';
  return bytes.startsWith(':')
    ? 'the line is not ended, so the first line of the next event becomes part of the comment'
    : 'nothing was written, or the line does not begin with a colon';
}

function whyOtherData(data: string | undefined, text: string): string {
  if (data === undefined) return 'the blank line that ends an event is missing, or there is no data: line';
  if (data === JSON.stringify(text) || data.startsWith('{')) return 'the data is to be the text itself, not JSON';
  return 'something else is in the data: line, such as a line end that was escaped twice';
}
