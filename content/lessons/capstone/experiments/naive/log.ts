import { createClient } from 'redis';

const CHANNEL = 'orders';

const redis = createClient({ url: process.env.REDIS_URL ?? 'redis://localhost:6379' });
await redis.connect();

/** Tells both instances. */
export async function publish(update: string): Promise<void> {
  await redis.publish(CHANNEL, update);
}

/** Calls `listener` with every update from now on. What it returns ends that. */
export async function subscribe(listener: (update: string) => void): Promise<() => void> {
  const subscriber = redis.duplicate();
  await subscriber.connect();
  await subscriber.subscribe(CHANNEL, listener);
  return () => subscriber.destroy();
}
