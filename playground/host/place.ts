/** Where a preview's request goes. Its URL is `/m/<machine>/<port>/…` on the runtime's origin. */
export interface Place {
  readonly machine: string;
  readonly port: number;
  /** Path and query below the port. */
  readonly target: string;
}

/** Null for a URL that names no preview. */
export function placeOf(url: URL): Place | null {
  const [, machine, port, path] = /^\/m\/([^/]+)\/(\d{1,5})(\/.*)?$/.exec(url.pathname) ?? [];
  if (!machine || !port) return null;
  return { machine, port: Number(port), target: (path ?? '/') + url.search };
}

export function prefixOf(place: Omit<Place, 'target'>): string {
  return `/m/${place.machine}/${place.port}`;
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/** The port that a URL names as a page on the machine means it: one of this host's, or null for elsewhere. */
export function loopbackPort(url: URL): number | null {
  if (!LOOPBACK.test(url.hostname)) return null;
  return Number(url.port) || (/^(?:https|wss):$/.test(url.protocol) ? 443 : 80);
}
