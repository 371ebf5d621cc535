import { setTimeout as delay } from 'node:timers/promises';

export interface StoredEvent {
  id: string;
  name: string;
  data: string;
}

/** The way to a database, one way. Leave it as it is. */
const TRIP_MS = 5;

const events: StoredEvent[] = [];

/** Keeps an event, and gives it its id. */
export async function append(name: string, data: string): Promise<StoredEvent> {
  await delay(TRIP_MS);
  const event = { id: String(events.length + 1), name, data };
  events.push(event);
  return event;
}

/** All events after the one called `cursor`, oldest first. */
export async function after(cursor: string): Promise<StoredEvent[]> {
  await delay(TRIP_MS);
  const found = events.filter((event) => event.id > cursor);
  await delay(3 * TRIP_MS);
  return found;
}
