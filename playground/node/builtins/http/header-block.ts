import { Buffer } from '../buffer.ts';
import { invalidTrailer } from './errors.ts';
import { asList, type HeaderValue, validateHeaderName, validateHeaderValue } from './headers.ts';

const CLOSE = /(?:^|\W)close(?:$|\W)/i;
export const CHUNKED = /(?:^|\W)chunked(?:$|\W)/i;

/** What decides the framing of an outgoing message and the fate of its connection. Rendering the headers settles it. */
export interface Framing {
  /** Close the connection after this message. */
  _last: boolean;
  chunkedEncoding: boolean;
  shouldKeepAlive: boolean;
  maxRequestsOnConnectionReached: boolean;
  useChunkedEncodingByDefault: boolean;
  sendDate: boolean;
  _defaultKeepAlive: boolean;
  _removedConnection: boolean;
  _removedContLen: boolean;
  _removedTE: boolean;
  _contentLength: number | null;
  _hasBody: boolean;
  readonly _keepAliveTimeout: number;
  readonly _maxRequestsPerSocket: number;
  readonly _uniqueHeaders: ReadonlySet<string> | null;
  /** Whether it is a request whose connection belongs to an agent. */
  _hasAgent(): boolean;
  /** The status of a response; null for a request. */
  _responseStatus(): number | null;
}

interface Seen {
  connection: boolean;
  contentLength: boolean;
  transferEncoding: boolean;
  date: boolean;
  expect: boolean;
  trailer: boolean;
}

/**
 * Writes the head of a message as Node does, and adds the headers that the program left out: Date, Connection,
 * Keep-Alive, and Content-Length or Transfer-Encoding.
 */
export function renderHead(
  framing: Framing,
  firstLine: string,
  headers: Iterable<readonly [string, HeaderValue]>,
  validate: boolean,
): { head: string; expectsContinue: boolean } {
  const seen: Seen = {
    connection: false,
    contentLength: false,
    transferEncoding: false,
    date: false,
    expect: false,
    trailer: false,
  };
  let head = firstLine;
  for (const [name, value] of headers) head += renderHeader(framing, seen, name, value, validate);
  if (framing.sendDate && !seen.date) head += `Date: ${new Date().toUTCString()}\r\n`;
  // A chunked body after 204 or 304 would confuse what stands between: no body, and the connection ends (RFC 9112 §6.3).
  const status = framing._responseStatus();
  if (framing.chunkedEncoding && (status === 204 || status === 304)) {
    framing.chunkedEncoding = false;
    framing.shouldKeepAlive = false;
  }
  head += renderConnection(framing, seen) + renderLength(framing, seen);
  if (!framing.chunkedEncoding && seen.trailer) throw invalidTrailer();
  return { head: `${head}\r\n`, expectsContinue: seen.expect };
}

function renderHeader(framing: Framing, seen: Seen, name: string, value: HeaderValue, validate: boolean): string {
  if (validate) validateHeaderName(name);
  const key = String(name).toLowerCase();
  const isList = Array.isArray(value);
  const joined = isList && (framing._uniqueHeaders?.has(key) || (key === 'cookie' && value.length > 1));
  const values = isList ? (joined ? [value.join('; ')] : asList(value)) : [value];
  let lines = '';
  for (const item of values) {
    if (validate) validateHeaderValue(name, item);
    // With a known length, Node writes this one field's value as bytes (RFC 6266 §4.3).
    const text =
      key === 'content-disposition' && framing._contentLength ? Buffer.from(String(item), 'latin1').toString() : item;
    lines += `${name}: ${String(text)}\r\n`;
    note(framing, seen, key, String(item));
  }
  return lines;
}

function note(framing: Framing, seen: Seen, key: string, value: string): void {
  switch (key) {
    case 'connection':
      seen.connection = true;
      framing._removedConnection = false;
      if (CLOSE.test(value)) framing._last = true;
      else framing.shouldKeepAlive = true;
      break;
    case 'transfer-encoding':
      seen.transferEncoding = true;
      framing._removedTE = false;
      if (CHUNKED.test(value)) framing.chunkedEncoding = true;
      break;
    case 'content-length':
      seen.contentLength = true;
      framing._contentLength = Number(value);
      framing._removedContLen = false;
      break;
    case 'date':
    case 'expect':
    case 'trailer':
      seen[key] = true;
      break;
    case 'keep-alive':
      framing._defaultKeepAlive = false;
      break;
  }
}

function renderConnection(framing: Framing, seen: Seen): string {
  if (framing._removedConnection) {
    framing._last = !framing.shouldKeepAlive;
    return '';
  }
  if (seen.connection) return '';
  const keeps =
    framing.shouldKeepAlive && (seen.contentLength || framing.useChunkedEncodingByDefault || framing._hasAgent());
  if (!keeps) {
    framing._last = true;
    return 'Connection: close\r\n';
  }
  if (framing.maxRequestsOnConnectionReached) return 'Connection: close\r\n';
  if (!framing._keepAliveTimeout || !framing._defaultKeepAlive) return 'Connection: keep-alive\r\n';
  const max = framing._maxRequestsPerSocket > 0 ? `, max=${framing._maxRequestsPerSocket}` : '';
  return `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(framing._keepAliveTimeout / 1000)}${max}\r\n`;
}

function renderLength(framing: Framing, seen: Seen): string {
  if (seen.contentLength || seen.transferEncoding) return '';
  if (!framing._hasBody) {
    framing.chunkedEncoding = false;
    return '';
  }
  if (!framing.useChunkedEncodingByDefault) {
    framing._last = true;
    return '';
  }
  if (!seen.trailer && !framing._removedContLen && framing._contentLength !== null) {
    return `Content-Length: ${framing._contentLength}\r\n`;
  }
  if (!framing._removedTE) {
    framing.chunkedEncoding = true;
    return 'Transfer-Encoding: chunked\r\n';
  }
  framing._last = true;
  return '';
}
