import { type EventSourceInit, EventSource as Library } from 'eventsource';
import { fetch } from './fetch.ts';

type OwnFetch = NonNullable<EventSourceInit['fetch']>;

const ownFetch: OwnFetch = (url, init) => fetch(url, init as RequestInit);

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
