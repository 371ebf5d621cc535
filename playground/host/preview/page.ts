/**
 * Runs in each page of a preview before anything else of it: what the page cannot be given by whoever answers its
 * requests. The page's own code must not notice it.
 */
import { placeOf } from '../place.ts';
import { keepCookies } from './cookies.ts';
import { markEventSource } from './event-source.ts';
import { keepHistoryBelow } from './history.ts';
import { connectWebSockets } from './web-socket.ts';

document.currentScript?.remove();
const place = placeOf(new URL(location.href));
if (place) {
  keepHistoryBelow(place);
  keepCookies(place);
  connectWebSockets(place);
  // Firefox shows a service worker `Last-Event-ID`.
  if (!/Firefox\//.test(navigator.userAgent)) markEventSource();
}
