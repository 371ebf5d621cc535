import { createClient } from 'redis';

export interface Entry {
  id: string;
  data: string;
}

const url = process.env.REDIS_URL ?? 'redis://localhost:6379';
const pool = {
  write: createClient({ url, disableOfflineQueue: true }),
  read: createClient({ url, socket: { reconnectStrategy: (attempt) => Math.min(attempt * 100, 1_000) } }),
};
for (const each of Object.values(pool)) {
  each.on('error', () => {});
  await each.connect();
}

export async function append(data: string): Promise<void> {
  const id = await pool.write.xAdd('bids', '*', { bid: data });
  // One in fifty cleans up.
  if (Number(id.split('-')[0]) % 50 === 0 || (await pool.write.xLen('bids')) > 600) {
    await pool.write.xTrim('bids', 'MAXLEN', 500);
  }
}

export async function after(cursor: string): Promise<Entry[] | null> {
  if (!/^\d{13}-\d{1,9}$/.test(cursor)) return null;
  const missed: Entry[] = [];
  let found = false;
  for await (const entry of pages(cursor)) {
    if (entry.id === cursor) found = true;
    else missed.push(entry);
  }
  return found ? missed : null;
}

/** Pages of 200. */
async function* pages(from: string): AsyncGenerator<Entry> {
  let start = from;
  for (;;) {
    const page = await pool.write.xRange('bids', start, '+', { COUNT: 200 });
    for (const { id, message } of page) yield { id, data: message.bid ?? '' };
    const last = page.at(-1);
    if (!last || page.length < 200) return;
    start = `(${last.id}`;
  }
}

export async function newest(): Promise<string> {
  for (const { id } of await pool.write.xRevRange('bids', '+', '-', { COUNT: 1 })) return id;
  return '';
}

export async function follow(onEntry: (entry: Entry) => void): Promise<void> {
  for await (const entry of entries()) onEntry(entry);
}

async function* entries(): AsyncGenerator<Entry> {
  let last = (await newest()) || '0-0';
  while (pool.read.isOpen) {
    try {
      const streams = await pool.read.xRead([{ key: 'bids', id: last }], { BLOCK: 2_000 });
      for (const { messages } of streams ?? []) {
        for (const { id, message } of messages) {
          last = id;
          yield { id, data: message.bid ?? '' };
        }
      }
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

export function isAfter(id: string, other: string): boolean {
  const [time = 0, count = 0] = id.split('-').map(Number);
  const [otherTime = 0, otherCount = 0] = other.split('-').map(Number);
  return time > otherTime || (time === otherTime && count > otherCount);
}

export function disconnect(): void {
  for (const each of Object.values(pool)) each.destroy();
}
