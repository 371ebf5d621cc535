import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';

const app = new Hono();
app.use('/api/*', cors({ origin: 'https://elsewhere.example' }));
app.get('/api/hello/:name', (c) => c.json({ hello: c.req.param('name'), query: c.req.queries('x') }));
app.post('/api/orders', async (c) => c.json({ got: await c.req.json() }, 201));
app.post('/form', async (c) => c.text(Object.entries(await c.req.parseBody()).join(';')));
app.get('/cookie', (c) => {
  setCookie(c, 'one', 'näh', { httpOnly: true });
  setCookie(c, 'two', '2', { path: '/api' });
  return c.json(getCookie(c));
});
app.get('/page.html', serveStatic({ root: './' }));
app.get('/events', (c) =>
  streamSSE(c, async (stream) => {
    stream.onAbort(() => {
      console.log('stream aborted');
      server.close(() => console.log('server closed'));
    });
    for (let id = Number(c.req.header('Last-Event-ID') ?? 0) + 1; !stream.aborted; id++) {
      await stream.writeSSE({ id: String(id), event: 'tick', data: `line one\nline two of ${id}` });
      await stream.sleep(5);
    }
  }),
);
app.get('/refused', () => {
  throw new HTTPException(403, { message: 'Not for you' });
});
app.get('/boom', () => {
  throw new Error('Boom');
});
app.onError((error, c) =>
  error instanceof HTTPException ? error.getResponse() : c.text(`${error.name}: ${error.message}`, 500),
);

const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, async ({ address, family, port }) => {
  console.log(address, family);
  const at = `http://127.0.0.1:${port}`;
  const ask = async (path, options) => {
    const response = await fetch(at + path, options);
    const { status, headers } = response;
    console.log(options?.method ?? 'GET', path, status, headers.get('content-type'), headers.get('content-length'));
    console.log(`  ${headers.get('access-control-allow-origin')} ${headers.getSetCookie()} ${await response.text()}`);
  };
  await ask('/api/hello/Ada?x=1&x=2');
  await ask('/api/hello/Ada', { method: 'OPTIONS' });
  await ask('/api/hello/Ada', { method: 'HEAD' });
  await ask('/api/orders', { method: 'POST', body: '{"item":"näh"}' });
  await ask('/form', { method: 'POST', body: new URLSearchParams({ a: '1', b: 'ä ö' }) });
  await ask('/cookie', { headers: { Cookie: 'seen=yes; b=%C3%A4' } });
  await ask('/page.html');
  await ask('/refused');
  await ask('/boom');
  await ask('/nowhere');

  const abort = new AbortController();
  const stream = await fetch(`${at}/events`, { headers: { 'Last-Event-ID': '7' }, signal: abort.signal });
  let text = '';
  for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('id: 10')) break;
  }
  console.log(stream.headers.get('content-type'), JSON.stringify(text.slice(0, text.indexOf('line two of 10'))));
  abort.abort();
});
