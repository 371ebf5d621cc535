import type { Check, CheckTools, EventStream, Server } from '#checks';
import { ask, expectError, finish, names, prompt, runningAfter, stats, tokens } from './parrot.ts';

const SECOND = 1_000;
/** What the contract calls at once. */
const AT_ONCE_MS = 100;
/** The model takes so long for a word. */
const WORD_MS = 40;
const SHOUTS = 320;
/** How much a kernel takes is not the same twice. */
const UNSHOWN = { unshown: true } as const;

export const serverChecks: readonly Check[] = [
  {
    id: 'tokens',
    title: 'Each token leaves as soon as the model has it, in an event of its own',
    section: 'one-event-for-each-token',
    hint: 'for await (const text of generate(prompt)), and one response.write with event: token and a data line for each.',
    async run(tools) {
      const { startServer, clock, expect } = tools;
      const server = await startServer();
      const stream = prompt(server, 'one two (pause) three');
      const head = await stream.head(AT_ONCE_MS + WORD_MS);
      expect(head?.status ?? 'no answer', {
        that: '200 as soon as there is a first token',
        likely: 'the answer is collected and sent at its end',
      }).toBe(200);
      expect(head, 'Content-Type: text/event-stream').toHaveHeader(
        'content-type',
        /^text\/event-stream(\s*;\s*charset="?utf-8"?)?\s*$/i,
      );
      expect(head, 'Cache-Control: no-store, or no-cache').toHaveHeader('cache-control', /no-store|no-cache/i);
      await clock.advance(3 * SECOND);
      expect(names(stream), {
        that: 'while the model thinks about its third token, the first two have arrived as events called token',
        likely:
          stream.events().length > 0
            ? 'the line event: token is missing, or both are in one event'
            : 'tokens wait for the next one, or for the end',
      }).toBe('token, token');
      expect(tokens(stream), { that: 'their data is {"text":"…"}', seen: tokens(stream).join(', ') }).toEqual([
        'one',
        ' two',
      ]);
      for (const [index, { at }] of stream.events('token').entries()) {
        const due = WORD_MS * (index + 1);
        expect(at, {
          that: `token ${index + 1}, which the model has after ${due} ms, arrives at most ${AT_ONCE_MS} ms later`,
          likely: 'tokens are collected and sent together',
          seen: `at +${Math.round(at)} ms`,
        }).toBeLessThanOrEqual(due + AT_ONCE_MS);
      }
    },
  },
  {
    id: 'letters',
    title: 'Put together, the tokens are what the model said, letter by letter',
    section: 'one-event-for-each-token',
    hint: 'data: and JSON.stringify({ text }). JSON writes a line end as \\n, so that it cannot end your line.',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      const prompts = [
        'Two lines:\n\n  - one\n  - two',
        'event: done\ndata: {"tokens":0}\r\n\rid: 7',
        'Füße, 鸚鵡 and 🦜🦜 “say” \\n \u2028 <b>&amp;</b>',
      ];
      for (const text of prompts) {
        const stream = prompt(server, text);
        await finish(tools, stream, 5 * SECOND);
        expect(tokens(stream).join(''), {
          that: `the tokens of ${JSON.stringify(text)}, put together, are that text`,
          likely: 'a line end in the token ended the data line, or blanks were trimmed',
          seen: JSON.stringify(tokens(stream).join('')),
        }).toBe(text);
        expect(stream.events().length - stream.events('token').length, {
          that: 'besides its tokens there is one event, done',
          likely: 'a token with line ends was read as an event of its own: whoever writes a prompt can forge it',
          seen: names(stream),
        }).toBe(1);
      }
    },
  },
  {
    id: 'done',
    title: 'An event called done is the last, and says how many tokens there were',
    section: 'an-end-is-not-a-finish',
    hint: 'Count the tokens. After the loop: response.end(event("done", { tokens })).',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      for (const [text, count] of [
        ['one two three', 3],
        ['one', 1],
      ] as const) {
        const stream = prompt(server, text);
        const end = await finish(tools, stream, 2 * SECOND);
        expect(names(stream), {
          that: `${count === 1 ? 'a token' : `${count} tokens`}, and then done`,
          likely: 'the end of the response alone says nothing: a proxy or a crash ends it as well',
        }).toBe([...Array.from({ length: count }, () => 'token'), 'done'].join(', '));
        expect(stream.events('done')[0] ?? null, `done counts ${count}`).toCarry({ tokens: count });
        expect(end, {
          that: 'then the response ends in good order',
          likely: 'response.end() is missing, or the socket was destroyed',
          seen: end ?? 'it is open',
        }).toBe('clean');
        expect((stream.endedAt ?? 0) - (stream.events('done')[0]?.at ?? 0), {
          that: `it ends within ${AT_ONCE_MS} ms`,
          seen: `after ${Math.round((stream.endedAt ?? 0) - (stream.events('done')[0]?.at ?? 0))} ms`,
        }).toBeLessThanOrEqual(AT_ONCE_MS);
      }
    },
  },
  {
    id: 'key',
    title: 'Without the key there is a 401 in JSON, and the model is not asked',
    section: 'errors-before-and-after-the-first-byte',
    hint: 'Compare request.headers.authorization with "Bearer polly" before anything else.',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      const before = await stats(tools, server);
      const cases: { about: string; path: string; headers: Record<string, string> }[] = [
        { about: 'without Authorization', path: '/completions', headers: {} },
        { about: 'with another key', path: '/completions', headers: { authorization: 'Bearer jolly' } },
        {
          about: 'with a key that only begins like it',
          path: '/completions',
          headers: { authorization: 'Bearer pollyanna' },
        },
        { about: 'with the scheme alone', path: '/completions', headers: { authorization: 'Bearer ' } },
      ];
      for (const { about, path, headers } of cases) {
        const answer = await server.fetch({
          method: 'POST',
          path,
          headers: { 'content-type': 'application/json', ...headers },
          body: '{"prompt":"Hello"}',
        });
        expect(answer.status, { that: `401 ${about}`, seen: `status ${answer.status}` }).toBe(401);
        expectError(tools, answer, about);
      }
      const query = await server.fetch({ method: 'POST', path: '/completions?key=polly', body: '{"prompt":"Hello"}' });
      expect(query.status === 401 || query.status === 404, {
        that: 'a key in the URL does not count',
        likely: 'URLs are in every log between here and the browser',
        seen: `status ${query.status}`,
      }).toBe(true);
      const after = await stats(tools, server);
      expect(`${after.tokens - before.tokens} tokens, ${after.running} running`, {
        that: 'the model has done nothing for them',
        likely: 'it is started before the key is looked at',
      }).toBe('0 tokens, 0 running');
      const stream = prompt(server, 'Hello');
      expect((await stream.head(SECOND))?.status ?? 'no answer', '200 with the key').toBe(200);
    },
  },
  {
    id: 'input',
    title: 'A body that is no prompt gets a 400 in JSON',
    section: 'errors-before-and-after-the-first-byte',
    hint: 'JSON.parse throws, and may give you null, a number or a list. prompt must be a string with something in it.',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      for (const body of ['', 'Hello', '{"prompt":', 'null', '"Hello"', '{}', '{"prompt":7}', '{"prompt":" \\n "}']) {
        const about = `with the body ${body || 'of no bytes'}`;
        const answer = await ask(server, body);
        expect(answer.status, {
          that: `400 ${about}`,
          likely: answer.status === 200 ? 'the headers were sent before the body was looked at' : undefined,
          seen: `status ${answer.status}`,
        }).toBe(400);
        expectError(tools, answer, about);
      }
      const stream = prompt(server, 'Hello');
      await finish(tools, stream, SECOND);
      expect(names(stream), 'the next prompt is answered as always').toBe('token, done');
    },
  },
  {
    id: 'early-error',
    title: 'A model that fails before its first token is a status and JSON',
    section: 'errors-before-and-after-the-first-byte',
    hint: 'Do not write the head before the first token is there. In catch, look at response.headersSent.',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      const answer = await ask(server, JSON.stringify({ prompt: '(crash) at once' }));
      expect(answer.status, {
        that: '5xx when the model fails before its first token',
        likely:
          answer.status === 200
            ? 'the head was sent before there was anything to send: now it is too late for a status'
            : undefined,
        seen: `status ${answer.status}`,
      }).toBeGreaterThanOrEqual(500);
      expectError(tools, answer, 'when the model fails at once');
      expect(await runningAfter(tools, server, 0), 'the model is at rest').toBe(0);
      const stream = prompt(server, 'Hello');
      await finish(tools, stream, SECOND);
      expect(names(stream), 'the next prompt is answered as always').toBe('token, done');
    },
  },
  {
    id: 'late-error',
    title: 'A model that fails in the middle is an event called error, and no done',
    section: 'errors-before-and-after-the-first-byte',
    hint: 'Once the head is sent, the only way to say anything is an event: response.end(event("error", { message })).',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      const other = prompt(server, 'a b c d e f g h');
      const stream = prompt(server, 'one two (crash) three');
      const end = await finish(tools, stream, 2 * SECOND);
      expect(names(stream), {
        that: 'two tokens, then error in the place of done',
        likely: stream.events('done').length > 0 ? 'done is sent in finally, whatever happened' : undefined,
      }).toBe('token, token, error');
      const { message } = { message: '', ...JSON.parse(stream.events('error')[0]?.data || '{}') };
      expect(typeof message === 'string' && message !== '', {
        that: 'its data is {"message":"…"}',
        seen: stream.events('error')[0]?.data ?? 'none',
      }).toBe(true);
      expect(end, { that: 'the response ends in good order', seen: end ?? 'it is open' }).toBe('clean');
      await finish(tools, other, 2 * SECOND);
      expect(names(other).endsWith('done'), {
        that: 'a completion beside it goes on to its end',
        likely: 'an error that nobody catches ends the whole process',
        seen: names(other),
      }).toBe(true);
    },
  },
  {
    id: 'leave',
    title: 'When the client leaves, the model stops, and the others go on',
    section: 'an-abort-has-to-arrive',
    hint: 'response.on("close", …), and an AbortController of its own for each completion.',
    async run(tools) {
      const { startServer, clock, expect } = tools;
      const server = await startServer();
      const text = Array.from({ length: 50 }, (_, index) => `word${index}`).join(' ');
      const staying = prompt(server, text);
      const leaving = prompt(server, text);
      await clock.wait(() => tokens(leaving).length >= 5, SECOND);
      expect((await stats(tools, server)).running, {
        that: 'the model works for both while they listen',
        likely: 'close of the request comes when its body has been read, not when the client leaves',
      }).toBe(2);
      leaving.drop();
      expect(await runningAfter(tools, server, AT_ONCE_MS), {
        that: `${AT_ONCE_MS} ms after one has left, the model works for one`,
        likely: 'nobody listens to close of the response, so it goes on to the end, and somebody pays',
      }).toBe(1);
      const gone = prompt(server, text);
      await clock.wait(() => tokens(gone).length >= 2, SECOND);
      gone.reset();
      expect(await runningAfter(tools, server, AT_ONCE_MS), 'the same after a reset of the connection').toBe(1);
      await finish(tools, staying, 5 * SECOND);
      expect(`${tokens(staying).length} tokens, ${names(staying).split(', ').at(-1)}`, {
        that: 'whoever stayed has all 50 tokens, and done',
        likely: 'one AbortController for all of them',
      }).toBe('50 tokens, done');
    },
  },
  {
    id: 'thinking',
    title: 'A model that thinks stops as well, before it says another word',
    section: 'an-abort-has-to-arrive',
    hint: 'Leaving the loop, or generator.return(), waits for the next token. Give generate the signal: { signal }.',
    async run(tools) {
      const { startServer, clock, expect } = tools;
      const server = await startServer();
      for (const [text, about] of [
        ['one (pause) two', 'in the middle of an answer'],
        ['(pause) one', 'before the first token'],
      ] as const) {
        const stream = prompt(server, text);
        await clock.advance(SECOND);
        expect((await stats(tools, server)).running, `the model thinks, ${about}`).toBe(1);
        stream.drop();
        expect(await runningAfter(tools, server, AT_ONCE_MS), {
          that: `${AT_ONCE_MS} ms after the client has left, the model has stopped thinking, ${about}`,
          likely: 'you look at a flag, or leave the loop, when the next token comes: that can take long, and costs',
        }).toBe(0);
      }
    },
  },
  {
    id: 'back-pressure',
    title: 'A client that does not read makes the model wait',
    section: 'a-reader-that-is-slow',
    hint: 'if (!response.write(…)) await once(response, "drain", { signal }).',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      const stream = await unread(tools, server);
      let { tokens: made, running } = await stats(tools, server, UNSHOWN);
      // What is not waited for is made in turns of its own, which no connection shows: until it rests, or is through.
      for (let before = -1; before !== made; ) {
        before = made;
        ({ tokens: made, running } = await stats(tools, server, UNSHOWN));
      }
      expect(made < 252 && running === 1, {
        that: 'of 320 shouts of 64 kB, fewer than 250 are made for a client that does not read',
        likely: 'write() returns false and nobody waits for drain: what is not sent is kept in memory',
        seen: running === 0 ? 'the model is through with all of them' : 'more than that',
      }).toBe(true);
      stream.resume();
      const end = await drain(stream);
      expect(`${tokens(stream).length} tokens, ${names(stream).split(', ').at(-1)}, ${end}`, {
        that: 'when it reads again, all tokens arrive, one, (pause) and 320 shouts, and done',
        likely: 'nobody goes on after drain, or tokens are dropped',
        seen: end === null ? 'it is open, and not all are there' : 'it has ended, and not all are there',
      }).toBe('322 tokens, done, clean');
    },
  },
  {
    id: 'stuck-reader',
    title: 'A client that had stopped reading can leave too',
    section: 'a-reader-that-is-slow',
    hint: 'drain never comes on a closed response. Give once() the signal, or wait for close as well.',
    async run(tools) {
      const { startServer, expect } = tools;
      const server = await startServer();
      const stream = await unread(tools, server);
      stream.drop();
      expect(await runningAfter(tools, server, AT_ONCE_MS, UNSHOWN), {
        that: `${AT_ONCE_MS} ms after a client has left that read nothing, the model is at rest`,
        likely: 'the server waits for a drain that never comes, for ever',
      }).toBe(0);
    },
  },
  {
    id: 'limit',
    title: 'The fifth at a time gets a 429, and whatever is over makes room',
    section: 'four-at-a-time',
    hint: 'running++ before try, running-- in finally: done, failed and left are all an end.',
    async run(tools) {
      const { startServer, clock, expect } = tools;
      const server = await startServer();
      const long = 'one (pause) two';
      const take = async (about: string) => {
        const stream = prompt(server, long);
        expect((await stream.head(SECOND))?.status ?? 'no answer', {
          that: `there is room for a completion ${about}`,
          likely: 'its place was never given back',
        }).toBe(200);
        return stream;
      };
      const full = async (about: string) => {
        const answer = await ask(server, '{"prompt":"Hello"}');
        expect(answer.status, { that: `429 for a fifth, ${about}`, seen: `status ${answer.status}` }).toBe(429);
        expectError(tools, answer, `a fifth, ${about}`);
        const seconds = answer.headers['retry-after'] ?? 'none';
        expect(/^([1-9]|10)$/.test(seconds), {
          that: 'Retry-After is a whole number of seconds from 1 to 10',
          seen: `Retry-After: ${seconds}`,
        }).toBe(true);
      };
      for (const headers of [{ authorization: 'none' }, { authorization: 'Bearer polly' }]) {
        for (let index = 0; index < 3; index++) await ask(server, '{}', headers);
      }
      for (let index = 0; index < 5; index++) await ask(server, '{"prompt":"(crash)"}');
      const first = await take('after three with a wrong key, three without a prompt and five that failed at once');
      const others = [await take('beside one'), await take('beside two'), await take('beside three')];
      await full('while four are running');
      first.drop();
      await clock.advance(AT_ONCE_MS);
      const failing = prompt(server, 'one (crash)');
      await finish(tools, failing, SECOND);
      expect(names(failing), 'there is room when one has left').toBe('token, error');
      others.push(await take('when one has failed in the middle'));
      await full('while four are running again');
      await clock.advance(11 * SECOND);
      expect(others.every(({ end }) => end === 'clean') ? 'all' : 'not all', 'all four come to their end').toBe('all');
      for (let index = 0; index < 4; index++) await take(`beside ${index}, when four have come to their end`);
    },
  },
  {
    id: 'together',
    title: 'Four at the same time do not wait for each other, nor mix',
    section: 'four-at-a-time',
    hint: 'Everything that belongs to one completion is a variable inside its function.',
    async run(tools) {
      const { startServer, clock, expect } = tools;
      const server = await startServer();
      const texts = ['a1 a2 a3 a4 a5', 'b1 b2 (pause) b3', 'c1 c2 c3', 'd1 d2 d3 d4 d5 d6 d7 d8'];
      const streams = texts.map((text) => prompt(server, text));
      await clock.advance(10 * WORD_MS);
      expect(streams.map((stream) => tokens(stream).join('')).join(' | '), {
        that: 'after 400 ms, three are finished, and one waits in its pause',
        likely: 'one waits for the other, or they share a variable',
      }).toBe('a1 a2 a3 a4 a5 | b1 b2 | c1 c2 c3 | d1 d2 d3 d4 d5 d6 d7 d8');
      const counts = streams.map((stream) => JSON.parse(stream.events('done')[0]?.data ?? '{}').tokens ?? 'open');
      expect(counts.join(', '), { that: 'each done counts its own tokens' }).toBe('5, open, 3, 8');
    },
  },
];

/** So much takes a busy computer a while, in which no virtual time passes: as long as more comes, it is waited for. */
async function drain(stream: EventStream): Promise<EventStream['end']> {
  for (let before = -1; stream.end === null && stream.chunks.length > before; ) {
    before = stream.chunks.length;
    await stream.ended(SECOND);
  }
  return stream.end;
}

/** A completion whose reader stops before the shouting begins. */
async function unread({ clock }: CheckTools, server: Server): Promise<EventStream> {
  const stream = prompt(server, `one (pause)${' (shout)'.repeat(SHOUTS)}`, UNSHOWN);
  await stream.head(SECOND);
  stream.pause();
  await clock.advance(11 * SECOND);
  return stream;
}
