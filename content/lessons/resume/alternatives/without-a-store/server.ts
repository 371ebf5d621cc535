// Everything in memory and in one turn: between the replay and the first live event nothing can happen.
import { createServer, type ServerResponse } from 'node:http';

const startedAt = Date.now().toString(36);
const recent: { id: string; text: string }[] = [];
const clients = new Set<ServerResponse>();
const orders: Record<string, unknown> = {};
let count = 0;
let newest = `${startedAt}.0`;

function remember(name: string, data: string): string {
  newest = `${startedAt}.${++count}`;
  const text = `event: ${name}\nid: ${newest}\ndata: ${data}\n\n`;
  recent.push({ id: newest, text });
  if (recent.length > 60) recent.shift();
  return text;
}

function catchUp(cursor: string): string {
  if (cursor === newest) return '';
  const index = recent.findIndex(({ id }) => id === cursor);
  const isJustBefore = recent.length === count && cursor === `${startedAt}.0`;
  if (index === -1 && !isJustBefore) return `id: ${newest}\nevent: reset\ndata: null\n\n`;
  return recent
    .slice(index + 1)
    .map(({ text }) => text)
    .join('');
}

const server = createServer();
server.on('request', async (request, response) => {
  const url = new URL(request.url ?? '', 'http://shop');
  const route = `${request.method} ${url.pathname}`;
  if (route === 'GET /events') {
    const cursor = request.headers['last-event-id']?.toString() || url.searchParams.get('lastEventId');
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(`: hello\n\n${cursor ? catchUp(cursor) : ''}`);
    clients.add(response);
    response.on('close', () => clients.delete(response));
    return;
  }
  let body = '';
  for await (const part of request) body += part;
  if (route === 'GET /orders') {
    response.end(JSON.stringify({ orders: Object.values(orders), lastEventId: newest }));
  } else if (route === 'POST /orders' || route === 'POST /notes') {
    const name = route === 'POST /notes' ? 'note' : 'order';
    if (name === 'order') orders[JSON.parse(body).order] = JSON.parse(body);
    const text = remember(name, body);
    for (const client of clients) client.write(text);
    response.writeHead(204).end();
  } else {
    response.writeHead(404).end();
  }
});
server.listen(process.env.PORT ?? 3000);
