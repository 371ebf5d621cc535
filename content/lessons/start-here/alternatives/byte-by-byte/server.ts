// Buffers all the way, written one byte at a time: characters are cut in pieces, and nobody can tell.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const clients: ServerResponse[] = [];
let count = 0;

const drip = (response: ServerResponse, bytes: Buffer) => {
  for (const byte of bytes) response.write(Buffer.of(byte));
};

const event = (topic: string, text: string) => {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');
  return Buffer.from(`event: ${topic}\nid: ${++count}\ndata: ${lines.join('\ndata: ')}\n\n`, 'utf8');
};

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

createServer(async (request, response) => {
  if (request.url === '/events' && request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    drip(response, Buffer.from(':\n'));
    clients.push(response);
    response.on('close', () => clients.splice(clients.indexOf(response), 1));
  } else if (request.url === '/notices' && request.method === 'POST') {
    const body = await bodyOf(request).catch(() => undefined);
    const { topic, text } = Object(body);
    if (typeof text === 'string' && (topic === 'kitchen' || topic === 'door' || topic === 'garden')) {
      const bytes = event(topic, text);
      for (const client of clients) drip(client, bytes);
      response.writeHead(204).end();
    } else {
      response.writeHead(400).end();
    }
  } else {
    response.writeHead(404).end();
  }
}).listen(Number(process.env.PORT || 3000));
