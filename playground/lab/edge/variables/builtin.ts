import { addressName } from '../config/address.ts';
import type { VariableReader } from '../config/model.ts';
import { serverTokens } from '../config/settings/core.ts';
import type { HttpRequest } from '../http/request.ts';
import { clockTime, isoTime, localTime } from '../log/time.ts';

export const VERSION = 'nginx/1.22.1';

/** The server's name for itself: in the `Server` header and under its error pages. */
export function softwareName(request: HttpRequest): string {
  return serverTokens.get(request.scope) ? VERSION : 'nginx';
}

/** `$host`: from the request line, else the header, else the server's name. Without a port. */
export function hostOf(request: HttpRequest): string {
  const absolute = /^https?:\/\/([^/?#]*)/i.exec(request.head.target)?.[1];
  const host = absolute ?? request.head.headers.get('host') ?? '';
  const bare = host.replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
  return bare === '' ? (request.server.names[0]?.text ?? '') : bare;
}

function seconds(milliseconds: number): string {
  return (Math.max(0, milliseconds) / 1000).toFixed(3);
}

function perAttempt(request: HttpRequest, read: (attempt: HttpRequest['attempts'][number]) => string): string | null {
  return request.attempts.length === 0 ? null : request.attempts.map(read).join(', ');
}

const optionalSeconds = (value: number | null): string => (value === null ? '-' : seconds(value));

const READERS: Readonly<Record<string, VariableReader>> = {
  args: ({ args }) => args,
  binary_remote_addr: ({ client }) => client.remoteAddress,
  body_bytes_sent: ({ answer }) => String(answer.bodyBytesSent),
  bytes_sent: ({ answer }) => String(answer.bytesSent),
  connection: ({ client }) => String(client.number),
  connection_requests: ({ client }) => String(client.requests),
  content_length: ({ head }) => head.headers.get('content-length'),
  content_type: ({ head }) => head.headers.get('content-type'),
  document_root: (request) => request.documentRoot(),
  document_uri: ({ uri }) => uri,
  host: hostOf,
  hostname: () => 'localhost',
  https: () => '',
  is_args: ({ args }) => (args === '' ? '' : '?'),
  limit_conn_status: ({ limitStatus }) => limitStatus,
  msec: () => (Date.now() / 1000).toFixed(3),
  nginx_version: () => VERSION.slice('nginx/'.length),
  pid: () => String(process.pid),
  pipe: ({ client }) => (client.pipelined ? 'p' : '.'),
  proxy_add_x_forwarded_for: ({ head, client }) =>
    [...head.headers.all('x-forwarded-for'), client.remoteAddress].join(', '),
  proxy_host: ({ proxyHost }) => proxyHost,
  proxy_port: ({ proxyHost }) => /:(\d+)$/.exec(proxyHost ?? '')?.[1] ?? '80',
  query_string: ({ args }) => args,
  realpath_root: (request) => request.documentRoot(),
  remote_addr: ({ client }) => client.remoteAddress,
  remote_port: ({ client }) => String(client.remotePort),
  remote_user: ({ head }) => remoteUser(head.headers.get('authorization')),
  request: ({ head }) => head.line,
  request_body: ({ body }) => body.text(),
  request_completion: ({ answer }) => (answer.complete ? 'OK' : ''),
  request_filename: (request) => request.fileName(),
  request_id: ({ id }) => id(),
  request_length: ({ length }) => String(length),
  request_method: ({ method }) => method,
  request_time: ({ startedAt }) => seconds(clockTime() - startedAt),
  request_uri: ({ unparsedUri }) => unparsedUri,
  scheme: () => 'http',
  sent_http_content_length: ({ answer }) => answer.contentLength?.toString() ?? null,
  sent_http_content_type: ({ answer }) => answer.contentType,
  server_addr: ({ client }) => client.localAddress,
  server_name: ({ server }) => server.names[0]?.text ?? '',
  server_port: ({ client }) => String(client.listenPort),
  server_protocol: ({ head }) => `HTTP/${head.version}`,
  status: ({ answer }) => String(answer.status || '000'),
  time_iso8601: () => isoTime(new Date()),
  time_local: () => localTime(new Date()),
  upstream_addr: (request) => perAttempt(request, ({ peer }) => peer),
  upstream_bytes_received: (request) => perAttempt(request, ({ received }) => String(received)),
  upstream_bytes_sent: (request) => perAttempt(request, ({ sent }) => String(sent)),
  upstream_cache_status: () => null,
  upstream_connect_time: (request) => perAttempt(request, ({ connectMs }) => optionalSeconds(connectMs)),
  upstream_header_time: (request) => perAttempt(request, ({ headerMs }) => optionalSeconds(headerMs)),
  upstream_response_length: (request) => perAttempt(request, ({ bodyBytes }) => String(bodyBytes)),
  upstream_response_time: (request) => perAttempt(request, ({ totalMs }) => optionalSeconds(totalMs)),
  upstream_status: (request) => perAttempt(request, ({ status }) => (status === null ? '-' : String(status))),
  uri: ({ uri }) => uri,
};

function remoteUser(authorization: string | null): string | null {
  const encoded = /^basic\s+(\S+)/i.exec(authorization ?? '')?.[1];
  return encoded === undefined ? null : Buffer.from(encoded, 'base64').toString('latin1').replace(/:.*$/s, '');
}

function byPrefix(name: string, request: HttpRequest): string | null {
  const [, prefix, rest = ''] = /^(upstream_http|upstream_cookie|sent_http|http|arg|cookie)_(.+)$/.exec(name) ?? [];
  const header = rest.replaceAll('_', '-').toLowerCase();
  switch (prefix) {
    case 'http':
      return joined(request.head.headers.all(header), header === 'cookie' ? '; ' : ', ', header);
    case 'sent_http':
      return request.answer.headers.get(header);
    case 'upstream_http':
      return request.upstreamHead?.headers.get(header) ?? null;
    case 'upstream_cookie':
      return cookie(
        (request.upstreamHead?.headers.all('set-cookie') ?? []).map((text) => text.split(';')[0] ?? ''),
        rest,
      );
    case 'cookie':
      return cookie(
        request.head.headers.all('cookie').flatMap((text) => text.split(';')),
        rest,
      );
    case 'arg': {
      const wanted = `${rest.toLowerCase()}=`;
      const found = request.args.split('&').find((pair) => pair.toLowerCase().startsWith(wanted));
      return found?.slice(wanted.length) ?? null;
    }
    default:
      return null;
  }
}

function joined(values: readonly string[], separator: string, header: string): string | null {
  if (values.length === 0) return null;
  return header === 'cookie' || header === 'x-forwarded-for' ? values.join(separator) : (values[0] ?? null);
}

function cookie(pairs: readonly string[], name: string): string | null {
  const found = pairs.map((pair) => pair.trim()).find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? null;
}

const PREFIXES = /^(?:upstream_http_|upstream_cookie_|upstream_trailer_|sent_http_|sent_trailer_|http_|arg_|cookie_)./;

export function isKnownVariable(name: string): boolean {
  return Object.hasOwn(READERS, name) || PREFIXES.test(name);
}

/** A variable that nginx defines itself. */
export function readBuiltin(name: string, request: HttpRequest): string | null {
  return Object.hasOwn(READERS, name) ? READERS[name]!(request) : byPrefix(name, request);
}

export function peerName(host: string, port: number): string {
  return addressName({ host, port });
}
