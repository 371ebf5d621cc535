// A heartbeat only after 18 s without anything else; CRLF; comments in between; drain tells who reads again.
import * as http from 'node:http';

interface Guest {
  response: http.ServerResponse;
  idle: NodeJS.Timeout;
  stuck: NodeJS.Timeout | null;
}

const guests: Guest[] = [];

function say(guest: Guest, text: string): void {
  const taken = guest.response.write(text);
  if (!taken && !guest.stuck) guest.stuck = setTimeout(() => guest.response.destroy(), 40_000);
  guest.idle.refresh();
}

function subscribe(response: http.ServerResponse): void {
  response.setHeader('cache-control', 'no-store, no-transform');
  response.setHeader('content-type', 'text/event-stream; charset=utf-8');
  const guest: Guest = {
    response,
    idle: setTimeout(() => {
      if (!guest.stuck) say(guest, ': nobody is hungry\r\nevent:heartbeat\r\ndata:still here\r\n\r\n');
    }, 18_000),
    stuck: null,
  };
  guests.push(guest);
  say(guest, ':hello\r\nretry:3000\r\n\r\n');
  response.on('drain', () => {
    if (guest.stuck) clearTimeout(guest.stuck);
    guest.stuck = null;
    guest.idle.refresh();
  });
  response.once('close', () => {
    clearTimeout(guest.idle);
    if (guest.stuck) clearTimeout(guest.stuck);
    guests.splice(guests.indexOf(guest), 1);
  });
}

http
  .createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'GET' && pathname === '/events') return subscribe(response);
    if (request.method === 'GET' && pathname === '/stats') {
      response.end(JSON.stringify({ clients: guests.length, uptime: process.uptime() }));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method !== 'POST' || pathname !== '/orders') {
        response.statusCode = 404;
        response.end();
        return;
      }
      const order = Buffer.concat(chunks).toString();
      for (const guest of [...guests]) say(guest, `event:order\r\ndata:${order}\r\n\r\n`);
      response.end('ok');
    });
  })
  .listen(process.env.PORT ?? '3000');
