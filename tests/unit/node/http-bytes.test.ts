import { once } from 'node:events';
import * as realHttp from 'node:http';
import * as realNet from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import * as ourHttp from '#node/builtins/http.ts';
import * as ourNet from '#node/builtins/net.ts';
import { installSystem } from '#node/system.ts';
import { loopbackSystem } from './loopback-system.ts';

beforeAll(() => installSystem(loopbackSystem()));

type Handler = (req: realHttp.IncomingMessage, res: realHttp.ServerResponse) => void;

interface Case {
  readonly name: string;
  readonly request: string;
  readonly handler: Handler;
  readonly options?: realHttp.ServerOptions;
  readonly setUp?: (server: realHttp.Server) => void;
}

interface Stack {
  readonly http: typeof realHttp;
  readonly net: typeof realNet;
}

const NODE: Stack = { http: realHttp, net: realNet };
const MACHINE = { http: ourHttp, net: ourNet } as unknown as Stack;

/** Everything that a server answers to `request`, until it closes the connection. Only the Date is masked. */
async function answer({ http, net }: Stack, { request, handler, options, setUp }: Case): Promise<string> {
  const server = http.createServer(options ?? {}, handler).listen(0);
  setUp?.(server);
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no address');
  const socket = net.connect(address.port, '127.0.0.1');
  let received = '';
  socket.on('data', (bytes: Buffer) => {
    received += bytes.toString('latin1');
  });
  socket.write(request, 'latin1');
  await once(socket, 'close');
  server.close();
  return received.replaceAll(/Date: [^\r]+/g, 'Date: masked');
}

const GET = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
const KEEP = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

