import type { ProxyTarget } from '../config/settings/proxy.ts';
import type { HttpRequest } from '../http/request.ts';
import { escapeUri } from '../http1/uri.ts';
import type { UpstreamGroup } from '../upstream/group.ts';

export interface ResolvedTarget {
  /** Null when the host is neither a group nor an address. */
  readonly group: UpstreamGroup | null;
  /** `$proxy_host`. */
  readonly host: string;
  /** The request target for the server. */
  readonly uri: string;
  /** What stands for the server in a `Location` that `proxy_redirect default` rewrites; null where nothing does. */
  readonly redirectFrom: string | null;
}

/** Where `proxy_pass` leads this request. @see https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass */
export function resolveTarget(request: HttpRequest, target: ProxyTarget): ResolvedTarget {
  if (target.kind === 'computed') {
    const url = target.template.evaluate(request);
    const [, host = '', uri] = /^https?:\/\/([^/?]*)(.*)$/is.exec(url) ?? [];
    return {
      group: request.worker.groups.find(host),
      host,
      uri: uri ? (uri.startsWith('?') ? `/${uri}` : uri) : ownUri(request),
      redirectFrom: null,
    };
  }
  const { host, uri, text } = target;
  const group = request.worker.groups.find(host);
  if (uri === null) return { group, host, uri: ownUri(request), redirectFrom: `${text}/` };
  const prefix = request.location?.kind === 'regex' ? 0 : (request.location?.name.length ?? 0);
  const rest = request.uri.slice(prefix);
  const path = `${uri}${request.quoted || request.isInternal ? escapeUri(rest) : rest}`;
  return { group, host, uri: withArgs(path, request.args), redirectFrom: text };
}

function ownUri(request: HttpRequest): string {
  if (request.unchanged && request.method === request.head.method) return request.unparsedUri;
  return withArgs(escapeUri(request.uri), request.args);
}

function withArgs(path: string, args: string): string {
  return args === '' ? path : `${path}?${args}`;
}
