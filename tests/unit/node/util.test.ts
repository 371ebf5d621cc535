import nodeAssert from 'node:assert';
import nodePath from 'node:path';
import nodeQuerystring from 'node:querystring';
import { StringDecoder as NodeStringDecoder } from 'node:string_decoder';
import nodeUtil from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import assert from '#node/builtins/assert.ts';
import path from '#node/builtins/path.ts';
import querystring from '#node/builtins/querystring.ts';
import { StringDecoder } from '#node/builtins/string_decoder.ts';
import util from '#node/builtins/util.ts';

const value = fc.object({
  maxDepth: 2,
  maxKeys: 4,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
});

test('deep equality is Node’s', () => {
  fc.assert(
    fc.property(value, value, (one, other) => {
      expect(util.isDeepStrictEqual(one, one)).toBe(true);
      expect(util.isDeepStrictEqual(one, other)).toBe(nodeUtil.isDeepStrictEqual(one, other));
    }),
  );
});

test('the differences that assert shows are Node’s', () => {
  const messageOf = (run: () => void): string => {
    try {
      run();
      return 'holds';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 1, 2, null), { maxLength: 14 });
  fc.assert(
    fc.property(lines, lines, (one, other) => {
      expect(messageOf(() => assert.deepStrictEqual(one, other))).toBe(
        messageOf(() => nodeAssert.deepStrictEqual(one, other)),
      );
    }),
  );
});

test('paths of both kinds are Node’s', () => {
  const piece = fc.string({ unit: fc.constantFrom(...'ab./\\:C'), maxLength: 12 });
  fc.assert(
    fc.property(piece, piece, (one, other) => {
      for (const name of ['normalize', 'dirname', 'basename', 'extname', 'isAbsolute'] as const) {
        expect([name, one, path.posix[name](one)]).toEqual([name, one, nodePath.posix[name](one)]);
      }
      expect([one, other, path.posix.join(one, other)]).toEqual([one, other, nodePath.posix.join(one, other)]);
      expect(path.posix.resolve('/r', one, other)).toBe(nodePath.posix.resolve('/r', one, other));
      expect(path.posix.relative(`/${one}`, `/${other}`)).toBe(nodePath.posix.relative(`/${one}`, `/${other}`));
    }),
  );
});

test('query strings are Node’s', () => {
  const piece = fc.string({ unit: fc.constantFrom(...'ab=&+%20E'), maxLength: 20 });
  fc.assert(
    fc.property(piece, (text) => {
      expect({ ...querystring.parse(text) }).toEqual({ ...nodeQuerystring.parse(text) });
      expect(querystring.stringify({ [text]: [text, 1] })).toBe(nodeQuerystring.stringify({ [text]: [text, 1] }));
    }),
  );
});

test('text that comes in any pieces is decoded as Node does', () => {
  const byte = fc.constantFrom(0x41, 0x80, 0xbf, 0xc3, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0xd8, 0xdc, 0xff);
  fc.assert(
    fc.property(
      fc.array(fc.array(byte, { maxLength: 4 }), { maxLength: 6 }),
      fc.constantFrom('utf8', 'base64', 'base64url', 'hex', 'latin1' as const),
      (pieces, encoding) => {
        const [ours, theirs] = [new StringDecoder(encoding), new NodeStringDecoder(encoding)];
        const decode = (decoder: NodeStringDecoder) => [
          ...pieces.map((piece) => decoder.write(Buffer.from(piece))),
          decoder.end(),
        ];
        expect(decode(ours)).toEqual(decode(theirs));
      },
    ),
  );
});

test('an unknown option names the way out', () => {
  expect(() => util.parseArgs({ args: ['--nope'], options: {}, allowPositionals: true })).toThrow(
    /Unknown option '--nope'.*'-- "--nope"/,
  );
});
