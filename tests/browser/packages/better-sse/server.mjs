import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { createChannel, createEventBuffer, createSession } from 'better-sse';

const channel = createChannel();
channel.on('session-registered', () => console.log('registered', channel.sessionCount));
channel.on('session-deregistered', () => console.log('deregistered', channel.sessionCount));

const server = createServer(async (request, response) => {
  const session = await createSession(request, response, {
    retry: 1500,
    keepAlive: 60_000,
    state: { url: request.url },
  });
  console.log(request.url, 'last id', JSON.stringify(session.lastId), session.isConnected);
  session.once('disconnected', () => console.log(request.url, 'disconnected', session.isConnected));
  if (request.url === '/channel') return void channel.register(session);
  session.push({ text: 'näh' }, 'news', '8').push('two\nlines', undefined, '9');
  await session.batch(async (buffer) => {
    buffer.push('one of a batch', 'batch', 'b1').comment('a comment').push(null, 'batch', 'b2');
  });
  await session.iterate([1, 2, 3], { eventName: 'count' });
  response.end();
});

const open = async (path, headers = {}) => {
  const request = get({ port: server.address().port, host: '127.0.0.1', path, headers });
  const [response] = await once(request, 'response');
  response.setEncoding('utf8');
  return { request, response };
};
/** The ids that the library makes up are random. */
const shown = (text) => JSON.stringify(text.replace(/id:[0-9a-f-]{36}/g, 'id:RANDOM'));

server.listen(0, '127.0.0.1', async () => {
  const { response } = await open('/session', { 'Last-Event-ID': '7' });
  console.log(response.statusCode, response.headers['content-type'], response.headers['cache-control']);
  let text = '';
  for await (const chunk of response) text += chunk;
  console.log(shown(text));

  const streams = await Promise.all(['/channel', '/channel', '/channel'].map((path) => open(path)));
  const texts = streams.map(() => '');
  streams.forEach(({ response: stream }, index) => {
    stream.on('data', (chunk) => {
      texts[index] += chunk;
    });
  });
  const said = async (word) => {
    while (texts.some((known) => !known.includes(word))) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  while (channel.sessionCount < 3) await new Promise((resolve) => setTimeout(resolve, 2));
  channel.broadcast('to all', 'news', { eventId: 'e1' });
  channel.broadcast('to none', 'news', { filter: () => false });
  channel.broadcast('to the end', 'news', { eventId: 'e2' });
  await said('to the end');
  console.log(new Set(texts).size, shown(texts[0]));
  for (const { request, response: stream } of streams) {
    const gone = once(channel, 'session-deregistered');
    const failed = once(stream, 'error');
    request.destroy();
    const [[error]] = await Promise.all([failed, gone]);
    console.log(error.code);
  }

  const buffer = createEventBuffer();
  buffer.comment('by hand').retry(10).event('e').data({ a: 1 }).id('1').dispatch();
  console.log(JSON.stringify(buffer.read()));
  server.close(() => console.log('server closed'));
});
