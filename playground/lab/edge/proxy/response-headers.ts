import {
  proxyBuffering,
  proxyHideHeader,
  proxyIgnoreHeaders,
  proxyPassHeader,
  proxyRedirect,
} from '../config/settings/proxy.ts';
import type { HttpRequest } from '../http/request.ts';
import type { ResponseHead } from '../http1/head-bytes.ts';

/** Never passed on, unless `proxy_pass_header` says so. */
const HIDDEN = new Set([
  'date',
  'server',
  'x-pad',
  'x-accel-expires',
  'x-accel-redirect',
  'x-accel-limit-rate',
  'x-accel-buffering',
  'x-accel-charset',
]);

/** Of one hop, or written anew by the filters. */
const OWN = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-type', 'content-length']);

/** Puts a server's head into the answer, as nginx passes it on. */
export function copyHead(request: HttpRequest, head: ResponseHead, redirectFrom: string | null): void {
  const { answer } = request;
  const unhidden = new Set(proxyPassHeader.get(request.scope));
  const hidden = new Set([...HIDDEN, ...proxyHideHeader.get(request.scope)].filter((name) => !unhidden.has(name)));
  answer.clear();
  answer.status = head.status;
  answer.statusLine = head.statusLine;
  for (const { name, value } of head.headers) {
    const lower = name.toLowerCase();
    if (OWN.has(lower) || hidden.has(lower)) continue;
    const passed = lower === 'location' ? rewriteLocation(request, value, redirectFrom) : value;
    if (passed !== value) answer.setLocation(passed);
    else answer.headers.add(name, value);
  }
  if (!hidden.has('content-type')) answer.contentType = head.headers.get('content-type');
  const length = head.headers.get('content-length');
  answer.contentLength = length !== null && !head.headers.has('transfer-encoding') ? Number(length) : null;
}

function rewriteLocation(request: HttpRequest, location: string, redirectFrom: string | null): string {
  const configured = proxyRedirect.get(request.scope);
  const rules = configured.length > 0 ? configured : [{ kind: 'default' } as const];
  for (const rule of rules) {
    switch (rule.kind) {
      case 'off':
        return location;
      case 'default': {
        if (redirectFrom === null || !location.startsWith(redirectFrom)) break;
        const to = redirectFrom.endsWith('/') && !hasUri(redirectFrom) ? '/' : (request.location?.name ?? '/');
        return to + location.slice(redirectFrom.length);
      }
      case 'prefix': {
        const from = rule.from.evaluate(request);
        if (location.startsWith(from)) return rule.to.evaluate(request) + location.slice(from.length);
        break;
      }
      case 'pattern': {
        if (!rule.from.test(location)) break;
        request.matches({ source: '', regex: rule.from, names: [] }, location);
        return rule.to.evaluate(request);
      }
    }
  }
  return location;
}

/** `http://app/` stands for a `proxy_pass` without a URI as well. */
function hasUri(text: string): boolean {
  return /^https?:\/\/[^/]*\/./i.test(text);
}

/** Whether the answer is buffered: the configuration says, and the server may say otherwise. */
export function isBuffered(request: HttpRequest, head: ResponseHead): boolean {
  if (request.worker.faults.buffering) return true;
  const asked = proxyIgnoreHeaders.get(request.scope).has('x-accel-buffering')
    ? null
    : (head.headers.get('x-accel-buffering')?.toLowerCase() ?? null);
  if (asked === 'no') return false;
  return asked === 'yes' ? true : proxyBuffering.get(request.scope);
}
