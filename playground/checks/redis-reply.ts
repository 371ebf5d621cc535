/** What Redis answered; an Error is its complaint. */
export type RedisReply = string | number | null | Error | readonly RedisReply[];

interface Read {
  readonly reply: RedisReply;
  /** Where the next reply begins. */
  readonly end: number;
}

/**
 * Reads the RESP2 reply that begins at `start`; null when it has not arrived whole.
 *
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export function readReply(bytes: Buffer, start: number): Read | null {
  const lineEnd = bytes.indexOf('\r\n', start);
  if (lineEnd === -1) return null;
  const line = bytes.toString('utf8', start + 1, lineEnd);
  const end = lineEnd + 2;
  switch (String.fromCharCode(bytes[start] ?? 0)) {
    case '+':
      return { reply: line, end };
    case ':':
      return { reply: Number(line), end };
    case '$':
      return readBulk(bytes, Number(line), end);
    case '*':
      return readArray(bytes, Number(line), end);
    default:
      return { reply: new Error(`Redis answered: ${line}`), end };
  }
}

function readBulk(bytes: Buffer, length: number, start: number): Read | null {
  if (length < 0) return { reply: null, end: start };
  if (bytes.length < start + length + 2) return null;
  return { reply: bytes.toString('utf8', start, start + length), end: start + length + 2 };
}

function readArray(bytes: Buffer, length: number, start: number): Read | null {
  if (length < 0) return { reply: null, end: start };
  const reply: RedisReply[] = [];
  let end = start;
  for (let index = 0; index < length; index++) {
    const item = readReply(bytes, end);
    if (item === null) return null;
    reply.push(item.reply);
    end = item.end;
  }
  return { reply, end };
}
