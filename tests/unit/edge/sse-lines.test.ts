import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DATA_LIMIT, SseParser } from '#lab/edge/sse-lines.ts';

const encoder = new TextEncoder();

function parse(text: string, lastEventId = '') {
  const parser = new SseParser(lastEventId);
  return { items: parser.push(encoder.encode(text)), lastEventId: parser.lastEventId };
}

describe('fields', () => {
  it('reads events, comments and delays', () => {
    expect(parse(': hello\nretry: 500\nid: 7\nevent: order\ndata: a\ndata: b\n\n').items).toEqual([
      { type: 'comment', text: 'hello' },
      { type: 'retry', delay: 500 },
      { type: 'event', id: '7', event: 'order', data: 'a\nb', length: 3 },
    ]);
  });

  it.each([
    ['data\n\n', ''],
    ['data:\n\n', ''],
    ['data:  two spaces\n\n', ' two spaces'],
    ['data: a\ndata:\n\n', 'a\n'],
    ['\uFEFFdata: after a byte order mark\n\n', 'after a byte order mark'],
    ['data: a\rdata: b\r\ndata: c\n\n', 'a\nb\nc'],
  ])('dispatches %j', (text, data) => {
    expect(parse(text).items).toEqual([{ type: 'event', id: null, event: 'message', data, length: data.length }]);
  });

  it.each(['Data: x\n\n', 'data : x\n\n', ' data: x\n\n', 'event: x\n\n', '\n\n', 'data: cut off'])(
    'dispatches nothing for %j',
    (text) => {
      expect(parse(text).items).toEqual([]);
    },
  );

  it.each(['retry\n', 'retry: abc\n', 'retry: 1e2\n', 'retry: -5\n', 'retry: 5.5\n'])('ignores %j', (text) => {
    expect(parse(text).items).toEqual([]);
  });
});

describe('last event id', () => {
  it('is committed at the blank line only', () => {
    expect(parse('id: 1\ndata: x\n\nid: 2\ndata: y\n').lastEventId).toBe('1');
  });

  it('moves without any data', () => {
    expect(parse('id: 2\n\n').lastEventId).toBe('2');
  });

  it('continues from the request and is inherited by events without one', () => {
    expect(parse('data: x\n\n', '41').lastEventId).toBe('41');
  });

  it.each(['id:\n\n', 'id\n\n', 'id: \n\n'])('is reset by %j', (text) => {
    expect(parse(text, '41').lastEventId).toBe('');
  });

  it('ignores an id with NUL', () => {
    expect(parse('id: a\0b\n\n', '41').lastEventId).toBe('41');
  });
});

describe('limits', () => {
  it('cuts long data and says how long it was', () => {
    const [event] = parse(`data: ${'x'.repeat(DATA_LIMIT + 1000)}\ndata: y\n\n`).items;
    expect(event).toMatchObject({ length: DATA_LIMIT + 1002 });
    expect(event?.type === 'event' && event.data.length).toBe(DATA_LIMIT);
  });

  it('keeps a line of many chunks in bounded memory', () => {
    const parser = new SseParser();
    const chunk = encoder.encode('x'.repeat(1024 * 1024));
    parser.push(encoder.encode('data: '));
    for (let index = 0; index < 64; index++) parser.push(chunk);
    expect(parser.push(encoder.encode('\n\n'))).toEqual([
      expect.objectContaining({ length: 64 * 1024 * 1024, data: 'x'.repeat(DATA_LIMIT) }),
    ]);
  });
});

const line = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, '')),
  fc.tuple(fc.constantFrom('data', 'id', 'event', 'retry', ''), fc.string()).map(([name, value]) => `${name}:${value}`),
  fc.constant(''),
);
const stream = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r', '\r\n')))
  .map((lines) => encoder.encode(lines.map(([text, end]) => text + end).join('')));

describe('chunks', () => {
  it('make no difference', () => {
    fc.assert(
      fc.property(stream, fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (bytes, sizes) => {
        const whole = new SseParser();
        const pieces = new SseParser();
        const expected = whole.push(bytes);
        const actual = [];
        for (let at = 0; at < bytes.length; ) {
          const end = at + sizes.next().value;
          actual.push(...pieces.push(bytes.subarray(at, end)));
          at = end;
        }
        expect(actual).toEqual(expected);
        expect(pieces.lastEventId).toBe(whole.lastEventId);
      }),
      { numRuns: 500 },
    );
  });
});
