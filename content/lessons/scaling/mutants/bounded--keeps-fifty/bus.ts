import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'redis';

/** A Redis stream: a log that every instance appends to and reads from. */
const KEY = 'bids';
/** So many bids are kept at least. Redis trims whole nodes of 100, which is much cheaper than one by one. */
const KEPT = 50;
/** How long one XREAD waits for the next bid, in milliseconds. */
const BLOCK_MS = 5_000;
/** Between a failed XREAD and the next one. */
const RETRY_MS = 100;

export interface Entry {
  /** Redis gives it: `1733000000000-0`, the same for every instance, larger than all before. */
  id: string;
  /** The bid as JSON. */
  data: string;
}

const url = process.env.REDIS_URL ?? 'redis://localhost:6379';
/** Writes, and reads what was. It fails at once when Redis is away: nothing is kept to be sent later. */
const writer = createClient({ url, disableOfflineQueue: true });
/** Waits for what comes. Nothing else gets through a connection on which a command blocks. */
const reader = writer.duplicate({ disableOfflineQueue: false });
// Without a listener an error ends the process. Both come back by themselves.
for (const client of [writer, reader]) {
  client.on('error', (error: Error) => console.log(`Redis: ${'code' in error ? error.code : error.message}`));
}
await Promise.all([writer.connect(), reader.connect()]);

/** Adds a bid for all instances. Rejects when Redis cannot be reached. */
export async function append(data: string): Promise<void> {
  await writer.xAdd(KEY, '*', { bid: data }, { TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: KEPT } });
}

/** All bids after the one called `cursor`; null when that one is not there any more, or never was. */
export async function after(cursor: string): Promise<Entry[] | null> {
  if (!/^\d{1,19}-\d{1,19}$/.test(cursor)) return null;
  // With the cursor itself: that it is still there proves that nothing after it is missing.
  const [first, ...missed] = ((await writer.xRange(KEY, cursor, '+')) ?? []).map(entryOf);
  return first?.id === cursor ? missed : null;
}

/** The id of the newest bid; empty when there is none. */
export async function newest(): Promise<string> {
  const entries = await writer.xRevRange(KEY, '+', '-', { COUNT: 1 });
  return entries?.[0]?.id ?? '';
}

/** Calls `onEntry` for every bid from now on, whichever instance it came in on. Never ends before `disconnect`. */
export async function follow(onEntry: (entry: Entry) => void): Promise<void> {
  let last = (await newest()) || '0-0';
  while (reader.isOpen) {
    try {
      const streams = await reader.xRead({ key: KEY, id: last }, { BLOCK: BLOCK_MS, COUNT: 100 });
      for (const message of streams?.[0]?.messages ?? []) {
        last = message.id;
        onEntry(entryOf(message));
      }
    } catch {
      // The connection was lost. The next XREAD waits until it is back, and goes on after `last`.
      await delay(RETRY_MS);
    }
  }
}

/** Whether the bid called `id` came after the one called `other`. Ids are two numbers: as text, 9 is larger than 10. */
export function isAfter(id: string, other: string): boolean {
  const [time = 0, count = 0] = id.split('-').map(Number);
  const [otherTime = 0, otherCount = 0] = other.split('-').map(Number);
  return time === otherTime ? count > otherCount : time > otherTime;
}

/** Lets go of both connections, which would keep the process alive. */
export function disconnect(): void {
  writer.destroy();
  reader.destroy();
}

function entryOf({ id, message }: { id: string; message: Record<string, string> }): Entry {
  return { id, data: message.bid ?? '' };
}
