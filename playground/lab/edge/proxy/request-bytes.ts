import { proxyMethod, proxyPassRequestHeaders, proxySetHeader } from '../config/settings/proxy.ts';
import type { HttpRequest } from '../http/request.ts';
import { type Header, HeaderList } from '../http1/header-list.ts';

export interface ProxiedRequest {
  readonly uri: string;
  readonly host: string;
  readonly version: '1.0' | '1.1';
  /** The whole body where it is known; `stream` where it follows as it comes. */
  readonly body: Buffer | 'stream';
}

/** What nginx leaves out, unless it is set: what concerns one hop only. */
const OWN_HOP = ['transfer-encoding', 'te', 'keep-alive', 'expect', 'upgrade'] as const;

/** The head as nginx writes it: what the configuration sets, then what the client sent, in the client's order. */
export function requestHead(request: HttpRequest, { uri, host, version, body }: ProxiedRequest): Buffer {
  const method = proxyMethod.get(request.scope)?.evaluate(request) ?? request.method;
  const headers = new HeaderList(configuredHeaders(request, host, version, body));
  const set = new Set(proxySetHeader.get(request.scope).map(({ name }) => name.toLowerCase()));
  for (const name of ['host', 'connection', 'content-length', ...OWN_HOP]) set.add(name);
  if (proxyPassRequestHeaders.get(request.scope)) {
    for (const { name, value } of request.head.headers) if (!set.has(name.toLowerCase())) headers.add(name, value);
  }
  request.preview?.prepare(headers);
  const lines = [...headers].map(({ name, value }) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${uri} HTTP/${version}\r\n${lines.join('')}\r\n`, 'latin1');
}

function configuredHeaders(
  request: HttpRequest,
  host: string,
  version: '1.0' | '1.1',
  body: Buffer | 'stream',
): readonly Header[] {
  const headers: Header[] = [];
  const configured = proxySetHeader.get(request.scope);
  for (const { name, value } of configured) {
    const text = value.evaluate(request);
    if (text !== '') headers.push({ name, value: text });
  }
  const has = (name: string) => configured.some((header) => header.name.toLowerCase() === name);
  if (!has('host')) headers.push({ name: 'Host', value: host });
  if (!has('connection')) headers.push({ name: 'Connection', value: 'close' });
  if (has('content-length')) return headers;
  const length = body === 'stream' ? request.body.length : body.length;
  if (length === null) {
    if (version === '1.1') headers.push({ name: 'Transfer-Encoding', value: 'chunked' });
  } else if (length > 0 || request.head.headers.has('content-length')) {
    headers.push({ name: 'Content-Length', value: String(length) });
  }
  return headers;
}
