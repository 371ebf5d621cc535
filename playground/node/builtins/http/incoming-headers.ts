/** Of these, only the first counts. @see https://nodejs.org/api/http.html#messageheaders */
const SINGLE = new Set([
  'age',
  'authorization',
  'content-length',
  'content-type',
  'etag',
  'expires',
  'from',
  'host',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'referer',
  'retry-after',
  'server',
  'user-agent',
]);

export type IncomingHeaders = Record<string, string | string[] | undefined>;

/** Joins repeated fields as Node does: cookies with `; `, `set-cookie` as a list, some only once, all others with `, `. */
export function joinHeaders(raw: readonly string[], joinDuplicates: boolean): IncomingHeaders {
  const headers: IncomingHeaders = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    addHeader(headers, raw[i]!.toLowerCase(), raw[i + 1]!, joinDuplicates);
  }
  return headers;
}

function addHeader(headers: IncomingHeaders, name: string, value: string, joinDuplicates: boolean): void {
  const present = headers[name];
  if (name === 'set-cookie') {
    headers[name] = Array.isArray(present) ? [...present, value] : [value];
  } else if (typeof present !== 'string') {
    headers[name] = value;
  } else if (!SINGLE.has(name) || joinDuplicates) {
    headers[name] = `${present}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
}

/** Every value by itself. @see https://nodejs.org/api/http.html#messageheadersdistinct */
export function distinctHeaders(raw: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = Object.create(null);
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    headers[name] = [...(headers[name] ?? []), raw[i + 1]!];
  }
  return headers;
}
