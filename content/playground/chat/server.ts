import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

interface Message {
  id: number;
  name: string;
  text: string;
}

/** Those who come late hear this many. */
const KEPT = 50;
const LONGEST_BODY = 10_000;
const messages: Message[] = [];
const streams = new Set<ServerResponse>();

function frame(message: Message): string {
  // JSON has no line ends of its own, so what people write cannot end the line.
  return `id: ${message.id}\ndata: ${JSON.stringify(message)}\n\n`;
}

function openStream(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write('retry: 1000\n\n');
  const after = Number(request.headers['last-event-id'] ?? 0);
  for (const message of messages) {
    if (message.id > after) response.write(frame(message));
  }
  streams.add(response);
  response.on('close', () => streams.delete(response));
}

function say(name: string, text: string): void {
  const message = { id: (messages.at(-1)?.id ?? 0) + 1, name, text };
  messages.push(message);
  if (messages.length > KEPT) messages.shift();
  for (const stream of streams) stream.write(frame(message));
}

/** What is said in the body of a request; null when it is not as it should be. */
async function readSaid(request: IncomingMessage): Promise<{ name: string; text: string } | null> {
  let body = '';
  for await (const piece of request.setEncoding('utf8')) {
    body += piece;
    if (body.length > LONGEST_BODY) return null;
  }
  try {
    const { name, text } = JSON.parse(body);
    return typeof name === 'string' && typeof text === 'string' && text.trim() !== '' ? { name, text } : null;
  } catch {
    return null;
  }
}

const server = createServer(async (request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'GET /messages':
      openStream(request, response);
      break;
    case 'POST /messages': {
      const said = await readSaid(request);
      if (said) say(said.name, said.text);
      response.writeHead(said ? 202 : 400).end();
      break;
    }
    default:
      response.writeHead(404).end();
  }
});

setInterval(() => {
  for (const stream of streams) stream.write(': heartbeat\n\n');
}, 15_000);

server.listen(Number(process.env.PORT ?? 3000));
