import { createServer, type ServerResponse } from 'node:http';

/** In cents, so that nothing is lost to rounding. */
const prices = new Map([
  ['ALDER', 4210],
  ['BIRCH', 1875],
  ['CEDAR', 10_340],
  ['MAPLE', 655],
]);
const streams = new Set<ServerResponse>();

function frame(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

const server = createServer((request, response) => {
  if (request.url !== '/prices') {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  // All of them: who comes back needs nothing of what was missed, only what holds now. So no event has an id.
  response.write(`retry: 1000\n${frame('snapshot', Object.fromEntries(prices))}`);
  streams.add(response);
  response.on('close', () => streams.delete(response));
});

setInterval(() => {
  const changed: Record<string, number> = {};
  for (const [name, price] of prices) {
    if (Math.random() < 0.5) continue;
    const next = Math.max(1, Math.round(price * (1 + (Math.random() - 0.5) / 100)));
    prices.set(name, next);
    changed[name] = next;
  }
  const text = frame('change', changed);
  for (const stream of streams) {
    // A slow reader misses a change rather than filling this server's memory; the next one that fits puts it right.
    if (!stream.writableNeedDrain) stream.write(text);
  }
}, 250);

server.listen(Number(process.env.PORT ?? 3000));
