import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MessageParser } from '#node/builtins/http/parser.ts';
import { Socket } from '#node/builtins/net/socket.ts';

/** Everything the parser says about `text`, which arrives in the given pieces. */
function parse(type: 'request' | 'response', pieces: readonly string[]): string[] {
  const said: string[] = [];
  const parser = new MessageParser(type, new Socket(), undefined);
  let body = '';
  parser.listener = {
    begin: () => said.push('begin'),
    head(head) {
      said.push(JSON.stringify(head));
      return head.upgrade ? 2 : 0;
    },
    body(bytes) {
      body += bytes.toString('latin1');
    },
    complete(trailers) {
      said.push(`body ${body}`, `complete ${trailers}`);
      body = '';
    },
  };
  for (const piece of pieces) {
    const result = parser.execute(Buffer.from(piece, 'latin1'));
    if (typeof result === 'number') continue;
    said.push(`${result.code}: ${result.message}`);
    break;
  }
  const error = parser.finish();
  if (error) said.push(`${error.code}: ${error.message}`);
  parser.free();
  return said;
}

const REQUESTS =
  'POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Name:   with blanks  \r\nEmpty:\r\nTransfer-Encoding: chunked\r\n\r\n' +
  '5\r\nhello\r\n6;ext="q"\r\n world\r\n0\r\nTrailer: t\r\n\r\n' +
  'GET /next HTTP/1.1\r\nHost: y\r\n\r\n';

const RESPONSES =
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n' +
  'b\xf6dyHTTP/1.1 304 Not Modified\r\nETag: "\xfc"\r\n\r\nHTTP/1.0 200 Fine, thanks\r\n\r\nuntil the end';

test.each([
  ['request', REQUESTS],
  ['response', RESPONSES],
] as const)('a %s means the same however the network cuts it', (type, text) => {
  const whole = parse(type, [text]);
  expect(whole).toMatchSnapshot();
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 12 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), text.length];
      const pieces = at.slice(1).map((end, i) => text.slice(at[i], end));
      expect(parse(type, pieces.filter(Boolean))).toEqual(whole);
    }),
  );
});

test('an exception in a listener leaves the parser by execute', () => {
  const parser = new MessageParser('request', new Socket(), undefined);
  parser.listener = {
    begin() {},
    head() {
      throw new Error('from the program');
    },
    body() {},
    complete() {},
  };
  expect(() => parser.execute(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toThrow('from the program');
  parser.free();
});

test('a parser that is freed by its own listener stops without harm', () => {
  const parser = new MessageParser('request', new Socket(), undefined);
  parser.listener = {
    begin() {},
    head() {
      parser.free();
      return 0;
    },
    body() {},
    complete() {},
  };
  parser.execute(Buffer.from('POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc'));
  expect(parser.execute(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toBe(18);
});

test('the header limit counts a whole message head and can be raised', () => {
  const text = `GET / HTTP/1.1\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`;
  for (const [limit, code] of [
    [undefined, 'HPE_HEADER_OVERFLOW'],
    [32 * 1024, null],
  ] as const) {
    const parser = new MessageParser('request', new Socket(), { maxHeaderSize: limit });
    const result = parser.execute(Buffer.from(text));
    expect(typeof result === 'number' ? null : result.code).toBe(code);
    parser.free();
  }
});
