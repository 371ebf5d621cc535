const PROTOCOL = /^[!#$%&'*+\-.0-9A-Z^_`|a-z~]+$/;
const MAX_REASON_BYTES = 123;

const syntaxError = (message: string) => new DOMException(message, 'SyntaxError');

/** The address of a socket. `http:` means `ws:`. @see https://websockets.spec.whatwg.org/#dom-websocket-websocket */
export function toSocketUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw syntaxError('TypeError: Invalid URL');
  if (url.protocol === 'http:') url.protocol = 'ws:';
  else if (url.protocol === 'https:') url.protocol = 'wss:';
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') throw syntaxError('expected a ws: or wss: url');
  if (url.hash !== '' || url.href.endsWith('#')) throw syntaxError('hash');
  return url;
}

export interface SocketOptions {
  protocols?: string | readonly string[];
  headers?: HeadersInit;
}

/** The second argument: protocols, or options that only Node has. */
export function toSocketOptions(given: string | readonly string[] | SocketOptions): {
  protocols: string[];
  headers: Record<string, string>;
} {
  const options = isOptions(given) ? given : { protocols: given };
  const protocols =
    typeof options.protocols === 'string' ? [options.protocols] : [...(options.protocols ?? [])].map(String);
  const distinct = new Set(protocols.map((protocol) => protocol.toLowerCase()));
  if (distinct.size !== protocols.length || !protocols.every((protocol) => PROTOCOL.test(protocol))) {
    throw syntaxError('Invalid Sec-WebSocket-Protocol value');
  }
  return { protocols, headers: Object.fromEntries(new Headers(options.headers)) };
}

function isOptions(given: string | readonly string[] | SocketOptions): given is SocketOptions {
  return typeof given === 'object' && !Array.isArray(given);
}

export function checkClose(code: number | undefined, reason: string): void {
  if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
    throw new DOMException('invalid code', 'InvalidAccessError');
  }
  const bytes = new TextEncoder().encode(reason).byteLength;
  if (bytes > MAX_REASON_BYTES) {
    throw syntaxError(`Reason must be less than ${MAX_REASON_BYTES} bytes; received ${bytes}`);
  }
}
