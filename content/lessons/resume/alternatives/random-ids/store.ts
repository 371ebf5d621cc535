import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

export interface StoredEvent {
  id: string;
  name: string;
  data: string;
}

const TRIP_MS = 5;
const KEPT = 120;

// Ids that say nothing. The first one stands for the place before all events; it is forgotten like any other.
let events: StoredEvent[] = [{ id: randomUUID(), name: 'origin', data: '' }];

export async function append(name: string, data: string): Promise<StoredEvent> {
  await delay(TRIP_MS);
  const event = { id: randomUUID(), name, data };
  events = [...events.slice(-KEPT), event];
  return event;
}

/** The events after the cursor; null when that is not there. */
export async function after(cursor: string): Promise<StoredEvent[] | null> {
  await delay(TRIP_MS);
  const place = events.findIndex(({ id }) => id === cursor);
  const found = place === -1 ? null : events.slice(place + 1);
  await delay(3 * TRIP_MS);
  return found;
}

export const newest = async (): Promise<string> => events.at(-1)?.id ?? '';
