'use strict';
const fastify = require('fastify');

const lines = [];
const app = fastify({
  forceCloseConnections: true,
  logger: { level: 'info', stream: { write: (line) => lines.push(JSON.parse(line).msg) } },
});
app.register(async (scope) => {
  scope.addHook('onRequest', async (request) => request.log.info(`asked for ${request.url}`));
  scope.decorateReply('shout', function shout(text) {
    return this.type('text/plain').send(text.toUpperCase());
  });
  scope.get('/hello/:name', async (request, reply) => reply.shout(`hello ${request.params.name}`));
});
app.post(
  '/orders',
  {
    schema: {
      body: {
        type: 'object',
        required: ['item'],
        properties: { item: { type: 'string' }, count: { type: 'integer', default: 1 } },
      },
      response: { 201: { type: 'object', properties: { item: { type: 'string' }, count: { type: 'integer' } } } },
    },
  },
  async (request, reply) => reply.code(201).send({ ...request.body, secret: 'left out' }),
);
app.get('/boom', async () => {
  throw Object.assign(new Error('Boom'), { statusCode: 503 });
});
app.get('/events', (request, reply) => {
  reply.hijack();
  reply.raw.writeHead(200, { 'Content-Type': 'text/event-stream' });
  let id = Number(request.headers['last-event-id'] ?? 0);
  const timer = setInterval(() => reply.raw.write(`id: ${++id}\ndata: tick\n\n`), 5);
  reply.raw.on('close', () => {
    clearInterval(timer);
    console.log('stream closed');
    app.close().then(() => console.log(lines.filter((line) => !line.startsWith('Server listening'))));
  });
});
app.addHook('onClose', async () => console.log('onClose'));

async function main() {
  const at = await app.listen({ port: 0, host: '127.0.0.1' });
  const ask = async (path, options) => {
    const response = await fetch(at + path, options);
    console.log(options?.method ?? 'GET', path, response.status, response.headers.get('content-type'));
    console.log(`  ${await response.text()}`);
  };
  const post = (body) => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  await ask('/hello/Ada');
  await ask('/orders', post('{"item":"tea","count":"3"}'));
  await ask('/orders', post('{"item":"tea"}'));
  await ask('/orders', post('{"count":1}'));
  await ask('/orders', post('{"item":'));
  await ask('/orders', { method: 'POST', headers: { 'Content-Type': 'text/odd' }, body: 'x' });
  await ask('/boom');
  await ask('/nowhere');
  const { statusCode, payload } = await app.inject({ url: '/hello/inside' });
  console.log('inject', statusCode, payload);

  const abort = new AbortController();
  const stream = await fetch(`${at}/events`, { headers: { 'Last-Event-ID': '7' }, signal: abort.signal });
  let text = '';
  for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('id: 10')) break;
  }
  console.log(JSON.stringify(text.slice(0, text.indexOf('id: 10'))));
  abort.abort();
}

main();
