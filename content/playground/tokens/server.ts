import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const ANSWER =
  'A stream of tokens is the same bytes as any other event stream. It is asked for with POST, because a prompt may be ' +
  'long and private, and so the page reads it with fetch instead of EventSource. Nothing reconnects by itself then: an ' +
  'answer that was cut is asked for again. When the reader presses Stop, the connection closes, and whoever pays for ' +
  'the model wants this loop to notice.';

/** Stands in for a model: a token now and then, until there are no more or nobody wants them. */
async function* generate(prompt: string, stopped: AbortSignal): AsyncGenerator<string> {
  const text = `You asked: “${prompt}” ${ANSWER}`;
  for (const token of text.match(/\S+\s*/g) ?? []) {
    await wait(20 + Math.random() * 60, undefined, { signal: stopped });
    yield token;
  }
}

function frame(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

async function readText(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request.setEncoding('utf8')) body += piece;
  return body;
}

const server = createServer(async (request, response) => {
  if (request.method !== 'POST' || request.url !== '/completions') {
    response.writeHead(404).end();
    return;
  }
  const prompt = await readText(request);
  const leaving = new AbortController();
  response.on('close', () => leaving.abort());
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
    'X-Accel-Buffering': 'no',
  });
  let tokens = 0;
  try {
    for await (const token of generate(prompt, leaving.signal)) {
      tokens++;
      response.write(frame('token', { token }));
    }
    // The end is an event too: a connection that just closes may have been cut.
    response.end(frame('done', { tokens }));
    console.log(`answered with ${tokens} tokens`);
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
    console.log(`the reader left after ${tokens} tokens: no more are made`);
  }
});

server.listen(Number(process.env.PORT ?? 3000));