const cases: Case[] = [
  { name: 'end with a string', request: GET, handler: (_req, res) => res.end('hello') },
  { name: 'end with nothing', request: GET, handler: (_req, res) => res.end() },
  { name: 'end with UTF-8', request: GET, handler: (_req, res) => res.end('grüß 🌍') },
  { name: 'end with a buffer', request: GET, handler: (_req, res) => res.end(Buffer.from([1, 2, 255])) },
  {
    name: 'keep-alive, then close',
    request: KEEP + GET,
    handler: (_req, res) => res.end('hello'),
  },
  {
    name: 'chunks',
    request: KEEP + GET,
    handler: (_req, res) => {
      res.write('one');
      res.write(Buffer.from('two'));
      res.end('three');
    },
  },
  {
    name: 'chunks over several turns',
    request: GET,
    handler: (_req, res) => {
      res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
      res.flushHeaders();
      setTimeout(() => res.write('data: 1\n\n'), 5);
      setTimeout(() => res.end('data: 2\n\n'), 10);
    },
  },
  {
    name: 'implicit headers keep their case and order',
    request: GET,
    handler: (_req, res) => {
      res.setHeader('X-Custom-HEADER', 'a');
      res.setHeader('content-type', 'text/plain');
      res.appendHeader('Set-Cookie', 'a=1');
      res.appendHeader('Set-Cookie', ['b=2', 'c=3']);
      res.statusCode = 201;
      res.end('ok');
    },
  },
  {
    name: 'writeHead merges an array',
    request: GET,
    handler: (_req, res) => {
      res.setHeader('a', '1');
      res.setHeader('b', '2');
      res.writeHead(200, 'Fine', ['B', '3', 'B', '4', 'C', '5']).end('x');
    },
  },
  {
    name: 'writeHead with an array alone',
    request: GET,
    handler: (_req, res) => res.writeHead(200, ['B', '3', 'B', '4']).end(),
  },
  {
    name: 'Content-Length from the program',
    request: KEEP + GET,
    handler: (_req, res) => {
      res.setHeader('Content-Length', 6);
      res.write('abc');
      res.end('def');
    },
  },
  {
    name: 'Connection: close from the program',
    request: KEEP,
    handler: (_req, res) => res.writeHead(200, { Connection: 'close' }).end('x'),
  },
  { name: 'unknown status', request: GET, handler: (_req, res) => res.writeHead(799).end('x') },
  { name: '204', request: KEEP + GET, handler: (_req, res) => res.writeHead(204).end('ignored') },
  {
    name: '304 with a chunked header',
    request: KEEP,
    handler: (_req, res) => res.writeHead(304, { 'Transfer-Encoding': 'chunked' }).end(),
  },
  {
    name: 'HEAD',
    request: 'HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    handler: (_req, res) => {
      res.write('body');
      res.end('more');
    },
  },
  { name: 'HTTP/1.0', request: 'GET / HTTP/1.0\r\n\r\n', handler: (_req, res) => res.end('x') },
  {
    name: 'HTTP/1.0 streams until the end',
    request: 'GET / HTTP/1.0\r\n\r\n',
    handler: (_req, res) => {
      res.write('a');
      res.end('b');
    },
  },
  {
    name: 'HTTP/1.0 keep-alive',
    request: 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n',
    handler: (_req, res) => res.writeHead(200, { 'Content-Length': 1 }).end('x'),
  },
  {
    name: 'trailers',
    request: GET,
    handler: (_req, res) => {
      res.writeHead(200, { Trailer: 'X-Sum' });
      res.write('a');
      res.addTrailers({ 'X-Sum': '1' });
      res.end();
    },
  },
  {
    name: 'a body is echoed',
    request: 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello',
    handler: (req, res) => req.pipe(res),
  },
  {
    name: 'a chunked body with trailers',
    request:
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nX-T: v\r\n\r\n',
    handler: (req, res) => {
      let body = '';
      req.on('data', (chunk) => {
        body += chunk;
      });
      req.on('end', () => res.end(JSON.stringify([body, req.trailers, req.rawTrailers, req.complete])));
    },
  },
  {
    name: 'an unread body before the next request',
    request: `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello${GET}`,
    handler: (req, res) => res.end(req.method ?? ''),
  },
  {
    name: 'pipelined requests are answered in order',
    request: `GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /fast HTTP/1.1\r\nHost: x\r\n\r\n${GET}`,
    handler: (req, res) => {
      if (req.url === '/slow') setTimeout(() => res.end('slow'), 10);
      else res.end(req.url ?? '');
    },
  },
  {
    name: 'Expect: 100-continue',
    request: 'POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok',
    handler: (req, res) => req.pipe(res),
  },
  {
    name: 'Expect something else',
    request: 'GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n',
    handler: (_req, res) => res.end('never'),
  },
  {
    name: 'early hints and processing',
    request: GET,
    handler: (_req, res) => {
      res.writeProcessing();
      res.writeEarlyHints({ link: '</a.css>; rel=preload; as=style', 'x-trace': '1' });
      res.end('x');
    },
  },
  { name: 'no Host', request: 'GET / HTTP/1.1\r\n\r\n', handler: (_req, res) => res.end('never') },
  { name: 'not HTTP', request: 'hello\r\n\r\n', handler: (_req, res) => res.end('never') },
  {
    name: 'two lengths',
    request: 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    handler: (_req, res) => res.end('never'),
  },
  {
    name: 'a header without a colon',
    request: 'GET / HTTP/1.1\r\nHost: x\r\nbroken\r\n\r\n',
    handler: (_req, res) => res.end('never'),
  },
  {
    name: 'headers too large',
    request: `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(17_000)}\r\n\r\n`,
    handler: (_req, res) => res.end('never'),
  },
  {
    name: 'clientError says what was wrong',
    request: 'GET / HTTP/1.1\r\nHost x\r\n\r\n',
    handler: (_req, res) => res.end('never'),
    setUp: (server) =>
      server.on('clientError', (error: Error & { code?: string; reason?: string; bytesParsed?: number }, socket) =>
        socket.end(`${error.message} | ${error.code} | ${error.reason} | ${error.bytesParsed}`),
      ),
  },
  {
    name: 'duplicate headers are joined',
    request:
      'GET / HTTP/1.1\r\nHost: x\r\nhost: y\r\nCookie: a=1\r\nCookie: b=2\r\nX-A: 1\r\nx-a:   2  \r\nEmpty:\r\nSet-Cookie: q\r\nConnection: close\r\n\r\n',
    handler: (req, res) => res.end(JSON.stringify([req.headers, req.rawHeaders, req.headersDistinct])),
  },
  {
    name: 'limit of requests for one connection',
    request: KEEP + KEEP + GET,
    handler: (_req, res) => res.end('x'),
    setUp: (server) => {
      server.maxRequestsPerSocket = 2;
    },
  },
  {
    name: 'upgrade hands over the socket with what followed',
    request: 'GET /chat HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nfirst words',
    handler: (_req, res) => res.end('never'),
    setUp: (server) =>
      server.on('upgrade', (req, socket, head) =>
        socket.end(`HTTP/1.1 101 Switching Protocols\r\n\r\n${req.url} ${head}`),
      ),
  },
  {
    name: 'upgrade nobody listens for is a plain request',
    request: 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: echo\r\n\r\n',
    handler: (req, res) => res.end(String(Reflect.get(req, 'upgrade'))),
  },
  {
    name: 'CONNECT',
    request: 'CONNECT host:443 HTTP/1.1\r\nHost: host:443\r\n\r\nabc',
    handler: (_req, res) => res.end('never'),
    setUp: (server) => server.on('connect', (req, socket, head) => socket.end(`${req.method} ${req.url} ${head}`)),
  },
  {
    name: 'cork',
    request: GET,
    handler: (_req, res) => {
      res.writeHead(200);
      res.cork();
      res.write('a');
      res.write('b');
      res.write('c');
      process.nextTick(() => {
        res.uncork();
        res.end();
      });
    },
  },
  {
    name: 'removed headers stay away',
    request: GET,
    handler: (_req, res) => {
      res.removeHeader('Date');
      res.removeHeader('Connection');
      res.removeHeader('Transfer-Encoding');
      res.removeHeader('Content-Length');
      res.end('x');
    },
  },
  {
    name: 'keep-alive timeout of the program',
    request: KEEP + GET,
    options: { keepAliveTimeout: 61_000 },
    handler: (_req, res) => res.end('x'),
  },
];

test.each(cases)('bytes as Node sends them: $name', async (one) => {
  const [real, ours] = await Promise.all([answer(NODE, one), answer(MACHINE, one)]);
  expect(ours).toBe(real);
});
