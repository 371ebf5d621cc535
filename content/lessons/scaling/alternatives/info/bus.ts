import { createClient, ErrorReply } from 'redis';

// The replay by XREAD, and first a look at what the stream still has: the oldest and the newest entry.

export interface Entry {
  id: string;
  data: string;
}

const url = process.env.REDIS_URL ?? 'redis://localhost:6379';
const writer = createClient({ url, disableOfflineQueue: true });
const waiter = writer.duplicate({ disableOfflineQueue: false });
writer.on('error', () => {});
waiter.on('error', () => {});
await writer.connect();
await waiter.connect();

export async function append(data: string): Promise<void> {
  await writer.sendCommand(['XADD', 'bids', 'MAXLEN', '~', '500', '*', 'bid', data]);
}

export async function after(cursor: string): Promise<Entry[] | null> {
  if (!/^[0-9]+-[0-9]+$/.test(cursor)) return null;
  try {
    // What is read first cannot have been trimmed if the oldest, asked for later, is not newer than the cursor.
    const [streams, [oldest], [latest]] = await Promise.all([
      writer.xRead({ key: 'bids', id: cursor }),
      writer.xRange('bids', '-', '+', { COUNT: 1 }),
      writer.xRevRange('bids', '+', '-', { COUNT: 1 }),
    ]);
    if (!oldest || !latest || isAfter(oldest.id, cursor) || isAfter(cursor, latest.id)) return null;
    return (streams?.[0]?.messages ?? []).map(({ id, message }) => ({ id, data: message.bid ?? '' }));
  } catch (error) {
    if (error instanceof ErrorReply) return null;
    throw error;
  }
}

export async function newest(): Promise<string> {
  const [latest] = await writer.xRevRange('bids', '+', '-', { COUNT: 1 });
  return latest ? latest.id : '';
}

export async function follow(onEntry: (entry: Entry) => void): Promise<void> {
  let last = (await newest()) || '0-0';
  const again = (): void => {
    if (!waiter.isOpen) return;
    waiter.xRead({ key: 'bids', id: last }, { BLOCK: 0 }).then(
      (streams) => {
        for (const { id, message } of streams?.[0]?.messages ?? []) {
          last = id;
          onEntry({ id, data: message.bid ?? '' });
        }
        again();
      },
      () => setTimeout(again, 200),
    );
  };
  again();
}

export function isAfter(id: string, other: string): boolean {
  const [time, count] = id.split('-').map(Number);
  const [otherTime, otherCount] = other.split('-').map(Number);
  return Number(time) - Number(otherTime) > 0 || (time === otherTime && Number(count) > Number(otherCount));
}

export function disconnect(): void {
  waiter.destroy();
  writer.destroy();
}
