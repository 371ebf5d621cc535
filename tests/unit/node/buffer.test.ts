import { Buffer as NodeBuffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Buffer } from '#node/builtins/buffer.ts';

const ENCODINGS = ['utf8', 'latin1', 'ascii', 'utf16le', 'hex', 'base64', 'base64url'] as const;
const bytes = fc.uint8Array({ maxLength: 80 });
const text = fc.string({ unit: 'binary', maxLength: 80 });

const plain = (value: Uint8Array): number[] => Array.from(value);

test('decodes any bytes as Node does, at any place', () => {
  fc.assert(
    fc.property(bytes, fc.nat(90), fc.nat(90), fc.constantFrom(...ENCODINGS), (content, start, end, encoding) => {
      const [ours, theirs] = [Buffer.from(content), NodeBuffer.from(content)];
      expect(ours.toString(encoding)).toBe(theirs.toString(encoding));
      expect(ours.toString(encoding, start, end)).toBe(theirs.toString(encoding, start, end));
    }),
  );
});

test('encodes any text as Node does', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('utf8', 'latin1', 'ascii', 'utf16le', 'hex' as const), (content, encoding) => {
      // What Node makes of hexadecimal digits beyond Latin-1 is an accident.
      fc.pre(encoding !== 'hex' || !/[^\0-\xff]/.test(content));
      expect(plain(Buffer.from(content, encoding))).toEqual(plain(NodeBuffer.from(content, encoding)));
      expect(Buffer.byteLength(content, encoding)).toBe(NodeBuffer.byteLength(content, encoding));
    }),
  );
});

test('writes into a small buffer as Node does: no half characters', () => {
  fc.assert(
    fc.property(text, fc.nat(12), fc.constantFrom('utf8', 'latin1', 'utf16le' as const), (content, size, encoding) => {
      const [ours, theirs] = [Buffer.alloc(size, '.'), NodeBuffer.alloc(size, '.')];
      expect(ours.write(content, encoding)).toBe(theirs.write(content, encoding));
      expect(plain(ours)).toEqual(plain(theirs));
    }),
  );
});

test('reads sloppy base64 as Node does', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'aZ09+/-_= \n'), maxLength: 30 });
  fc.assert(
    fc.property(letters, (content) => {
      // Node reads text of letters alone by another way, which gives nothing for what is not base64 at all.
      fc.pre(!/=[^=\s]/.test(content) && !/^[=\s]/.test(content));
      expect(plain(Buffer.from(content, 'base64'))).toEqual(plain(NodeBuffer.from(content, 'base64')));
    }),
  );
});

test('finds what Node finds', () => {
  const few = fc.uint8Array({ min: 1, max: 3, maxLength: 12 });
  fc.assert(
    fc.property(few, few, fc.integer({ min: -15, max: 15 }), (content, needle, offset) => {
      const [ours, theirs] = [Buffer.from(content), NodeBuffer.from(content)];
      expect(ours.indexOf(needle, offset)).toBe(theirs.indexOf(needle, offset));
      expect(ours.lastIndexOf(needle, offset)).toBe(theirs.lastIndexOf(needle, offset));
      expect(ours.indexOf(needle[0] ?? 1, offset)).toBe(theirs.indexOf(needle[0] ?? 1, offset));
    }),
  );
});

test('slices as Node does and shares memory', () => {
  fc.assert(
    fc.property(bytes, fc.integer({ min: -90, max: 90 }), fc.integer({ min: -90, max: 90 }), (content, start, end) => {
      const ours = Buffer.from(content);
      const part = ours.subarray(start, end);
      expect(plain(part)).toEqual(plain(NodeBuffer.from(content).subarray(start, end)));
      expect(part.buffer).toBe(ours.buffer);
    }),
  );
});

test('small buffers share a pool and never each other’s bytes', () => {
  const made = Array.from({ length: 3000 }, (_, index) => Buffer.from(`number ${index}`));
  expect(made.every((one, index) => one.toString() === `number ${index}`)).toBe(true);
  expect(new Set(made.map((one) => one.buffer)).size).toBeLessThan(10);
  expect(Buffer.alloc(4).buffer.byteLength).toBe(4);
});

test('numbers go in and out at every width', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(2 ** 47), max: 2 ** 47 - 1 }),
      fc.constantFrom('LE', 'BE' as const),
      (value, order) => {
        const target = Buffer.alloc(6);
        target[`writeInt${order}`](value, 0, 6);
        expect(target[`readInt${order}`](0, 6)).toBe(value);
        const theirs = NodeBuffer.alloc(6);
        theirs[`writeInt${order}`](value, 0, 6);
        expect(plain(target)).toEqual(plain(theirs));
      },
    ),
  );
});
