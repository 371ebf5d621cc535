import nodeCrypto from 'node:crypto';
import nodeZlib from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { getHashes } from '#node/builtins/crypto/digests.ts';
import { createHash, createHmac } from '#node/builtins/crypto.ts';
import { crc32 } from '#node/builtins/zlib/crc32.ts';
import zlib from '#node/builtins/zlib.ts';

const own: Record<string, unknown> = zlib;
const call = (name: string, ...args: unknown[]) => (own[name] as (...args: unknown[]) => Uint8Array)(...args);
const real: Record<string, unknown> = { ...nodeZlib };
const callReal = (name: string, ...args: unknown[]) => (real[name] as typeof call)(...(args as [string]));

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }),
  fc
    .array(fc.constantFrom('data: ', 'event\n', '\n\n', 'id: 7'), { maxLength: 400 })
    .map((words) => Buffer.from(words.join(''))),
);

test.each(getHashes())('%s equals OpenSSL, however the data is cut', (name) => {
  fc.assert(
    fc.property(bytes, fc.nat(), (data, at) => {
      const cut = at % (data.length + 1);
      const digest = createHash(name).update(data.subarray(0, cut)).update(data.subarray(cut)).digest('hex');
      expect(digest).toBe(nodeCrypto.createHash(name).update(data).digest('hex'));
    }),
    { numRuns: 30 },
  );
});

test('HMACs equal OpenSSL, with keys shorter and longer than a block', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      bytes,
      fc.constantFrom('sha1', 'sha256', 'sha512'),
      (key, data, name) => {
        const expected = nodeCrypto.createHmac(name, key).update(data).digest('hex');
        expect(createHmac(name, key).update(data).digest('hex')).toBe(expected);
      },
    ),
  );
});

test.each(['gzip', 'deflate', 'deflateRaw'])('%s makes the bytes that Node makes, and Node reads them', (kind) => {
  const back = { gzip: 'gunzip', deflate: 'inflate', deflateRaw: 'inflateRaw' }[kind];
  const options = fc.record({
    level: fc.integer({ min: -1, max: 9 }),
    memLevel: fc.integer({ min: 1, max: 9 }),
    windowBits: fc.integer({ min: 9, max: 15 }),
    strategy: fc.integer({ min: 0, max: 4 }),
  });
  fc.assert(
    fc.property(bytes, options, (data, given) => {
      const packed = call(`${kind}Sync`, data, given);
      expect(Buffer.from(packed).equals(callReal(`${kind}Sync`, data, given))).toBe(true);
      expect(Buffer.from(call(`${back}Sync`, packed)).equals(data)).toBe(true);
    }),
  );
});

test('crc32 goes on from a value', () => {
  fc.assert(
    fc.property(bytes, bytes, (one, two) => {
      expect(crc32(two, crc32(one))).toBe(nodeZlib.crc32(Buffer.concat([one, two])));
    }),
  );
});

test('what pako does not have is named', () => {
  expect(() => call('brotliCompressSync', 'x')).toThrow(
    'zlib.brotliCompressSync is not available: this machine has gzip and deflate only.',
  );
});
