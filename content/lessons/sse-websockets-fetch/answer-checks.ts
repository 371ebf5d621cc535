import type { Check } from '#checks';
import { AT_ONCE_MS, ask, expectError, finish, names, prompt, runningAfter, stats, tokens, WORD_MS } from './parrot.ts';

const SECOND = 1_000;

export const answerChecks: readonly Check[] = [
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
];
