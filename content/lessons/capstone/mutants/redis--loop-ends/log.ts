import { createClient } from 'redis';

/** One update, as Redis keeps it. */
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
  /** Entries are missing, and nobody can say which. `newest` is where it goes on. */
  onGap(newest: string): void;
}

const EVENTS = 'events';
const ORDERS = 'orders';
/** So many updates can be replayed. */
const KEPT = 200;
const START = '0-0';

const url = process.env.REDIS_URL ?? 'redis://localhost:6379';
/** While Redis is away commands fail at once: whoever asks gets a 503, and nothing waits in memory. */
const redis = createClient({ url, disableOfflineQueue: true });
/** A read that blocks keeps everything behind it waiting, so it has a connection of its own: one for all streams. */
const reader = redis.duplicate();
let closing = false;

// Without a listener for errors, the first lost connection ends the process. Both clients reconnect by themselves, and
// each attempt that fails is an error as well: whoever needs Redis meanwhile is told by its own command.
for (const client of [redis, reader]) client.on('error', () => {});

export async function open(): Promise<void> {
  await Promise.all([redis.connect(), reader.connect()]);
}

export async function close(): Promise<void> {
  closing = true;
  reader.destroy();
  if (redis.isReady) await redis.close();
  else redis.destroy();
}

/** Keeps an update, or throws. Both keys change together: the list of orders is never behind the stream. */
export async function append(order: Order): Promise<void> {
  // A single command fails at once while Redis is away. MULTI would wait for the next attempt to connect.
  if (!redis.isReady) throw new Error('Redis is away');
  const data = JSON.stringify(order);
  await redis
    .multi()
    .xAdd(EVENTS, '*', { data }, { TRIM: { strategy: 'MAXLEN', threshold: KEPT } })
    .hSet(ORDERS, String(order.order), data)
    .exec();
}

/** How all orders are now, and the cursor to listen from. */
export async function snapshot(): Promise<{ orders: Order[]; lastEventId: string }> {
  // The cursor first: what happens in between comes once more as an event. None is missing.
  const lastEventId = await newestId();
  const orders = await redis.hGetAll(ORDERS);
  return { orders: Object.values(orders).map((data) => JSON.parse(data)), lastEventId };
}

/** What came after `cursor`; null when that cannot be told. */
export async function after(cursor: string): Promise<Entry[] | null> {
  if (!/^\d{1,15}-\d{1,9}$/.test(cursor)) return null;
  const found = (await redis.xRange(EVENTS, cursor, '+')) ?? [];
  const entries = found.map(({ id, message }) => ({ id, data: message.data ?? '' }));
  // As long as an entry is there, everything after it is too: the oldest go first.
  if (entries[0]?.id === cursor) return entries.slice(1);
  // From the very beginning, as long as nothing was dropped.
  return cursor === START && entries.length < KEPT ? entries : null;
}

export async function newestId(): Promise<string> {
  const [newest] = (await redis.xRevRange(EVENTS, '+', '-', { COUNT: 1 })) ?? [];
  return newest?.id ?? START;
}

/** Tells `listener` of every entry from now on, whoever wrote it. */
export async function follow({ onEntry, onGap }: Listener): Promise<void> {
  let last = await newestId();
  let certain = true;
  while (!closing) {
    try {
      if (!certain) {
        if ((await after(last)) === null) {
          last = await newestId();
          onGap(last);
        }
        certain = true;
      }
      // It carries on from the last one: with $ each round would begin with what is new by then.
      const [stream] = (await reader.xRead({ key: EVENTS, id: last }, { BLOCK: 0 })) ?? [];
      for (const { id, message } of stream?.messages ?? []) {
        last = id;
        onEntry({ id, data: message.data ?? '' });
      }
    } catch {
      return;
    }
  }
}

/** Whether `id` came after `other`. As text, 9-0 would come after 10-0. */
export function isNewer(id: string, other: string): boolean {
  const [time = 0, sequence = 0] = id.split('-').map(Number);
  const [otherTime = 0, otherSequence = 0] = other.split('-').map(Number);
  return time > otherTime || (time === otherTime && sequence > otherSequence);
}
