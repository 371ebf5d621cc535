import { parseHeaderLine } from './head-bytes.ts';
import { HeaderList } from './header-list.ts';

export interface RequestHead {
  readonly method: string;
  /** As the client wrote it. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  readonly headers: HeaderList;
  /** The whole request line, for logs. */
  readonly line: string;
}

export type ParsedRequest =
  | { readonly kind: 'head'; readonly head: RequestHead }
  | { readonly kind: 'invalid'; readonly status: number; readonly problem: string; readonly line: string };

export interface HeaderRules {
  readonly underscores: boolean;
  /** Headers whose names are no words are passed over rather than refused. */
  readonly ignoreInvalid: boolean;
}

/** A request's head from its lines, with nginx's statuses and log lines for what it refuses. */
export function parseRequestHead(lines: readonly string[], rules: HeaderRules): ParsedRequest {
  const line = lines[0] ?? '';
  const invalid = (status: number, problem: string): ParsedRequest => ({ kind: 'invalid', status, problem, line });
  const match = /^([A-Z_-]+) +([^ ]+) +HTTP\/(\d+)\.(\d+) *$/.exec(line);
  if (!match) return invalid(400, `client sent invalid ${/^[A-Z_-]+ /.test(line) ? 'request' : 'method'}`);
  const [, method = '', target = '', major, minor] = match;
  if (major !== '1') return invalid(Number(major) > 1 ? 505 : 400, 'client sent invalid version');
  if (!/^(?:\/|https?:\/\/)/i.test(target)) return invalid(400, 'client sent invalid request');
  const version = Number(minor) >= 1 ? '1.1' : '1.0';

  const headers = new HeaderList();
  for (const text of lines.slice(1)) {
    const header = parseHeaderLine(text);
    const acceptable = header !== null && (rules.underscores || !header.name.includes('_'));
    if (acceptable) headers.add(header.name, header.value);
    else if (!rules.ignoreInvalid) return invalid(400, `client sent invalid header line: "${text}"`);
  }
  const hosts = headers.all('host');
  if (hosts.length > 1) return invalid(400, `client sent duplicate host header: "Host: ${hosts[1]}"`);
  if (version === '1.1' && hosts.length === 0) {
    return invalid(400, 'client sent HTTP/1.1 request without "Host" header');
  }
  if (hosts[0] === '') return invalid(400, 'client sent invalid host header');
  const length = headers.get('content-length');
  if (length !== null && !/^\d+$/.test(length)) return invalid(400, 'client sent invalid "Content-Length" header');
  const coding = headers.get('transfer-encoding');
  if (coding !== null && coding.toLowerCase() !== 'chunked') {
    return invalid(501, `client sent unknown "Transfer-Encoding": "${coding}"`);
  }
  if (coding !== null && length !== null) {
    return invalid(400, 'client sent "Content-Length" and "Transfer-Encoding" headers at the same time');
  }
  return { kind: 'head', head: { method, target, version, headers, line } };
}
