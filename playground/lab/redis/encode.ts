import type { Bytes } from './bytes.ts';
import { formatDouble } from './numbers.ts';
import type { Reply } from './reply.ts';

export type Protocol = 2 | 3;

/** Writes a reply in RESP2 or RESP3. @see https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export function encodeReply(reply: Reply, protocol: Protocol): Bytes {
  const resp3 = protocol === 3;
  switch (reply.kind) {
    case 'simple':
      return `+${reply.text}\r\n`;
    case 'error':
      return `-${reply.text}\r\n`;
    case 'integer':
      return `:${reply.value}\r\n`;
    case 'double':
      return resp3 ? `,${formatDouble(reply.value)}\r\n` : encodeBulk(formatDouble(reply.value));
    case 'bulk':
      return encodeBulk(reply.bytes);
    case 'verbatim':
      return resp3 ? `=${reply.bytes.length + 4}\r\ntxt:${reply.bytes}\r\n` : encodeBulk(reply.bytes);
    case 'null':
      return resp3 ? '_\r\n' : '$-1\r\n';
    case 'nullArray':
      return resp3 ? '_\r\n' : '*-1\r\n';
    case 'array':
      return encodeItems('*', reply.items, protocol);
    case 'set':
      return encodeItems(resp3 ? '~' : '*', reply.items, protocol);
    case 'push':
      return encodeItems(resp3 ? '>' : '*', reply.items, protocol);
    case 'map': {
      const head = resp3 ? `%${reply.pairs.length}\r\n` : `*${reply.pairs.length * 2}\r\n`;
      return head + reply.pairs.map((pair) => concatenate(pair, protocol)).join('');
    }
    case 'sequence':
      return concatenate(reply.items, protocol);
  }
}

function encodeBulk(bytes: Bytes): Bytes {
  return `$${bytes.length}\r\n${bytes}\r\n`;
}

function encodeItems(type: string, items: readonly Reply[], protocol: Protocol): Bytes {
  return `${type}${items.length}\r\n${concatenate(items, protocol)}`;
}

function concatenate(items: readonly Reply[], protocol: Protocol): Bytes {
  return items.map((item) => encodeReply(item, protocol)).join('');
}
