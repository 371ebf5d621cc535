import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const WORDS = 'Once there was a parrot who could say anything, and said it to everyone who paid by the word'.split(' ');

/** Tokens that were made for the newest answer. Each costs the same, whether somebody reads it or not. */
let count = { made: 0 };

/** A model that takes a minute for an answer. */
async function* generate(signal?: AbortSignal): AsyncGenerator<string> {
  const own = { made: 0 };
  count = own;
  for (let index = 0; index < 600; index++) {
    await delay(100, undefined, { signal });
    own.made++;
    yield `${WORDS[index % WORDS.length]} `;
  }
}

createServer(async (request, response) => {
  if (request.url === '/made') {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(count));
    return;
  }
  if (request.method !== 'POST') {
    response.writeHead(404).end();
    return;
  }
  const leaving = new AbortController();
  response.on('close', () => leaving.abort());
  // The careless one does not pass it on: writing to a closed response does nothing, and throws nothing.
  const signal = request.url === '/careful' ? leaving.signal : undefined;
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  try {
    for await (const text of generate(signal)) response.write(`event: token\ndata: ${JSON.stringify({ text })}\n\n`);
    response.end();
  } catch {
    // Aborted: there is nobody to tell.
  }
}).listen(Number(process.env.PORT ?? 3000));
