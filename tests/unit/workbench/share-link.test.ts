import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  carriesCode,
  decodeFragment,
  encodeFragment,
  LONGEST_FRAGMENT,
  ShareError,
} from '../../../src/workbench/share-link.ts';

const segment = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,12}$/).filter((name) => name !== 'node_modules');
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
// Any text that JavaScript can hold, halves of characters too.
const text = fc.string({ unit: 'binary', maxLength: 400 });
const files = fc.dictionary(path, text, { minKeys: 1, maxKeys: 6 });
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const fragmentOf = (value: unknown) => `#code=1.${deflateSync(JSON.stringify(value)).toString('base64url')}`;

describe('a link to code', () => {
  test('brings back what was put in, and is nothing but what a URL may carry as it is', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (given) => {
        const fragment = await encodeFragment(given);
        expect(fragment).toMatch(/^#code=1\.[\w-]+$/);
        expect(carriesCode(fragment)).toBe(true);
        expect(new URL(`https://example.com/${fragment}`).hash).toBe(fragment);
        expect({ ...(await decodeFragment(fragment)) }).toEqual({ ...given });
      }),
    );
  });

  test('that was cut is refused, wherever it was cut', async () => {
    const whole = await encodeFragment({ 'server.ts': 'const port = 3000;\n', 'client.ts': 'new EventSource("/")\n' });
    for (let length = 0; length < whole.length; length++) {
      await expect(decodeFragment(whole.slice(0, length))).rejects.toThrow(ShareError);
    }
  });

  test('that was changed is refused, or means the same', async () => {
    const given = { 'server.ts': 'import { createServer } from "node:http";\n'.repeat(9), 'index.html': '<p>Hi</p>' };
    const whole = await encodeFragment(given);
    const first = '#code=1.'.length;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: first, max: whole.length - 1 }),
        fc.constantFrom(...alphabet, '%', ' ', 'é'),
        async (at, character) => {
          const changed = whole.slice(0, at) + character + whole.slice(at + 1);
          const outcome = await decodeFragment(changed).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ShareError);
          else expect(outcome).toEqual(given);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('that never was one gets a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (noise) => {
        const error = await decodeFragment(`#code=1.${noise}`).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(ShareError);
        expect(String(error)).toMatch(/^Error: The link .+\.$/);
      }),
    );
  });

  test.each([
    ['nothing', '#code=', 'carries no code'],
    ['another version', '#code=2.eJyrVgo', 'another version'],
    ['no object', fragmentOf([1]), 'carries no files'],
    ['no file', fragmentOf({}), 'carries no files'],
    ['a file above the project', fragmentOf({ '../x.ts': '' }), 'is no name for a file'],
    ['an absolute file', fragmentOf({ '/etc/passwd': '' }), 'is no name for a file'],
    ['a hidden file', fragmentOf({ '.lab/edge.cjs': '' }), 'is no name for a file'],
    ['a package', fragmentOf({ 'node_modules/redis/index.js': '' }), 'is no name for a file'],
    ['a name with markup', fragmentOf({ '<img src=x>': '' }), 'is no name for a file'],
    ['a prototype', `#code=1.${deflateSync('{"__proto__":"x"}').toString('base64url')}`, 'is no name for a file'],
    ['a number for a text', fragmentOf({ 'server.ts': 1 }), 'the text of server.ts is missing'],
    ['51 files', fragmentOf(Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`${n}.ts`, '']))), '51 files'],
    [
      'bytes that are no UTF-8',
      `#code=1.${deflateSync(Buffer.from([0x7b, 0xff])).toString('base64url')}`,
      'is damaged',
    ],
  ])('with %s says what is wrong', async (_, fragment, message) => {
    await expect(decodeFragment(fragment)).rejects.toThrow(message);
    await expect(decodeFragment(fragment)).rejects.toBeInstanceOf(ShareError);
  });

  test('that swells is given up before it fills the memory', async () => {
    const swelling = fragmentOf({ 'server.ts': 'x'.repeat(20_000_000) });
    expect(swelling.length).toBeLessThan(LONGEST_FRAGMENT);
    await expect(decodeFragment(swelling)).rejects.toThrow('more code than a link may');
  });

  test('is not made for more than it may carry: it says how much that is', async () => {
    const noise = Array.from({ length: 60_000 }, (_, index) => alphabet[(index * index * 7919 + index * 31) % 64]).join(
      '',
    );
    await expect(encodeFragment({ 'server.ts': 'x'.repeat(600_000) })).rejects.toThrow('before it is compressed');
    const random = fc.sample(
      fc.string({ minLength: 60_000, maxLength: 60_000, unit: 'grapheme-ascii', size: 'max' }),
      1,
    );
    await expect(encodeFragment({ 'server.ts': random[0] ?? noise })).rejects.toThrow(/[\d,]+ characters, and 32,000/);
  });
});
