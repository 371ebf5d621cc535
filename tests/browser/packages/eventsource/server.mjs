import { createServer } from 'node:http';
import { EventSource } from 'eventsource';

let requests = 0;
const server = createServer((request, response) => {
  requests++;
  console.log(`#${requests} ${request.url} accept=${request.headers.accept} last=${request.headers['last-event-id']}`);
  if (request.url === '/gone') return response.writeHead(204).end();
  if (request.url === '/html') return response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>');
  if (request.url === '/moved') return response.writeHead(307, { Location: '/events' }).end();
  if (requests === 1) return request.socket.destroy();
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  if (requests === 2) {
    response.write('retry: 20\n\n');
    response.write(': a comment\nid: ä1\ndata: first\ndata:second\n\n');
    setTimeout(() => response.end('event: named\nid: 2\ndata: näm'), 10);
  } else if (requests === 3) {
    response.write('event: named\r\nid: 3\r\ndata: näm');
    setTimeout(() => response.write('ed\r\n\r\n'), 5);
    setTimeout(() => response.socket.resetAndDestroy(), 20);
  } else {
    response.write('data: the last\n\n');
  }
});

const watch = (url, names, until) =>
  new Promise((resolve) => {
    const source = new EventSource(url);
    const show = (event) => {
      const { type, data, lastEventId, code, message } = event;
      // A broken connection is described in each platform's own words.
      const said = type === 'error' ? [code, code === undefined ? '' : message] : [data, lastEventId];
      console.log(type, source.readyState, ...said);
      if (!until(event, source)) return;
      source.close();
      resolve();
    };
    for (const name of ['open', 'message', 'error', ...names]) source.addEventListener(name, show);
  });

server.listen(0, '127.0.0.1', async () => {
  const at = `http://127.0.0.1:${server.address().port}`;
  await watch(`${at}/moved?first`, [], (event, source) => event.type === 'error' || source.readyState === 2);
  await watch(`${at}/events`, ['named'], ({ data }) => data === 'the last');
  await watch(`${at}/moved`, [], ({ data }) => data === 'the last');
  for (const path of ['/gone', '/html']) await watch(at + path, [], (_event, source) => source.readyState === 2);
  server.close(() => console.log('server closed'));
  server.closeAllConnections();
});
