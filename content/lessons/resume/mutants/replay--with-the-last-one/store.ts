import { setTimeout as delay } from 'node:timers/promises';

export interface StoredEvent {
  id: string;
  /** Its place in the sequence: events are compared by this, never by the text of their ids. */
  number: number;
  name: string;
  data: string;
}

/** At least 50 can be replayed, whatever happens. */
const KEPT = 100;
/** The way to a database, one way. Leave it as it is. */
const TRIP_MS = 5;

/** Ids of another run of this server begin with another word: the moment of its start. */
const run = Date.now().toString(36);
const events: StoredEvent[] = [];
let last = 0;

const idOf = (number: number) => `${run}-${number}`;

/** Keeps an event, and gives it its id. */
export async function append(name: string, data: string): Promise<StoredEvent> {
  await delay(TRIP_MS);
  const number = ++last;
  const event = { id: idOf(number), number, name, data };
  events.push(event);
  if (events.length > KEPT) events.shift();
  return event;
}

/** All events after the one called `cursor`, oldest first; null when it is too old, or not from here. */
export async function after(cursor: string): Promise<StoredEvent[] | null> {
  await delay(TRIP_MS);
  const found = eventsAfter(cursor);
  await delay(3 * TRIP_MS);
  return found;
}

/** The cursor from which only what comes next will come. */
export async function newest(): Promise<{ id: string; number: number }> {
  await delay(TRIP_MS);
  return { id: idOf(last), number: last };
}

function eventsAfter(cursor: string): StoredEvent[] | null {
  const number = Number(cursor.slice(run.length + 1));
  if (cursor !== idOf(number) || number > last) return null;
  const oldest = last - events.length;
  return number < oldest ? null : events.slice(Math.max(0, number - oldest - 1));
}
