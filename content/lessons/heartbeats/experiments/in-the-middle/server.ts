import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const clients = new Set<ServerResponse>();
const say = (text: string) => {
  for (const client of clients) client.write(text);
};
let way = 'pieces';
let ticket = 0;

/** The printer takes its time. */
async function printTicket(): Promise<number> {
  await delay(200);
  return ++ticket;
}

async function inPieces(): Promise<void> {
  say('event: order\n');
  say(`data: soup, ticket ${await printTicket()}\n`);
  say('\n');
}

async function inOneWrite(): Promise<void> {
  const number = await printTicket();
  say(`event: order\ndata: soup, ticket ${number}\n\n`);
}

// An order each second, and a heartbeat every 350 ms: it is due at another moment of each order.
setInterval(() => (way === 'pieces' ? inPieces() : inOneWrite()), 1000);
setInterval(() => say('event: heartbeat\ndata:\n\n'), 350);

createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'POST' && url.pathname === '/way') {
    way = url.searchParams.get('is') ?? 'pieces';
    response.writeHead(202).end();
  } else if (request.method === 'GET' && url.pathname === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.write(':\n\n');
    clients.add(response);
    response.on('close', () => clients.delete(response));
  } else {
    response.writeHead(404).end();
  }
}).listen(Number(process.env.PORT ?? 3000));
