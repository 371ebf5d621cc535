import { createClient } from 'redis';

// Pub/sub only rings the bell: what has happened is read from the stream, from the last known id on.

export interface Entry {
  id: string;
  data: string;
}

const url = process.env.REDIS_URL ?? 'redis://localhost:6379';
const commands = await createClient({ url, disableOfflineQueue: true })
  .on('error', () => {})
  .connect();
const bell = createClient({ url }).on('error', () => {});

export async function append(data: string): Promise<void> {
  // A transaction would wait, whatever the setting says.
  if (!commands.isReady) throw new Error('Redis is away');
  await commands.multi().xAdd('bids', '*', { bid: data }).xTrim('bids', 'MAXLEN', 500).publish('bell', '').exec();
}

export async function after(cursor: string): Promise<Entry[] | null> {
  if (!/^\d{1,16}-\d{1,16}$/.test(cursor)) return null;
  const entries = await range(cursor);
  return entries.shift()?.id === cursor ? entries : null;
}

export async function newest(): Promise<string> {
  return (await commands.xRevRange('bids', '+', '-', { COUNT: 1 }))[0]?.id ?? '';
}

export async function follow(onEntry: (entry: Entry) => void): Promise<void> {
  let last = await newest();
  let reading = false;
  let rungAgain = false;
  const read = async () => {
    rungAgain = true;
    if (reading) return;
    reading = true;
    try {
      while (rungAgain) {
        rungAgain = false;
        for (const entry of await range(last === '' ? '-' : `(${last}`)) {
          last = entry.id;
          onEntry(entry);
        }
      }
    } catch {
      // It is read when the connection is back.
    } finally {
      reading = false;
    }
  };
  // Whoever was away has not heard the bell; and others may write without ringing it.
  commands.on('ready', read);
  setInterval(read, 100).unref();
  await bell.connect();
  await bell.subscribe('bell', read);
}

export function isAfter(id: string, other: string): boolean {
  const parts = (text: string) => text.split('-').map((part) => BigInt(part));
  const [a, b] = [parts(id), parts(other)];
  const [time, otherTime] = [a[0] ?? 0n, b[0] ?? 0n];
  return time > otherTime || (time === otherTime && (a[1] ?? 0n) > (b[1] ?? 0n));
}

export function disconnect(): void {
  commands.destroy();
  bell.destroy();
}

async function range(from: string): Promise<Entry[]> {
  return (await commands.xRange('bids', from, '+')).map(({ id, message }) => ({ id, data: message.bid ?? '' }));
}
