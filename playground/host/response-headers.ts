import { loopbackPort, type Place, placeOf, prefixOf } from './place.ts';

/** What would make a page of the runtime's origin report to elsewhere, or act on that origin as a whole. */
const KEPT_BACK =
  /^(?:content-security-policy(?:-report-only)?|report-to|reporting-endpoints|nel|clear-site-data|strict-transport-security|service-worker-allowed|x-frame-options)$/i;

/** A server's headers as the preview gets them. A redirect stays on the machine; `policy` is what holds for all previews. */
export function pageHeaders(
  received: ReadonlyArray<readonly [string, string]>,
  place: Place,
  policy: Headers,
): Headers {
  const headers = new Headers();
  for (const [name, value] of received) {
    if (KEPT_BACK.test(name)) continue;
    try {
      headers.append(name, /^location$/i.test(name) ? redirectTarget(value, place) : value);
    } catch {
      // A name or value that a browser's own network stack would not take either.
    }
  }
  for (const [name, value] of policy) headers.set(name, value);
  return headers;
}

function redirectTarget(location: string, place: Place): string {
  const here = `http://localhost:${place.port}${place.target}`;
  if (!URL.canParse(location, here)) return location;
  const url = new URL(location, here);
  // A server may have heard from its page where that page believes to be.
  if (url.origin === self.location.origin) {
    return placeOf(url) ? location : prefixOf(place) + url.pathname + url.search + url.hash;
  }
  const port = loopbackPort(url);
  if (port === null || url.protocol !== 'http:') return location;
  return prefixOf({ ...place, port }) + url.pathname + url.search + url.hash;
}
