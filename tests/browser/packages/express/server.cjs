'use strict';
const express = require('express');

const app = express();
app.disable('x-powered-by');
app.use((request, response, next) => {
  response.set('X-Seen', `${request.method} ${request.path}`);
  next();
});
app.use(express.json({ limit: '1kb' }));
app.get('/hello/:name', (request, response) => {
  response.send(`Hello ${request.params.name}, ${JSON.stringify(request.query)}`);
});
app.post('/orders', (request, response) => response.status(201).location('/orders/1').json({ got: request.body }));
app.get('/moved', (_request, response) => response.redirect('/hello/again?from=moved'));
app.get('/file', (_request, response) => response.sendFile(`${__dirname}/page.html`));
app.get('/cookie', (request, response) => {
  response
    .cookie('seen', 'once', { httpOnly: true })
    .type('text')
    .send(request.get('cookie') ?? 'no cookie');
});
app.get('/boom', async () => {
  throw Object.assign(new Error('Boom'), { status: 503 });
});
app.get('/events', (request, response) => {
  response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }).flushHeaders();
  let id = Number(request.get('last-event-id') ?? 0);
  const timer = setInterval(() => response.write(`id: ${++id}\ndata: tick\n\n`), 5);
  response.on('close', () => {
    clearInterval(timer);
    console.log('stream closed');
    server.close(() => console.log('server closed'));
  });
});
app.use((error, _request, response, _next) => {
  // Engines word syntax errors in their own ways.
  const message = error instanceof SyntaxError ? 'bad syntax' : error.message;
  response.status(error.status ?? 500).json({ name: error.name, type: error.type, message });
});

const server = app.listen(0, '127.0.0.1', async () => {
  const at = `http://127.0.0.1:${server.address().port}`;
  const ask = async (path, options) => {
    const response = await fetch(at + path, options);
    const { status, url, redirected, headers } = response;
    const names = [
      'content-type',
      'content-length',
      'location',
      'etag',
      'x-seen',
      'x-powered-by',
      'allow',
      'set-cookie',
    ];
    const shown = names.map((name) => [name, headers.get(name)]).filter(([, value]) => value !== null);
    // A file's tag holds the time when it was written.
    if (path === '/file') shown.splice(2);
    console.log(options?.method ?? 'GET', path, status, redirected, url.slice(at.length), Object.fromEntries(shown));
    console.log(`  ${await response.text()}`);
    return headers;
  };
  const json = { 'Content-Type': 'application/json' };
  const headers = await ask('/hello/Ada?x=1&x=2&y=%C3%A4');
  await ask('/hello/Ada?x=1&x=2&y=%C3%A4', { headers: { 'If-None-Match': headers.get('etag') } });
  await ask('/hello/Ada', { method: 'HEAD' });
  await ask('/hello/Ada', { method: 'OPTIONS' });
  await ask('/orders', { method: 'POST', headers: json, body: JSON.stringify({ item: 'näh' }) });
  await ask('/orders', { method: 'POST', headers: json, body: '{"item":' });
  await ask('/orders', { method: 'POST', headers: json, body: JSON.stringify('x'.repeat(2000)) });
  await ask('/moved');
  await ask('/file');
  await ask('/file', { headers: { Range: 'bytes=3-8' } });
  await ask('/cookie', { headers: { Cookie: 'a=b' } });
  await ask('/boom');
  await ask('/nowhere');
  await ask('/hello/%ff');

  const abort = new AbortController();
  const stream = await fetch(`${at}/events`, { headers: { 'Last-Event-ID': '41' }, signal: abort.signal });
  let text = '';
  for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('id: 44')) break;
  }
  console.log(stream.headers.get('content-type'), JSON.stringify(text.slice(0, text.indexOf('id: 44'))));
  abort.abort();
});
