import type { Location, Locations } from '../config/model.ts';
import { proxyPass } from '../config/settings/proxy.ts';
import type { HttpRequest } from './request.ts';

export type FoundLocation =
  | { readonly kind: 'location'; readonly location: Location }
  /** `/app` where only `/app/` is proxied. */
  | { readonly kind: 'slash'; readonly uri: string }
  | { readonly kind: 'none' };

interface StaticMatch {
  readonly location: Location;
  readonly isExact: boolean;
}

function findStatic(locations: Locations, uri: string): StaticMatch | null {
  const exact = locations.exact.get(uri);
  if (exact) return { location: exact, isExact: true };
  let best: Location | null = null;
  for (const [prefix, location] of locations.prefixes) {
    if (uri.startsWith(prefix) && prefix.length > (best?.name.length ?? -1)) best = location;
  }
  return best && { location: best, isExact: false };
}

/** @see https://nginx.org/en/docs/http/ngx_http_core_module.html#location */
export function findLocation(request: HttpRequest, locations = request.server.locations): FoundLocation {
  const { uri } = request;
  const fixed = findStatic(locations, uri);
  if (fixed?.isExact) return { kind: 'location', location: fixed.location };
  const slash = locations.prefixes.get(`${uri}/`);
  if (slash && proxyPass.get(slash.scope)) return { kind: 'slash', uri: `${uri}/` };

  const nested = fixed ? findLocation(request, fixed.location.locations) : null;
  if (nested && nested.kind !== 'none') return nested;
  if (fixed?.location.kind !== 'prefix-final') {
    for (const { pattern, location } of locations.patterns) {
      if (!request.matches(pattern, uri)) continue;
      const inner = findLocation(request, location.locations);
      return inner.kind === 'none' ? { kind: 'location', location } : inner;
    }
  }
  return fixed ? { kind: 'location', location: fixed.location } : { kind: 'none' };
}
