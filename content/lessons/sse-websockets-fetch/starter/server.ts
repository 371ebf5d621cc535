import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { generate, stats } from './model.ts';

/** POST /completions. It streams, as long as all goes well and nobody leaves. */
async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const { prompt } = JSON.parse(await read(request));
  for await (const text of generate(prompt)) {
    response.write(`data: ${text}\n\n`);
  }
  response.end();
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

const server = createServer(async (request, response) => {
  switch (`${request.method} ${request.url}`) {
    case 'POST /completions':
      await complete(request, response);
      break;
    case 'GET /stats':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(stats));
      break;
    default:
      response.writeHead(404).end();
  }
});

server.listen(Number(process.env.PORT ?? 3000));
