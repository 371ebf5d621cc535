// Pub/sub says that there is something, and the stream says what: a message that is lost costs nothing but time.
import { createClient } from 'redis';

export interface Entry {
  id: string;
  data: string;
}

export interface Order {
  order: number;
  status: string;
}

interface Listener {
  onEntry(entry: Entry): void;
  onGap(newest: string): void;
}

const url = process.env.REDIS_URL ?? 'redis://localhost:6379';
const redis = createClient({ url, disableOfflineQueue: true });
const bell = createClient({ url });
redis.on('error', () => {});
bell.on('error', () => {});

export async function open(): Promise<void> {
  await redis.connect();
  await bell.connect();
}

export async function close(): Promise<void> {
  redis.destroy();
  bell.destroy();
}

export async function append(order: Order): Promise<void> {
  if (!redis.isReady) throw new Error('no Redis');
  const update = JSON.stringify(order);
  await redis
    .multi()
    .xAdd('shop:updates', '*', { update }, { TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: 150 } })
    .hSet('shop:orders', `${order.order}`, update)
    .publish('shop:bell', '')
    .exec();
}

export async function snapshot(): Promise<{ orders: Order[]; lastEventId: string }> {
  const lastEventId = await newestId();
  const updates = await redis.hVals('shop:orders');
  return { orders: updates.map((update) => JSON.parse(update)), lastEventId };
}

export async function after(cursor: string): Promise<Entry[] | null> {
  const valid = /^(\d+)-(\d+)$/.exec(cursor);
  if (!valid || cursor.length > 20) return null;
  if (cursor !== '0-0' && !(await redis.xRange('shop:updates', cursor, cursor))?.length) return null;
  if (cursor === '0-0' && (await redis.xLen('shop:updates')) >= 150) return null;
  const entries = (await redis.xRange('shop:updates', `(${cursor}`, '+')) ?? [];
  return entries.map(({ id, message }) => ({ id, data: message.update ?? '' }));
}

export async function newestId(): Promise<string> {
  const [newest] = (await redis.xRevRange('shop:updates', '+', '-', { COUNT: 1 })) ?? [];
  return newest === undefined ? '0-0' : newest.id;
}

export async function follow({ onEntry, onGap }: Listener): Promise<void> {
  let last = await newestId();
  let reading = false;
  let again = false;
  const read = async () => {
    again = true;
    if (reading) return;
    reading = true;
    while (again) {
      again = false;
      try {
        const entries = await after(last);
        if (entries === null) {
          last = await newestId();
          onGap(last);
        } else {
          for (const entry of entries) {
            last = entry.id;
            onEntry(entry);
          }
        }
      } catch {
        // The next ring, or the next reconnect, asks again.
      }
    }
    reading = false;
  };
  await bell.subscribe('shop:bell', read);
  bell.on('ready', read);
  redis.on('ready', read);
}

export function isNewer(id: string, other: string): boolean {
  const number = (text: string) => {
    const [time = '0', sequence = '0'] = text.split('-');
    return (BigInt(time) << 64n) | BigInt(sequence);
  };
  return number(id) > number(other);
}
