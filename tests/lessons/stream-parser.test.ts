import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StreamParser } from '../../playground/checks/sse-parser.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const parse = (...chunks: string[]) => {
  const parser = new StreamParser();
  return chunks.flatMap((chunk) => parser.push(bytes(chunk), 0));
};

describe('StreamParser', () => {
  test('keeps the order of retry, comments and events', () => {
    expect(parse('retry: 2000\n: hello\nid: 1\nevent: order\ndata: {}\n\n')).toEqual([
      { type: 'retry', at: 0, value: '2000' },
      { type: 'comment', at: 0, text: 'hello' },
      { type: 'event', at: 0, id: '1', name: 'order', data: '{}' },
    ]);
  });

  test('keeps a retry that a browser would ignore', () => {
    expect(parse('retry: 2s\n\n')).toEqual([{ type: 'retry', at: 0, value: '2s' }]);
  });

  test('dispatches an empty data line, and nothing without one', () => {
    expect(parse('data\n\n', 'event: end\n\n')).toEqual([
      { type: 'event', at: 0, id: null, name: 'message', data: '' },
    ]);
  });

  test('forgets an event that is not ended', () => {
    expect(parse('data: one\n\ndata: two\n')).toHaveLength(1);
  });

  test('strips one leading byte order mark', () => {
    expect(parse('\uFEFFdata: one\n\n')).toHaveLength(1);
  });

  test('reads the same from any chunks and with any line ends', () => {
    const line = fc.oneof(
      fc.constantFrom('', 'data', 'data:', 'data: a', 'event: order', 'retry: 5', ': ü', 'id: 7', 'other'),
      fc.string({ unit: fc.constantFrom('d', 'a', 't', ':', ' ', '€') }),
    );
    fc.assert(
      fc.property(
        fc.array(line),
        fc.constantFrom('\n', '\r', '\r\n'),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
        (lines, end, sizes) => {
          const whole = bytes([...lines, ''].join(end));
          const parser = new StreamParser();
          const pieces = [];
          for (let at = 0, turn = 0; at < whole.length; turn++) {
            const size = sizes[turn % sizes.length] ?? 1;
            pieces.push(...parser.push(whole.subarray(at, at + size), 0));
            at += size;
          }
          expect(pieces).toEqual(parse([...lines, ''].join('\n')));
        },
      ),
    );
  });
});
