import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { isNavigation } from './html.ts';
import { encodeIdHeader } from './last-event-id.ts';

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What HTTP can carry in a field; an id may hold other control characters. */
const FIELD_VALUE = /^[\t\x20-\x7E\x80-\xFF]*$/;

/** The headers that go on to the next hop, spelled and repeated as they came. */
export function endToEndHeaders(message: IncomingMessage): OutgoingHttpHeaders {
  const named = new Set(message.headers.connection?.split(',').map((name) => name.trim().toLowerCase()));
  const headers: OutgoingHttpHeaders = {};
  const spelling = new Map<string, string>();
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    const name = message.rawHeaders[index]!;
    const value = message.rawHeaders[index + 1]!;
    const key = name.toLowerCase();
    if (HOP_BY_HOP.has(key) || named.has(key)) continue;
    const known = spelling.get(key);
    const previous = known === undefined ? undefined : headers[known];
    if (known === undefined) spelling.set(key, name);
    headers[known ?? name] = previous === undefined ? value : [previous, value].flat().map(String);
  }
  return headers;
}

export function removeHeader(headers: OutgoingHttpHeaders, name: string): void {
  for (const key of Object.keys(headers)) if (key.toLowerCase() === name) delete headers[key];
}

/** What the server is told: the client's headers, who it is, and the id to resume after if the browser named none. */
export function upstreamHeaders(request: IncomingMessage, lastEventId: string): OutgoingHttpHeaders {
  const headers = endToEndHeaders(request);
  const forwarded = request.headers['x-forwarded-for'];
  removeHeader(headers, 'x-forwarded-for');
  headers['X-Forwarded-For'] = [forwarded ?? [], request.socket.remoteAddress ?? 'unknown'].flat().join(', ');
  const id = encodeIdHeader(lastEventId);
  if (id !== '' && FIELD_VALUE.test(id) && request.headers['last-event-id'] === undefined)
    headers['Last-Event-ID'] = id;
  // A compressed page could not be given its script.
  if (isNavigation(request.headers)) removeHeader(headers, 'accept-encoding');
  if (request.headers['transfer-encoding'] !== undefined) headers['Transfer-Encoding'] = 'chunked';
  headers.Connection = 'close';
  return headers;
}
