// One stream per case, the same on Node and on the machine. It remembers what each attempt asked for.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const port = Number(process.env.PORT);
const attempts = new Map();
const closed = [];
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function stream(response, headers = {}) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', ...headers });
}

/** First an event with an id and a short delay, then what ends the stream; the next attempt is told from the first. */
const endingBy = (end) => async (response, attempt) => {
  stream(response);
  response.write(attempt === 1 ? 'retry: 100\nid: 1\ndata: first\n\n' : `data: attempt ${attempt}\n\n`);
  await pause(50);
  if (attempt === 1) await end(response);
};
/** The pieces of a stream, each in a chunk of its own. */
const pieces =
  (...chunks) =>
  async (response) => {
    stream(response);
    for (const chunk of chunks) {
      response.write(chunk);
      await pause(30);
    }
    response.write('event: over\ndata: over\n\n');
  };
const ids = (text) => async (response, attempt) => {
  stream(response);
  response.write(attempt === 1 ? `retry: 100\n${text}` : 'data: again\n\n');
  await pause(50);
  if (attempt === 1) response.end();
};
const answer = (status, headers) => (response) => {
  response.writeHead(status, headers);
  response.end('data: never seen\n\n');
};
const typed = (type) => (response) => {
  response.writeHead(200, type === null ? {} : { 'Content-Type': type });
  response.write('data: typed\n\n');
};
const redirect = (status) => (response, _attempt, url) => {
  response.writeHead(status, { Location: `${url.pathname.replace('redirect', 'target')}?status=${status}` }).end();
};
const target = async (response, attempt) => {
  stream(response);
  response.write(`retry: 100\nid: ${attempt}\ndata: attempt ${attempt}\n\n`);
  await pause(50);
  if (attempt === 1) response.end();
};
const euro = Buffer.from('data: 1 € = 😀\n\n');

const cases = {
  'clean end': endingBy((response) => response.end()),
  cut: endingBy((response) => response.destroy()),
  reset: endingBy((response) => response.socket.resetAndDestroy()),
  'reset before the answer': (response, attempt) => {
    if (attempt > 20) stream(response);
    else response.socket.resetAndDestroy();
  },
  'refused for a while': endingBy(async (response) => {
    server.close();
    response.end();
    server.closeAllConnections();
    await pause(700);
    server.listen(port);
  }),
  'status 204': answer(204),
  'status 404': answer(404, { 'Content-Type': 'text/event-stream' }),
  'status 500': answer(500, { 'Content-Type': 'text/event-stream' }),
  'status 503': answer(503, { 'Content-Type': 'text/event-stream', 'Retry-After': '1' }),
  'status 206': answer(206, { 'Content-Type': 'text/event-stream' }),
  '204 on reconnect': async (response, attempt) => {
    if (attempt > 1) return response.writeHead(204).end();
    stream(response);
    response.end('retry: 100\ndata: first\n\n');
  },
  'no type': typed(null),
  'type text/plain': typed('text/plain'),
  'type in capitals': typed('Text/Event-Stream'),
  'charset utf-8': typed('text/event-stream; charset=utf-8'),
  'charset UTF-8 quoted': typed('text/event-stream;charset="UTF-8"'),
  'charset utf8': typed('text/event-stream; charset=utf8'),
  'charset iso-8859-1': typed('text/event-stream; charset=iso-8859-1'),
  'redirect 301': redirect(301),
  'redirect 302': redirect(302),
  'redirect 303': redirect(303),
  'redirect 307': redirect(307),
  'redirect 308': redirect(308),
  'target 301': target,
  'target 302': target,
  'target 303': target,
  'target 307': target,
  'target 308': target,
  'retry 0': ids('retry: 0\ndata: x\n\n'),
  'retry 500': ids('retry: 500\ndata: x\n\n'),
  'retry invalid': ids('retry: abc\nretry: 1e2\nretry: -5\nretry: 500.5\ndata: x\n\n'),
  'retry without a blank line': ids('retry: 300\n'),
  'id in UTF-8': ids('id: é€😀\ndata: x\n\n'),
  'id with spaces inside': ids('id: a b  c\ndata: x\n\n'),
  'empty id': ids('id: 5\ndata: x\n\nid\ndata: y\n\n'),
  'id alone in a block': ids('id: 7\n\n'),
  'id inherited': ids('id: 7\ndata: x\n\ndata: y\n\n'),
  'id of an unfinished block': ids('id: 1\ndata: x\n\nid: 2\ndata: y\n'),
  'id with NUL': ids('id: 1\ndata: x\n\nid: 2\0\ndata: y\n\n'),
  'id between CR': ids('id: 9\rdata: x\r\r'),
  'lines end in LF': pieces('data: a\ndata: b\n\n'),
  'lines end in CR': pieces('data: a\rdata: b\r\r'),
  'lines end in CRLF': pieces('data: a\r\ndata: b\r\n\r\n'),
  'CRLF split': pieces('data: a\r', '\ndata: b\r', '\n\r', '\n'),
  'every byte a chunk': pieces(...'data: a\r\n\r\n'),
  BOM: pieces(Buffer.from('\uFEFFdata: a\n\n')),
  'BOM split': pieces(Buffer.from([0xef]), Buffer.from([0xbb, 0xbf]), 'data: a\n\n'),
  'BOM later': pieces('data: a\n\n', Buffer.from('\uFEFFdata: b\n\n')),
  'UTF-8 split': pieces(
    ...[8, 9, 10, 15, 17].map((at, index, all) => euro.subarray(all[index - 1] ?? 0, at)),
    euro.subarray(17),
  ),
  'invalid UTF-8': pieces(Buffer.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0x0a, 0x0a])),
  'a comment splits an event': pieces('data: a\n', ': heartbeat\n\n', 'data: b\n\n'),
  'a comment inside an event': pieces('data: a\n', ': heartbeat\n', 'data: b\n\n'),
  'event names error and open': pieces('event: error\ndata: named\n\n', 'event: open\ndata: named\n\n'),
  'empty data': pieces('data\n\n', 'data:\n\n', 'data: \n\n', 'event: x\n\n'),
  'fields that are none': pieces('Data: a\n data: b\ndata : c\nunknown: d\n\n', 'data:e\n\n', 'data:  f\n\n'),
  'unterminated at the end': endingBy(async (response) => response.end('data: lost')),
  'a long line': pieces(`data: ${'x'.repeat(300_000)}\n\n`),
  'with credentials': (response, _attempt, _url, request) => {
    stream(response, { 'Access-Control-Allow-Credentials': 'true' });
    response.write(`data: ${request.headers.cookie}\n\n`);
  },
  'closed by the page': (response) => {
    stream(response);
    response.write('data: open\n\n');
    response.on('close', () => closed.push('closed by the page'));
  },
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  const name = decodeURIComponent(url.pathname.slice(1));
  const run = cases[name];
  if (run) {
    const seen = attempts.get(name) ?? [];
    const id = request.headers['last-event-id'];
    seen.push([
      id === undefined ? null : Buffer.from(id, 'latin1').toString(),
      request.headers.accept,
      request.headers['cache-control'],
    ]);
    attempts.set(name, seen);
    response.on('error', () => {});
    return run(response, seen.length, url, request);
  }
  if (name === 'log') return response.end(JSON.stringify({ attempts: Object.fromEntries(attempts), closed }));
  if (name === 'names')
    return response.end(JSON.stringify(Object.keys(cases).filter((known) => !known.startsWith('target'))));
  const page = readFileSync('cases.html');
  response.writeHead(200, { 'Content-Type': 'text/html', 'Set-Cookie': 'who=me' }).end(page);
});
server.listen(port);
