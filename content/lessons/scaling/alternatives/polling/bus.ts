import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'redis';

// One connection will do when nothing blocks on it. It asks ten times a second, also when nobody bids.

export interface Entry {
  id: string;
  data: string;
}

const EVERY_MS = 100;
const redis = createClient({ url: process.env.REDIS_URL ?? 'redis://localhost:6379', disableOfflineQueue: true });
redis.on('error', (error) => console.log(String(error)));
await redis.connect();

export const append = (data: string) =>
  redis.xAdd('bids', '*', { bid: data }, { TRIM: { strategy: 'MAXLEN', strategyModifier: '=', threshold: 600 } });

export async function after(cursor: string): Promise<Entry[] | null> {
  const [time, count, ...others] = cursor.split('-');
  const isNumber = (part: string | undefined) => part !== undefined && /^\d{1,15}$/.test(part);
  if (!isNumber(time) || !isNumber(count) || others.length > 0) return null;
  const found = await redis.xRange('bids', cursor, '+');
  if (found[0]?.id !== cursor) return null;
  return found.slice(1).map(({ id, message }) => ({ id, data: String(message.bid) }));
}

export const newest = async () => (await redis.xRevRange('bids', '+', '-', { COUNT: 1 }))[0]?.id ?? '';

export async function follow(onEntry: (entry: Entry) => void): Promise<void> {
  let last = (await newest()) || '0';
  while (redis.isOpen) {
    const streams = await redis.xRead({ key: 'bids', id: last }).catch(() => null);
    for (const { id, message } of streams?.[0]?.messages ?? []) {
      last = id;
      onEntry({ id, data: String(message.bid) });
    }
    await delay(EVERY_MS, undefined, { ref: false });
  }
}

/** Padded to one width, numbers can be compared as text. */
const padded = (id: string) =>
  id
    .split('-')
    .map((part) => part.padStart(20, '0'))
    .join('-');

export const isAfter = (id: string, other: string) => padded(id) > padded(other);

export const disconnect = () => redis.destroy();
