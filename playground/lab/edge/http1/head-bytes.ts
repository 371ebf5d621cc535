import { type Header, HeaderList } from './header-list.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

export interface HeadBytes {
  readonly lines: readonly string[];
  /** What follows the empty line. */
  readonly rest: Buffer;
  /** Bytes of the head, its empty line included. */
  readonly length: number;
}

/** Splits a message's head into lines. Null while its empty line has not come. */
export function splitHead(bytes: Buffer): HeadBytes | null {
  const lines: string[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
    const stop = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    const line = bytes.toString('latin1', start, stop);
    start = end + 1;
    if (line === '' && lines.length > 0) return { lines, rest: bytes.subarray(start), length: start };
    if (line !== '') lines.push(line);
  }
  return null;
}

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** One header line; null when it is none. */
export function parseHeaderLine(line: string): Header | null {
  const colon = line.indexOf(':');
  const name = line.slice(0, colon);
  if (colon < 1 || !NAME.test(name) || line.includes('\0')) return null;
  return { name, value: line.slice(colon + 1).replace(/^ +| +$/g, '') };
}

export interface ResponseHead {
  readonly status: number;
  /** As the server wrote it: `200 OK`. */
  readonly statusLine: string;
  readonly version: '1.0' | '1.1';
  readonly headers: HeaderList;
}

export type ParsedResponse =
  | { readonly kind: 'head'; readonly head: ResponseHead }
  | { readonly kind: 'invalid'; readonly problem: string };

/** A response's head from its lines. The problem is named in nginx's words. */
export function parseResponseHead(lines: readonly string[]): ParsedResponse {
  const match = /^HTTP\/(\d)\.(\d+) +((\d{3})(?: .*|))$/.exec(lines[0] ?? '');
  if (!match) return { kind: 'invalid', problem: 'upstream sent no valid HTTP/1.0 header' };
  const headers = new HeaderList();
  for (const line of lines.slice(1)) {
    const header = parseHeaderLine(line);
    if (!header) return { kind: 'invalid', problem: `upstream sent invalid header: "${line}"` };
    headers.add(header.name, header.value);
  }
  const [, major, minor, statusLine = '', status] = match;
  const version = Number(major) > 1 || Number(minor) >= 1 ? '1.1' : '1.0';
  return { kind: 'head', head: { status: Number(status), statusLine, version, headers } };
}
