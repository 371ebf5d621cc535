import { createServer } from 'node:http';

/** Where the instances are. The control room does not ask nginx for them. */
const INSTANCES = [3001, 3002];
const TEXTS = [
  'The 8:15 leaves from platform 4',
  'The 8:30 to Lyon is 12 minutes late',
  'Mind the gap on platform 2',
  'The 9:00 to Trieste has no dining car',
];

let id = 40;

/** Tells both instances. One that is down misses it. */
async function announce(): Promise<void> {
  id++;
  const body = JSON.stringify({ id, text: TEXTS[id % TEXTS.length] });
  await Promise.allSettled(
    INSTANCES.map((port) => fetch(`http://127.0.0.1:${port}/announcements`, { method: 'POST', body })),
  );
}

createServer(async (_request, response) => {
  await announce();
  response.writeHead(202).end();
}).listen(Number(process.env.PORT ?? 3003));
