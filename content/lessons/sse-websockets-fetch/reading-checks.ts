import type { Check } from '#checks';
import { again, begin, done, expectText, promptOf, STREAM, token } from './parrot.ts';

export const readingChecks: readonly Check[] = [
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
];
