import type { IncomingMessage } from 'node:http';

/** Status line and headers of a response. */
export interface Head {
  readonly status: number;
  /** Names in lower case, repeated ones joined, as a browser's `Headers` shows them. */
  readonly headers: Readonly<Record<string, string>>;
}

export function headOf(response: IncomingMessage): Head {
  const headers = Object.entries(response.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return { status: response.statusCode ?? 0, headers: Object.fromEntries(headers) };
}
