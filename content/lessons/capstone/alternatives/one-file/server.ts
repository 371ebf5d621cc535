// Callbacks, an emitter, and commands as Redis spells them.
import { EventEmitter } from 'node:events';
import * as http from 'node:http';
import { createClient } from 'redis';

type Row = [id: string, fields: string[]];

const bus = new EventEmitter();
bus.setMaxListeners(0);
const options = { url: process.env.REDIS_URL ?? 'redis://localhost:6379', disableOfflineQueue: true };
const ask = createClient(options);
const listen = createClient(options);
let open = 0;
let leaving = false;

ask.on('error', () => {});
listen.on('error', () => {});

const rank = (id: string) =>
  id
    .split('-')
    .map((part) => part.padStart(20, '0'))
    .join();
const text = ([id, fields]: Row) => `id: ${id}\r\nevent: order\r\ndata: ${fields[1]}\r\n\r\n`;
const rowsOf = (reply: unknown): Row[] => (Array.isArray(reply) ? reply : []);

/** Entries from this one on, itself included. */
const from = async (id: string) => rowsOf(await ask.sendCommand(['XRANGE', 'log', id, '+']));

async function newest(): Promise<string> {
  return rowsOf(await ask.sendCommand(['XREVRANGE', 'log', '+', '-', 'COUNT', '1']))[0]?.[0] ?? '0-0';
}

/** What a cursor misses; null for one that is gone. */
async function missedBy(cursor: string): Promise<Row[] | null> {
  if (cursor.length > 20 || !/^[0-9]+-[0-9]+$/.test(cursor)) return null;
  const rows = await from(cursor);
  if (rows[0]?.[0] === cursor) return rows.slice(1);
  return cursor === '0-0' && rows.length < 120 ? rows : null;
}

async function readForEver(): Promise<void> {
  let last = await newest();
  for (;;) {
    try {
      // After an interruption a look at what is there, then waiting.
      const missed = await missedBy(last);
      if (missed === null) {
        last = await newest();
        bus.emit('reset', last);
      }
      for (const row of missed ?? []) {
        last = row[0];
        bus.emit('row', row);
      }
      for (;;) {
        const reply = await listen.xRead({ key: 'log', id: last }, { COUNT: 50, BLOCK: 30_000 });
        for (const { id, message } of reply?.[0]?.messages ?? []) {
          last = id;
          bus.emit('row', [id, ['update', message.update]]);
        }
      }
    } catch {
      if (leaving) return;
      await new Promise((go) => setTimeout(go, 500));
    }
  }
}

function stream(cursor: string, response: http.ServerResponse): void {
  open++;
  response.writeHead(200, { 'CONTENT-TYPE': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' });
  response.write(':\r\n\r\n');
  let last = '';
  let early: Row[] | null = [];
  let beat = setTimeout(pulse, 12_000);

  function pulse(): void {
    response.write('event: heartbeat\r\ndata: \r\n\r\n');
    beat = setTimeout(pulse, 12_000);
  }
  function onRow(row: Row): void {
    if (early) {
      early.push(row);
      return;
    }
    if (last !== '' && rank(row[0]) <= rank(last)) return;
    last = row[0];
    response.write(text(row));
    if (response.writableLength > 900_000) response.destroy();
  }
  function onReset(id: string): void {
    last = id;
    response.write(`event: reset\r\nid: ${id}\r\ndata: \r\n\r\n`);
  }
  function onLeave(): void {
    clearTimeout(beat);
    response.end(`retry: ${1000 + Math.trunc(9000 * Math.random())}\r\n\r\n`);
  }
  bus.on('row', onRow).on('reset', onReset).on('leave', onLeave);
  response.on('close', () => {
    open--;
    clearTimeout(beat);
    bus.off('row', onRow).off('reset', onReset).off('leave', onLeave);
  });

  const goOn = () => {
    const rows = early ?? [];
    early = null;
    rows.forEach(onRow);
  };
  if (cursor === '') {
    goOn();
    return;
  }
  missedBy(cursor)
    .then(async (missed) => {
      if (missed === null) onReset(await newest());
      const rows = early ?? [];
      early = null;
      if (missed !== null) last = cursor;
      for (const row of [...(missed ?? []), ...rows]) onRow(row);
    })
    .catch(() => response.destroy());
}

function accept(body: string, answer: (status: number) => void): void {
  let update: { order?: unknown; status?: unknown } | null = null;
  try {
    update = JSON.parse(body);
  } catch {
    answer(400);
    return;
  }
  if (update === null || !Number.isInteger(update.order) || typeof update.status !== 'string') {
    answer(400);
    return;
  }
  if (!ask.isReady) {
    answer(503);
    return;
  }
  const data = JSON.stringify(update);
  const both = ask
    .multi()
    .hSet('now', String(update.order), data)
    .xAdd('log', '*', { update: data }, { TRIM: { strategy: 'MAXLEN', threshold: 120 } });
  both.exec().then(
    () => answer(204),
    () => answer(503),
  );
}

const server = http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(`http://localhost${request.url}`);
  const json = (value: unknown) =>
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  if (request.method === 'GET' && pathname === '/events') {
    const header = request.headers['last-event-id'];
    stream(header ? String(header) : (searchParams.get('lastEventId') ?? ''), response);
  } else if (request.method === 'POST' && pathname === '/orders') {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => accept(body, (status) => response.writeHead(status).end()));
  } else if (request.method === 'GET' && pathname === '/orders') {
    newest()
      .then(async (lastEventId) => {
        const now = await ask.hGetAll('now');
        json({ lastEventId, orders: Object.values(now).map((each) => JSON.parse(each)) });
      })
      .catch(() => response.writeHead(503).end());
  } else if (request.method === 'GET' && pathname === '/stats') json({ streams: open });
  else response.writeHead(404).end();
});

process.on('SIGTERM', () => {
  leaving = true;
  bus.emit('leave');
  server.close(() => process.exit(0));
});

await ask.connect();
await listen.connect();
readForEver();
server.listen(Number(process.env.PORT ?? 3000));
