import { createServer, type ServerResponse } from 'node:http';

const LINE_END = /\r\n|\r|\n/;
const clients = new Set<ServerResponse>();

const lines = (texts: string[]) => `${texts.map((text) => `data: ${text}\n`).join('')}\n`;

/** Four servers, from the one that everybody writes first. */
const framings = new Map<string, (text: string) => string>([
  ['naive', (text) => `data: ${text}\n\n`],
  ['lf', (text) => lines(text.split('\n'))],
  ['all', (text) => lines(text.split(LINE_END))],
  ['json', (text) => `data: ${JSON.stringify(text)}\n\n`],
]);

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const frame = framings.get(searchParams.get('framing') ?? '');
  if (pathname === '/events') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.write(': hello\n\n');
    clients.add(response);
    response.on('close', () => clients.delete(response));
  } else if (request.method === 'POST' && pathname === '/notes' && frame) {
    let text = '';
    for await (const piece of request.setEncoding('utf8')) text += piece;
    for (const client of clients) client.write(frame(text));
    response.writeHead(202).end();
  } else {
    response.writeHead(404).end();
  }
}).listen(Number(process.env.PORT ?? 3000));
