/**
 * Runs in each page of a preview before anything else of it: what the page cannot be given by whoever answers its
 * requests. The page's own code must not notice it.
 */
import type { ReadableCookies } from '../gateway-protocol.ts';
import { placeOf } from '../place.ts';
import { tellAborts } from './abort.ts';
import { keepCookies } from './cookies.ts';
import { markEventSource } from './event-source.ts';
import { keepHistoryBelow } from './history.ts';
import { connectWebSockets } from './web-socket.ts';

const script = document.currentScript;
const prefix = script?.dataset.prefix ?? '';
// The answer to a form comes from where the form was sent to.
if (!placeOf(new URL(location.href))) {
  history.replaceState(history.state, '', prefix + location.pathname + location.search + location.hash);
}
const place = placeOf(new URL(location.href));
if (place && script) {
  const cookies: ReadableCookies = JSON.parse(decodeURIComponent(script.dataset.cookies ?? ''));
  script.remove();
  keepHistoryBelow(place);
  const cookiesSettled = keepCookies(place, cookies);
  connectWebSockets(place);
  tellAborts(cookiesSettled);
  markEventSource();
}
