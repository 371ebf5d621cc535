export interface Notice {
  /** `message` for an event that has no name. */
  topic: string;
  text: string;
  id: string;
}

const NAMES = ['kitchen', 'door', 'garden', 'message'];

/** Hands each notice at `url` to `onNotice`, and what the landlord says to `onLandlord`. Other events are not heard. */
export function listen(url: string, onNotice: (notice: Notice) => void, onLandlord: (text: string) => void): void {
  const source = new EventSource(url);
  for (const topic of NAMES) {
    source.addEventListener(topic, (event) => onNotice({ topic, text: event.data, id: event.lastEventId }));
  }
  // Only the landlord's own server sends these, and it has nothing to say. So who does?
  source.addEventListener('landlord', (event) => onLandlord(event.data));
}
