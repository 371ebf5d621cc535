import { type EventSourceInit, EventSource as Library } from 'eventsource';
import { fetch } from './fetch.ts';

type OwnFetch = NonNullable<EventSourceInit['fetch']>;

/** Without a cache, and asking those on the way for none, as browsers do. */
const ownFetch: OwnFetch = (url, init) => {
  const headers = { ...init.headers, 'Cache-Control': 'no-cache', Pragma: 'no-cache' };
  return fetch(url, { ...init, headers } as RequestInit);
};

/**
 * The global `EventSource`, which reaches the machine's own ports. Node has it behind `--experimental-eventsource`.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventSource extends Library {
  constructor(url: string | URL, init: EventSourceInit = {}) {
    super(url, { fetch: ownFetch, ...init });
  }
}
