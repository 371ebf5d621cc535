import type { Check, CheckTools, EventStream, Server } from '#checks';
import { AT_ONCE_MS, ask, expectError, finish, names, prompt, runningAfter, stats, tokens, WORD_MS } from './parrot.ts';

const SECOND = 1_000;
const SHOUTS = 320;
/** How much a kernel takes is not the same twice. */
const UNSHOWN = { unshown: true } as const;

export const paceChecks: readonly Check[] = [
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
