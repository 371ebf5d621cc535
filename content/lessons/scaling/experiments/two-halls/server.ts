import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'redis';

/** How long an instance is without Redis when the page asks for it. */
const AWAY_MS = 3_000;

/** What this instance has heard, by each of three ways. */
const heard = new EventEmitter<{ nothing: [string]; pubsub: [string]; stream: [string] }>();
heard.setMaxListeners(0);

const writer = await createClient()
  .on('error', () => {})
  .connect();
const subscriber = await createClient()
  .on('error', () => {})
  .connect();
const reader = await createClient()
  .on('error', () => {})
  .connect();

/** When this instance can reach Redis again. */
let away = Promise.resolve();

// 1. No bus: what comes in here stays here.
// 2. Pub/sub: whoever is subscribed at that moment.
const listen = () => subscriber.subscribe('bids', (bid) => heard.emit('pubsub', bid));
await listen();

// 3. A stream: from the last id on.
async function follow(): Promise<void> {
  let last = '0-0';
  for (;;) {
    await away;
    const streams = await reader.xRead({ key: 'bids', id: last }, { BLOCK: 500 });
    for (const { id, message } of streams?.[0]?.messages ?? []) {
      last = id;
      heard.emit('stream', message.bid ?? '');
    }
  }
}
void follow();

async function loseRedis(): Promise<void> {
  await subscriber.unsubscribe('bids');
  away = delay(AWAY_MS).then(() => listen());
  await away;
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/bids') {
    const bid = await text(request);
    heard.emit('nothing', bid);
    await writer.publish('bids', bid);
    await writer.xAdd('bids', '*', { bid }, { TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: 500 } });
    response.writeHead(202).end();
  } else if (pathname === '/away') {
    response.writeHead(202).end();
    await loseRedis();
  } else {
    const name = searchParams.get('bus') ?? '';
    if (name !== 'nothing' && name !== 'pubsub' && name !== 'stream') return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.write(':\n\n');
    const send = (bid: string) => response.write(`data: ${bid}\n\n`);
    heard.on(name, send);
    response.on('close', () => heard.off(name, send));
  }
}).listen(Number(process.env.PORT ?? 3000));
