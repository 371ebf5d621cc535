import { createClient } from 'redis';

const url = process.env.REDIS_URL ?? 'redis://localhost:6379';
const publisher = createClient({ url });
await publisher.connect();

/** Tells everyone who is subscribed at this moment, at any instance. */
export async function publish(data: string): Promise<void> {
  await publisher.publish('bids', data);
}

/** Calls `onBid` for every bid from now on. Resolves with how to stop. */
export async function subscribe(onBid: (data: string) => void): Promise<() => void> {
  const subscriber = createClient({ url });
  await subscriber.connect();
  await subscriber.subscribe('bids', onBid);
  return () => subscriber.destroy();
}
