import type { Check, FetchClient } from '#checks';
import { again, begin, done, outcomeOf, STREAM, token } from './parrot.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

export const clientChecks: readonly Check[] = [
  {
    id: 'request',
    title: 'The client posts the prompt as JSON, with the key in Authorization',
    section: 'what-fetch-can-do',
    hint: 'fetch(url, { method: "POST", headers: { "Content-Type": …, Authorization: … }, body: JSON.stringify({ prompt }) }).',
    async run(tools) {
      const { expect } = tools;
      const text = 'Say “hi”\nin two lines 🦜';
      const client = await begin(tools, text);
      const [request] = client.requests;
      expect(client.requests.length, 'one request').toBe(1);
      expect(`${request?.method} ${request?.url.replace('http://localhost:8000', '')}`, {
        that: 'POST to the url that was given, and to nothing else',
        likely: 'a prompt or a key in the URL is in every log on the way',
      }).toBe('POST /completions');
      expect(request?.headers['content-type'] ?? 'none', 'Content-Type: application/json').toMatch(
        /^application\/json(\s*;.*)?$/i,
      );
      expect(request?.headers.authorization ?? 'none', 'Authorization: Bearer polly').toBe('Bearer polly');
      expect(promptOf(request?.body ?? ''), {
        that: 'the body is JSON with the prompt, letter by letter',
        seen: request?.body || 'an empty body',
      }).toBe(text);
    },
  },
  {
    id: 'pieces',
    title: 'Tokens arrive at once, wherever the pieces of the body begin and end',
    section: 'a-parser-by-hand',
    hint: 'Keep what is after the last line end for the next piece. One piece can hold half an event, or three.',
    async run(tools) {
      const { expect } = tools;
      const client = await begin(tools);
      await client.answer(200, STREAM);
      for (const [index, character] of [...token('one')].entries()) {
        await client.send(character);
        const whole = index === token('one').length - 1;
        expect(client.calls('onToken').length, {
          that: whole
            ? 'the token is there with the last byte of its blank line'
            : 'no token before its blank line is there',
          likely: whole
            ? 'each piece is taken for whole events, or a token waits for the one after it'
            : 'half an event is taken for a whole one',
        }).toBe(whole ? 1 : 0);
      }
      await client.send(token(' two') + token(' three') + token(' four').slice(0, 20));
      expect(client.calls('onToken'), {
        that: 'of a piece with two and a half events, two are there',
        likely: 'only the first event of a piece is looked at',
      }).toEqual(['one', ' two', ' three']);
      await client.send(token(' four').slice(20) + token(' two') + done(5));
      expect(client.calls('onToken'), 'then the other half, and one that looks like one before').toEqual([
        'one',
        ' two',
        ' three',
        ' four',
        ' two',
      ]);
      expectText(client, tools.expect, 'one two three four two', 5);
    },
  },
  {
    id: 'letters-split',
    title: 'A letter of several bytes may be split between two pieces',
    section: 'a-parser-by-hand',
    hint: 'One TextDecoder for the whole body, and decode(value, { stream: true }).',
    async run(tools) {
      const { expect } = tools;
      const text = 'Füße 鸚鵡 🦜';
      const bytes = Buffer.from(token(text) + done(1));
      const client = await begin(tools);
      for (const size of [1, 3, 7]) {
        await again(client);
        await client.answer(200, STREAM);
        await client.send(bytes, size);
        expect(client.calls('onToken').join(''), {
          that: `“${text}” arrives whole in pieces of ${size} bytes`,
          likely: 'each piece is decoded for itself: half a letter becomes �',
        }).toBe(text);
        expectText(client, expect, text, 1);
      }
    },
  },
  {
    id: 'line-ends',
    title: 'Lines may end in LF, CR or CRLF, also where two pieces meet',
    section: 'a-parser-by-hand',
    hint: 'A LF right after a CR belongs to it, even when it comes with the next piece.',
    async run(tools) {
      const { expect } = tools;
      const client = await begin(tools);
      for (const [name, end] of [
        ['CRLF', '\r\n'],
        ['CR', '\r'],
        ['LF', '\n'],
      ] as const) {
        // What comes before it makes a blank line of a CRLF that is taken for two line ends visible.
        const body = `: a parrot\n\n${token('one')}${token(' two')}${done(2)}: bye\n`.replaceAll('\n', end);
        for (const size of [body.length, 1, 2]) {
          await again(client);
          await client.answer(200, STREAM);
          await client.send(body, size);
          const pieces = size === body.length ? 'one piece' : `pieces of ${size} bytes`;
          expect(client.calls('onToken').join('|'), {
            that: `two tokens with lines that end in ${name}, in ${pieces}`,
            likely: 'the body is split at \\n\\n, which it need not have',
          }).toBe('one| two');
          expectText(client, expect, 'one two', 2);
        }
      }
    },
  },
  {
    id: 'fields',
    title: 'Comments, unknown events and other fields are ignored',
    section: 'a-parser-by-hand',
    hint: 'Field and value are before and after the first colon; one blank after it goes. Several data lines are joined with a line end.',
    async run(tools) {
      const { expect } = tools;
      const client = await begin(tools);
      await client.answer(200, STREAM);
      const cases = [
        ['a byte order mark', `\uFEFF${token('a')}`],
        ['a comment between events', `: still here\n\n${token('b')}`],
        ['a comment inside one', 'event: token\n: still here\ndata: {"text":"c"}\n\n'],
        ['no blank after the colon', 'event:token\ndata:{"text":"d"}\n\n'],
        ['data before event', 'data: {"text":"e"}\nevent: token\n\n'],
        ['id, retry and a field that nobody knows', 'id: 7\nretry: 500\nevent: token\nmood\ndata: {"text":"f"}\n\n'],
        ['data in two lines', 'event: token\ndata: {"text":\ndata: "g"}\n\n'],
        ['an event without a name', 'data: {"text":"no"}\n\n'],
        ['an event that nobody knows', 'event: usage\ndata: {"text":"no"}\n\n'],
        ['an event without data', 'event: done\n\n'],
        ['a name of an event that never came', `event: token\n\ndata: {"text":"no"}\n\n`],
        ['a colon in the data', token('h: i')],
        ['a member that nobody knows', 'event: token\ndata: {"text":"j","probability":0.5}\n\n'],
      ] as const;
      const wanted: string[] = [];
      for (const [about, bytes] of cases) {
        await client.send(bytes);
        const letter = /"text":\n?(?:data: )?"([^"]*)"/.exec(bytes)?.[1] ?? 'no';
        if (letter !== 'no') wanted.push(letter);
        expect(client.calls('onToken').join('|'), {
          that: `${letter === 'no' ? 'no token' : `the token ${letter}`} with ${about}`,
          likely: 'the standard has few rules, but the parser has fewer',
        }).toBe(wanted.join('|'));
      }
      await client.send(`: nearly\n\n${done(8)}`);
      expectText(client, expect, wanted.join(''), 8);
    },
  },
  {
    id: 'finished',
    title: 'done resolves the promise at once, and leaves nothing open',
    section: 'an-end-is-not-a-finish',
    hint: 'Return in the loop, and cancel the reader in finally.',
    async run(tools) {
      const { expect } = tools;
      const client = await begin(tools);
      await client.answer(200, STREAM);
      await client.send(token('Hello') + token(' Polly'));
      expect(outcomeOf(client), { that: 'the promise is pending until done has come' }).toBe('pending');
      await client.send(done(2));
      expect(outcomeOf(client), {
        that: 'it resolves with done, although the response has not ended',
        likely: 'it waits for the end of the body, which a proxy may hold back',
      }).toBe('resolved');
      expectText(client, expect, 'Hello Polly', 2);
      const phase = client.requests[0]?.phase;
      expect(phase === 'cancelled' || phase === 'aborted', {
        that: 'the body is cancelled, or the request aborted',
        likely: 'a body that nobody reads holds its connection, one of six',
        seen: 'the request is still open',
      }).toBe(true);
      await again(client);
      await client.answer(200, STREAM);
      await client.send(token('Hello') + done(1) + token(' again') + done(2));
      await client.end();
      expect(client.calls('onToken'), {
        that: 'what comes after done does not count',
        likely: 'the loop over the events of this piece goes on',
      }).toEqual(['Hello']);
      expectText(client, expect, 'Hello', 1);
    },
  },
  {
    id: 'truncated',
    title: 'An end without done is no success',
    section: 'an-end-is-not-a-finish',
    hint: 'When the loop is over and done has not come: throw new CompletionError("truncated", …). A read that fails is the same.',
    async run(tools) {
      const { expect } = tools;
      const client = await begin(tools);
      const whole = token('Hello') + done(1);
      const cases = [
        { about: 'ended in good order after a token', body: token('Hello'), clean: true },
        { about: 'broke off after a token', body: token('Hello'), clean: false },
        { about: 'ended without a byte', body: '', clean: true },
        { about: 'broke off without a byte', body: '', clean: false },
        { about: 'ended before the blank line of done', body: whole.slice(0, -1), clean: true },
        { about: 'broke off in the data of done', body: whole.slice(0, -4), clean: false },
      ];
      for (const { about, body, clean } of cases) {
        await again(client);
        await client.answer(200, STREAM);
        if (body !== '') await client.send(body);
        await (clean ? client.end() : client.cut());
        expect(outcomeOf(client), {
          that: `truncated when the body ${about}`,
          likely: clean
            ? 'the end of the body is taken for the end of the answer'
            : 'the error of read() goes to the page as it is',
        }).toBe('truncated');
        expect(client.calls('onToken'), 'the tokens before it were handed over').toEqual(body === '' ? [] : ['Hello']);
      }
    },
  },
  {
    id: 'failed',
    title: 'An event called error rejects, with its message',
    section: 'errors-before-and-after-the-first-byte',
    hint: 'if (name === "error") throw new CompletionError("failed", JSON.parse(data).message).',
    async run(tools) {
      const { expect } = tools;
      const client = await begin(tools);
      await client.answer(200, STREAM);
      await client.send(`${token('Hello')}event: error\ndata: {"message":"The parrot has flown away"}\n\n`);
      expect(outcomeOf(client), { that: 'failed as soon as error has come' }).toBe('failed');
      expect(messageOf(client), { that: 'the message of the event' }).toBe('The parrot has flown away');
      await client.send(token(' again') + done(2));
      await client.end();
      expect(outcomeOf(client), 'what follows changes nothing').toBe('failed');
      expect(client.calls('onToken'), 'no token comes after it').toEqual(['Hello']);
      const phase = client.requests[0]?.phase;
      expect(phase === 'cancelled' || phase === 'aborted', {
        that: 'nothing is left open',
        seen: `the request is ${phase}`,
      }).toBe(true);
    },
  },
  {
    id: 'refused',
    title: 'Another status, or no event stream, rejects with the status',
    section: 'errors-before-and-after-the-first-byte',
    hint: 'fetch resolves with any status. Look at status and Content-Type; the body of a proxy’s error page is HTML.',
    async run(tools) {
      const { expect } = tools;
      const client = await begin(tools);
      const json = { 'content-type': 'application/json' };
      const html = { 'content-type': 'text/html' };
      const cases = [
        { status: 401, headers: json, body: '{"error":{"message":"The key is wrong"}}', message: 'The key is wrong' },
        { status: 400, headers: json, body: '{"error":{"message":"No prompt"}}', message: 'No prompt' },
        { status: 500, headers: json, body: '{"error":null}', message: null },
        { status: 502, headers: html, body: '<h1>502 Bad Gateway</h1>', message: null },
        { status: 404, headers: {}, body: '', message: null },
        { status: 200, headers: html, body: '<h1>Welcome to our Wi-Fi</h1>', message: null },
        { status: 201, headers: STREAM, body: token('Hello') + done(1), message: null },
      ];
      for (const { status, headers, body, message } of cases) {
        await again(client);
        await client.answer(status, headers);
        if (body !== '') await client.send(body);
        await client.end();
        const type = headers === html ? ' and an HTML page' : '';
        expect(outcomeOf(client), {
          that: `refused with status ${status}${type}`,
          likely: 'fetch rejects only when there is no answer at all; every status is a success to it',
        }).toBe('refused');
        const { outcome } = client;
        expect(outcome.state === 'rejected' ? (outcome.error.status ?? 'none') : 'none', {
          that: `its status is ${status}`,
        }).toBe(status);
        if (message !== null) expect(messageOf(client), { that: 'its message is that of the body' }).toBe(message);
        expect(client.calls('onToken').length, 'no token').toBe(0);
      }
    },
  },
  {
    id: 'unreachable',
    title: 'No answer at all rejects, and is not tried again',
    section: 'retry-what-is-safe',
    hint: 'Catch what fetch throws. Perhaps the server has the request and works on it: nobody knows, so ask the person.',
    async run(tools) {
      const { expect } = tools;
      const client = await begin(tools);
      await client.fail();
      expect(outcomeOf(client), {
        that: 'unreachable when fetch fails',
        likely: 'the TypeError of fetch goes to the page as it is',
      }).toBe('unreachable');
      await client.advance(MINUTE);
      expect(client.requests.length, {
        that: 'there was one request',
        likely: 'the first may have arrived, and is paid for',
      }).toBe(1);
    },
  },
  {
    id: 'abort',
    title: 'An aborted signal ends it at once, whatever it is waiting for',
    section: 'an-abort-has-to-arrive',
    hint: 'Give fetch the signal. An AbortError is what the caller asked for: let it through as it is.',
    async run(tools) {
      const { expect } = tools;
      const client = await begin(tools);
      const expectAborted = async (about: string) => {
        await client.abort();
        expect(outcomeOf(client), {
          that: `an AbortError when the signal is aborted ${about}`,
          likely: 'it is reported as a failure, or waits for something else first',
        }).toBe('AbortError');
        await client.advance(MINUTE);
      };
      await expectAborted('before the answer');
      expect(client.requests[0]?.phase ?? 'none', {
        that: 'the request is aborted',
        likely: 'fetch has no signal: the server goes on, and nobody hears it',
      }).toBe('aborted');
      await again(client);
      await client.answer(200, STREAM);
      await client.send(token('Hello'));
      await expectAborted('in the middle of the answer');
      const phase = client.requests[0]?.phase;
      expect(phase === 'aborted' || phase === 'cancelled', {
        that: 'the request is aborted',
        likely: 'the loop ends, but the connection stays: the server never hears of it',
        seen: `the request is ${phase}`,
      }).toBe(true);
      await client.send(token(' again') + done(2));
      expect(client.calls('onToken'), 'no token after it').toEqual(['Hello']);
      await again(client);
      await client.answer(429, { 'retry-after': '5' });
      await client.end();
      await client.advance(SECOND);
      await expectAborted('while it waits to try again');
      expect(client.requests.length, { that: 'and no request is made after it' }).toBe(1);
    },
  },
  {
    id: 'retry',
    title: '429 and 503 are tried again, when the server says so, three times in all',
    section: 'retry-what-is-safe',
    hint: 'Retry-After is in seconds. Without it: Math.random() * 1000, then * 2000. Count the requests.',
    async run(tools) {
      const { expect } = tools;
      const client = await begin(tools);
      for (const status of [429, 503]) {
        await again(client, 'Hello again');
        for (const seconds of [3, 1]) {
          await client.answer(status, { 'retry-after': String(seconds), 'content-type': 'application/json' });
          await client.send('{"error":{"message":"Four at a time"}}');
          await client.end();
          const after = await client.untilNextRequest((seconds + 1) * SECOND);
          expect(after !== null && after >= seconds * SECOND, {
            that: `after ${status} with Retry-After: ${seconds}, another request comes ${seconds} to ${seconds + 1} s later`,
            likely: after === null ? undefined : 'Retry-After is in seconds, timers are in milliseconds',
            seen: after === null ? 'none within that time' : 'one that came sooner',
          }).toBe(true);
          expect(promptOf(client.requests.at(-1)?.body ?? ''), 'with the same prompt').toBe('Hello again');
        }
        await client.answer(status, { 'retry-after': '1', 'content-type': 'application/json' });
        await client.send('{"error":{"message":"Four at a time"}}');
        await client.end();
        await client.advance(MINUTE);
        expect(client.requests.length, {
          that: 'three requests in all',
          likely: 'it tries for ever, as everybody else does in that moment',
        }).toBe(3);
        expect(outcomeOf(client), { that: 'then refused' }).toBe('refused');
        expect(messageOf(client), { that: 'with the message of the last answer' }).toBe('Four at a time');
      }
      await again(client);
      const delays: number[] = [];
      for (const longest of [1, 2]) {
        await client.answer(503);
        await client.end();
        const after = await client.untilNextRequest(longest * SECOND + 1);
        expect(after !== null, {
          that: `without Retry-After, attempt ${longest + 1} comes within ${longest} s`,
          seen: 'none within that time',
        }).toBe(true);
        delays.push(after ?? 0);
      }
      expect(delays.every((ms) => ms % 500 === 0) ? 'round numbers' : 'random', {
        that: 'the delays are random',
        likely: 'all who were turned away come back in the same moment',
      }).toBe('random');
      await client.answer(200, STREAM);
      await client.send(token('Hello') + done(1));
      expectText(client, expect, 'Hello', 1);
    },
  },
  {
    id: 'no-retry',
    title: 'Nothing else is tried again',
    section: 'retry-what-is-safe',
    hint: 'After a 200 the model has worked, and tokens are on the screen. A second request would pay and print twice.',
    async run(tools) {
      const { expect } = tools;
      const client = await begin(tools);
      const cases: { about: string; play(): Promise<void> }[] = [
        {
          about: 'a body that broke off',
          async play() {
            await client.answer(200, STREAM);
            await client.send(token('Hello'));
            await client.cut();
          },
        },
        {
          about: 'a body that ended without a byte',
          async play() {
            await client.answer(200, STREAM);
            await client.end();
          },
        },
        {
          about: 'an event called error',
          async play() {
            await client.answer(200, STREAM);
            await client.send('event: error\ndata: {"message":"Gone"}\n\n');
          },
        },
        ...[400, 401, 500, 502, 504].map((status) => ({
          about: `status ${status}`,
          async play() {
            await client.answer(status, { 'retry-after': '1' });
            await client.end();
          },
        })),
      ];
      for (const { about, play } of cases) {
        await again(client);
        await play();
        await client.advance(MINUTE);
        expect(client.requests.length, {
          that: `one request, and no other after ${about}`,
          likely: 'the model would work twice, and be paid twice',
        }).toBe(1);
        expect(outcomeOf(client) === 'pending', {
          that: `the page hears of ${about}`,
          seen: 'the promise is pending',
        }).toBe(false);
      }
    },
  },
];

function expectText(client: FetchClient, expect: CheckExpect, text: string, count: number): void {
  const { outcome } = client;
  expect(outcome.state === 'resolved' ? outcome.value : outcomeOf(client), {
    that: `the promise resolves with {"text":${JSON.stringify(text)},"tokens":${count}}`,
  }).toMatchObject({ text, tokens: count });
}

type CheckExpect = Parameters<Check['run']>[0]['expect'];

function messageOf({ outcome }: FetchClient): unknown {
  return outcome.state === 'rejected' ? outcome.error.message : 'none';
}

function promptOf(body: string): unknown {
  try {
    return JSON.parse(body).prompt;
  } catch {
    return null;
  }
}
