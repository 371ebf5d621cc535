import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeReply } from '#lab/redis/encode.ts';
import { globMatcher } from '#lab/redis/glob.ts';
import { splitInline } from '#lab/redis/inline.ts';
import { addFloats } from '#lab/redis/long-double.ts';
import { formatDouble } from '#lab/redis/numbers.ts';
import { array, bulk, double, map, NULL, NULL_ARRAY, push, setOf, verbatim } from '#lab/redis/reply.ts';
import { ProtocolError, RequestParser } from '#lab/redis/resp.ts';

const byteString = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const request = fc.array(byteString, { minLength: 1, maxLength: 6 });

function encodeRequest(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
}

function parseAll(chunks: readonly string[]): (readonly string[])[] {
  const parser = new RequestParser();
  const requests: (readonly string[])[] = [];
  for (const chunk of chunks) {
    parser.push(chunk);
    for (let next = parser.next(); next !== null; next = parser.next()) requests.push(next);
  }
  return requests;
}

function cut(text: string, places: readonly number[]): string[] {
  const at = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...at].map((start, index) => text.slice(start, at[index] ?? text.length));
}

describe('requests', () => {
  it('are read as they were written, whatever the bytes and the chunks', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 8 }), (requests, places) => {
        const bytes = requests.map(encodeRequest).join('');
        expect(parseAll(cut(bytes, places))).toEqual(requests);
      }),
    );
  });

  it('never break the parser with anything but a protocol error', () => {
    const hostile = fc.stringMatching(/^[*$\r\n0-9a-z"'\\ -]{0,60}$/);
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(), { maxLength: 4 }), (bytes, places) => {
        const outcome = (chunks: readonly string[]) => {
          try {
            return parseAll(chunks);
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError);
            return 'refused';
          }
        };
        expect(outcome(cut(bytes, places))).toEqual(outcome([bytes]));
      }),
    );
  });

  it('may be inline, with quotes around any byte', () => {
    const quoted = (word: string) =>
      `"${[...word].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}"`;
    fc.assert(
      fc.property(request, (words) => {
        expect(splitInline(words.map(quoted).join('  '))).toEqual(words);
      }),
    );
  });

  it.each([
    ['x'.repeat(70_000), 'too big inline request'],
    [`*${'1'.repeat(70_000)}`, 'too big mbulk count string'],
    [`*1\r\n$${'1'.repeat(70_000)}`, 'too big bulk count string'],
  ])('without an end are given up: %#', (bytes, words) => {
    expect(() => parseAll([bytes])).toThrow(`ERR Protocol error: ${words}`);
  });
});

describe('replies', () => {
  const reply = map([[bulk('k'), array([double(1.5), NULL, NULL_ARRAY])]]);

  it('of richer types become plain ones in RESP2', () => {
    expect(encodeReply(reply, 2)).toBe('*2\r\n$1\r\nk\r\n*3\r\n$3\r\n1.5\r\n$-1\r\n*-1\r\n');
    expect(encodeReply(reply, 3)).toBe('%1\r\n$1\r\nk\r\n*3\r\n,1.5\r\n_\r\n_\r\n');
  });

  it('tell sets, pushes and texts apart in RESP3', () => {
    expect(encodeReply(setOf(['a']), 3)).toBe('~1\r\n$1\r\na\r\n');
    expect(encodeReply(push([bulk('a')]), 3)).toBe('>1\r\n$1\r\na\r\n');
    expect(encodeReply(verbatim('ab'), 3)).toBe('=6\r\ntxt:ab\r\n');
  });
});

describe('patterns', () => {
  it('are slow for nobody: many stars against a long name that does not match', () => {
    const startedAt = performance.now();
    expect(globMatcher(`${'*a'.repeat(30)}b`)('a'.repeat(5000))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });

  it('match what they spell', () => {
    const plain = fc.stringMatching(/^[a-z\x80-\xff]{0,10}$/);
    fc.assert(
      fc.property(plain, plain, plain, (before, middle, after) => {
        const name = before + middle + after;
        expect(globMatcher(`${before}*${after}`)(name)).toBe(true);
        expect(globMatcher([...name].map((letter) => `\\${letter}`).join(''))(name)).toBe(true);
        expect(globMatcher('?'.repeat(name.length))(name)).toBe(true);
        expect(globMatcher('?'.repeat(name.length + 1))(name)).toBe(false);
      }),
    );
  });
});

describe('numbers', () => {
  it('are printed so that they read back the same', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatDouble(value))).toBe(value);
      }),
    );
  });

  it('add up exactly as long as they are whole', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
        expect(addFloats(String(a), String(b))).toBe(String(BigInt(a) + BigInt(b)));
      }),
    );
  });
});
