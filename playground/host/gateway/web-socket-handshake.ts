import { sha1 } from '@noble/hashes/legacy.js';
import { Buffer } from '#node/builtins/buffer.ts';
import type { MessageHead } from '#node/builtins/http/parser.ts';
import type { SocketRequest } from '../gateway-protocol.ts';

/** @see https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export function createKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
}

/** The opening request, as a browser writes it. It offers no extension: the machine's frames are not compressed. */
export function openingRequest(request: SocketRequest, key: string, cookie: string): Uint8Array {
  const lines = [
    `GET ${request.target} HTTP/1.1`,
    `Host: localhost:${request.port}`,
    'Connection: Upgrade',
    'Pragma: no-cache',
    'Cache-Control: no-cache',
    `User-Agent: ${request.userAgent}`,
    'Upgrade: websocket',
    `Origin: ${request.origin}`,
    'Sec-WebSocket-Version: 13',
  ];
  if (cookie !== '') lines.push(`Cookie: ${cookie}`);
  lines.push(`Sec-WebSocket-Key: ${key}`);
  if (request.protocols.length > 0) lines.push(`Sec-WebSocket-Protocol: ${request.protocols.join(', ')}`);
  return Uint8Array.from(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
}

/** The subprotocol that the server chose, empty for none; null when its answer opens no WebSocket. @see https://www.rfc-editor.org/rfc/rfc6455#section-4.1 */
export function chosenProtocol(head: MessageHead, key: string, asked: readonly string[]): string | null {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < head.rawHeaders.length; index += 2) {
    headers.set(head.rawHeaders[index]!.toLowerCase(), head.rawHeaders[index + 1]!);
  }
  const expected = Buffer.from(sha1(Buffer.from(key + GUID))).toString('base64');
  const upgrades =
    head.statusCode === 101 &&
    headers.get('upgrade')?.toLowerCase() === 'websocket' &&
    /(?:^|,)\s*upgrade\s*(?:,|$)/i.test(headers.get('connection') ?? '') &&
    headers.get('sec-websocket-accept') === expected;
  const protocol = headers.get('sec-websocket-protocol');
  if (!upgrades || headers.has('sec-websocket-extensions')) return null;
  if (protocol === undefined) return '';
  return asked.includes(protocol) ? protocol : null;
}
