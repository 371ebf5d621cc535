// Answers the pages beside it, and tells them what it saw. The same on Node and on the machine.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** 1000 times `compressed `. */
const GZIPPED = 'H4sIAAAAAAAAA+3GsQ0AIAgAsFf8DRmJRv5PfIOhnRqn7svu3CtUVVVVVVVVVVVVVVVVVVVVVVVVVVWn9gO1B2Ep+CoAAA==';

const port = Number(process.env.PORT);
const trace = [];
const open = new Set();
const closed = [];

function body(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function json(response, value, headers = {}) {
  response.writeHead(200, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const routes = {
  '/echo': async (request, response) => {
    const content = await body(request);
    let sum = 0;
    for (const byte of content) sum = (sum * 31 + byte) >>> 0;
    json(response, {
      method: request.method,
      url: request.url,
      headers: request.headers,
      names: request.rawHeaders.filter((_, index) => index % 2 === 0),
      body: content.length < 2000 ? content.toString('latin1') : content.length,
      sum,
    });
  },
  '/empty': (_request, response) => response.writeHead(204).end(),
  '/cached': (request, response) => {
    if (request.headers['if-none-match'] === '"1"') response.writeHead(304, { ETag: '"1"' }).end();
    else json(response, 'new', { ETag: '"1"' });
  },
  '/range': (request, response) => {
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) return response.end('0123456789');
    response.writeHead(206, { 'Content-Range': `bytes ${from}-${to}/10` });
    response.end('0123456789'.slice(Number(from), Number(to) + 1));
  },
  '/redirect': (_request, response, url) => {
    response.writeHead(Number(url.searchParams.get('status')), { Location: url.searchParams.get('to') }).end();
  },
  '/gzip': (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' });
    response.end(Buffer.from(GZIPPED, 'base64'));
  },
  '/teapot': (_request, response) => response.writeHead(418, 'Short and stout').end('tea'),
  '/broken': (_request, response) => {
    response.writeHead(200, { 'Content-Length': 100 });
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  },
  '/hang-up': (request) => request.socket.destroy(),
  '/set-cookie': (_request, response, url) => {
    json(response, 'set', { 'Set-Cookie': url.searchParams.getAll('c') });
  },
  '/stream': (request, response, url) => {
    const name = url.searchParams.get('name');
    response.writeHead(200, { 'Content-Type': url.searchParams.get('type') ?? 'text/event-stream' });
    response.write('data: hello\n\n');
    open.add(name);
    response.on('close', () => {
      open.delete(name);
      closed.push(name);
    });
  },
  '/slow-answer': (request, response, url) => {
    const name = url.searchParams.get('name');
    open.add(name);
    response.on('close', () => {
      open.delete(name);
      closed.push(name);
    });
  },
  '/flood': (_request, response) => {
    let written = 0;
    const piece = Buffer.alloc(64 * 1024, 'x');
    const fill = () => {
      while (written < 96 * 1024 * 1024) {
        written += piece.length;
        flood.written = written;
        if (!response.write(piece)) return response.once('drain', fill);
      }
      response.end();
    };
    fill();
  },
  '/flooded': (_request, response) => json(response, flood.written),
  '/open': (_request, response) => json(response, { open: [...open].sort(), closed: [...closed].sort() }),
  '/trace': (_request, response) => json(response, trace),
};
const flood = { written: 0 };

createServer(async (request, response) => {
  const url = new URL(request.url, `http://${request.headers.host}`);
  const route = routes[url.pathname];
  if (route) return route(request, response, url);
  if (url.pathname.startsWith('/walk')) {
    const content = await body(request);
    const { host, origin, referer } = request.headers;
    trace.push([
      request.method,
      request.url,
      request.headers['content-type']?.replace(/boundary=.*/, ''),
      content.toString('latin1').replace(/-{4,}\w+/g, '--BOUNDARY'),
      host,
      origin,
      referer,
    ]);
  }
  const file = url.pathname.startsWith('/walk') ? 'walk.html' : url.pathname.slice(1) || 'index.html';
  try {
    const content = readFileSync(file);
    response.writeHead(200, { 'Content-Type': types[/\.\w+$/.exec(file)?.[0]] ?? 'text/plain' });
    response.end(content);
  } catch {
    response.writeHead(404).end('not here');
  }
}).listen(port);
