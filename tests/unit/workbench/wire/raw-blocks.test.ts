import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SseParser } from '../../../../playground/lab/edge/sse-lines.ts';
import { visible } from '../../../../src/workbench/wire/fields.ts';
import { RawBlocks } from '../../../../src/workbench/wire/raw-blocks.ts';

const utf8 = (text: string) => ({ size: text.length, encoding: 'utf8' as const, bytes: text });

test('a comment inside a block is told apart from the block', () => {
  const raw = new RawBlocks();
  raw.push(utf8('event: order\n: hb\ndata: x\n\n'));
  expect(raw.takeComment()).toBe(': hb\n');
  expect(raw.takeEvent('x')).toBe('event: order\n: hb\ndata: x\n\n');
});

test('a line feed that comes later than its carriage return belongs to it', () => {
  const raw = new RawBlocks();
  raw.push(utf8('data: x\r\n\r'));
  expect(raw.takeEvent('x')).toBe('data: x\r\n\r');
  raw.push(utf8('\ndata: y\r\n\r\n'));
  expect(raw.takeEvent('y')).toContain('data: y\r\n\r\n');
});

test('bytes that were cut are not passed off as whole', () => {
  const raw = new RawBlocks();
  raw.push({ ...utf8('data: begin'), size: 5000 });
  raw.push(utf8('data: end\n\n'));
  expect(raw.takeEvent('begin\nend')).toBeNull();
  raw.push(utf8('data: z\n\n'));
  expect(raw.takeEvent('z')).toBe('data: z\n\n');
});

test('a character that two pieces share is put together', () => {
  const raw = new RawBlocks();
  const all = Buffer.from('data: é\n\n');
  for (const part of [all.subarray(0, 7), all.subarray(7)]) {
    raw.push({ size: part.length, encoding: 'base64', bytes: part.toString('base64') });
  }
  expect(raw.takeEvent('é')).toBe('data: é\n\n');
});

test('whatever the pieces, each thing has the bytes that say it', () => {
  const line = fc.constantFrom('data: a', 'data', 'data:b', ': c', 'retry: 5', 'id: 1', 'event: e', 'x', '');
  const ending = fc.constantFrom('\n', '\r\n', '\r');
  const text = fc.array(fc.tuple(line, ending), { maxLength: 30 }).map((lines) => lines.flat().join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat(200), { maxLength: 5 }), (all, places) => {
      const raw = new RawBlocks();
      const parser = new SseParser();
      const cuts = [0, ...places.filter((place) => place < all.length).sort((a, b) => a - b), all.length];
      for (const [index, begin] of cuts.slice(0, -1).entries()) {
        const piece = all.slice(begin, cuts[index + 1]);
        if (piece === '') continue;
        raw.push(utf8(piece));
        for (const item of parser.push(Buffer.from(piece))) {
          if (item.type === 'event') expect(raw.takeEvent(item.data)).not.toBeNull();
          else if (item.type === 'comment') expect(raw.takeComment()).toMatch(/^: ?c/);
          else expect(raw.takeRetry(item.delay)).toMatch(/^retry: 5/);
        }
      }
    }),
  );
});

test('line ends and other controls can be seen', () => {
  expect(visible('a\r\nb\n\0')).toEqual([
    { text: 'a', control: false },
    { text: '\\r\\n\n', control: true },
    { text: 'b', control: false },
    { text: '\\n\n', control: true },
    { text: '\\0', control: true },
  ]);
});
