import { gzip, gzipDisable, gzipHttpVersion, gzipMinLength, gzipProxied, gzipTypes } from '../config/settings/gzip.ts';
import type { Answer } from './answer.ts';
import type { HttpRequest } from './request.ts';

const COMPRESSED_STATUSES = new Set([200, 403, 404]);

/** Whether an answer is of the kind that `gzip` compresses, whoever asks for it. */
export function mayCompress({ scope }: HttpRequest, answer: Answer): boolean {
  if (!gzip.get(scope) || !COMPRESSED_STATUSES.has(answer.status) || answer.headers.has('content-encoding'))
    return false;
  if (answer.contentLength !== null && answer.contentLength < gzipMinLength.get(scope)) return false;
  const type = (answer.contentType ?? '').split(';')[0]!.trim().toLowerCase();
  const types = gzipTypes.get(scope);
  return types.has('*') || types.has(type);
}

/** Whether this client is to get it compressed. @see https://nginx.org/en/docs/http/ngx_http_gzip_module.html */
export function takesCompression(request: HttpRequest): boolean {
  const { head, scope } = request;
  if (!acceptsGzip(head.headers.get('accept-encoding') ?? '')) return false;
  if (head.version < gzipHttpVersion.get(scope)) return false;
  const agent = head.headers.get('user-agent') ?? '';
  if (gzipDisable.get(scope).some((pattern) => pattern.test(agent))) return false;
  return !head.headers.has('via') || isProxiedAllowed(request);
}

function isProxiedAllowed({ answer, head, scope }: HttpRequest): boolean {
  const proxied = gzipProxied.get(scope);
  if (proxied.has('off')) return false;
  if (proxied.has('any')) return true;
  const control = answer.headers.get('cache-control') ?? '';
  return (
    (proxied.has('auth') && head.headers.has('authorization')) ||
    (proxied.has('expired') && answer.headers.has('expires')) ||
    ['no-cache', 'no-store', 'private'].some((word) => proxied.has(word) && control.includes(word)) ||
    (proxied.has('no_last_modified') && !answer.headers.has('last-modified') && answer.lastModified === null) ||
    (proxied.has('no_etag') && !answer.headers.has('etag'))
  );
}

function acceptsGzip(header: string): boolean {
  for (const coding of header.split(',')) {
    const match = /^\s*(gzip|\*)\s*(?:;\s*q\s*=\s*([\d.]+))?\s*$/i.exec(coding);
    if (match) return match[2] === undefined || Number(match[2]) > 0;
  }
  return false;
}
