import type { Check, FetchClient } from '#checks';
import { again, begin, done, expectText, outcomeOf, promptOf, STREAM, token } from './parrot.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

export const endingChecks: readonly Check[] = [
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

function messageOf({ outcome }: FetchClient): unknown {
  return outcome.state === 'rejected' ? outcome.error.message : 'none';
}
