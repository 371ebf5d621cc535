import { codedError } from '../net/coded-error.ts';
import { type AnyBody, isAsyncIterable, Response } from './response.ts';

const NativeRequest = globalThis.Request;
const WITHOUT_BODY = new Set(['GET', 'HEAD']);
const UNSUPPORTED = new Set(['CONNECT', 'TRACE', 'TRACK']);

export interface MachineRequestInit extends Omit<RequestInit, 'body'> {
  body?: AnyBody | null;
  duplex?: 'half';
}

/** A Response reads and streams bodies of every kind, in browsers where the native Request cannot. */
interface Payload {
  readonly content: Response;
  /** Known before sending, so that a length can be announced and a redirect can send it again. */
  readonly buffered: boolean;
}

/**
 * `Request` as Node has it: headers that browsers forbid (Cookie, Host, Connection…) and streams as bodies are allowed,
 * relative URLs are not.
 *
 * @see https://fetch.spec.whatwg.org/#request-class
 */
export class Request extends NativeRequest {
  /** How the program wrote the names of its headers, by lower-case name. A native Headers does not keep it. */
  readonly _names: ReadonlyMap<string, string>;
  readonly #headers: Headers;
  #payload: Payload | null;

  constructor(input: RequestInfo | URL, init: MachineRequestInit = {}) {
    const { body, headers, duplex, ...options } = init;
    const source = input instanceof NativeRequest ? input : null;
    super(readUrl(source ? source.url : String(input)), { ...inherited(source), ...options, ...checkedMethod(init) });
    const own = source instanceof Request ? source.#payload : null;
    const payload = body === undefined || body === null ? passOn(own) : readBody(body, duplex);
    if (payload && WITHOUT_BODY.has(this.method)) {
      throw new TypeError('Request with GET/HEAD method cannot have body.');
    }
    this.#payload = payload;
    this.#headers = new Headers(headers ?? source?.headers);
    this._names = new Map(headerNames(headers).map((name) => [name.toLowerCase(), name]));
    const type = body ? payload?.content.headers.get('content-type') : null;
    if (type && !this.#headers.has('content-type')) this.#headers.set('content-type', type);
  }

  override get headers(): Headers {
    return this.#headers;
  }

  override get body(): Request['_bodyStream'] {
    return this._bodyStream;
  }

  get _bodyStream(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    return this.#payload?.content.body ?? null;
  }

  /** Whether the whole body is known, so that it has a length. */
  get _buffered(): boolean {
    return this.#payload?.buffered ?? true;
  }

  override get bodyUsed(): boolean {
    return this.#payload?.content.bodyUsed ?? false;
  }

  get duplex(): 'half' {
    return 'half';
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    return this.#content().arrayBuffer();
  }

  override blob(): Promise<Blob> {
    return this.#content().blob();
  }

  override bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#content().bytes();
  }

  override formData(): Promise<FormData> {
    return this.#content().formData();
  }

  override json(): Promise<unknown> {
    return this.#content().json();
  }

  override text(): Promise<string> {
    return this.#content().text();
  }

  override clone(): Request {
    if (this.bodyUsed) throw new TypeError('unusable');
    const copy = new Request(this.url, { ...inherited(this), method: this.method, headers: this.#headers });
    const payload = this.#payload;
    copy.#payload = payload && { ...payload, content: payload.content.clone() };
    return copy;
  }

  #content(): Response {
    const content = this.#payload?.content;
    if (!content) return new Response();
    const type = this.#headers.get('content-type');
    if (type) content.headers.set('content-type', type);
    return content;
  }
}

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) {
    const cause = Object.assign(codedError(TypeError, 'ERR_INVALID_URL', 'Invalid URL'), { input: text });
    throw new TypeError(`Failed to parse URL from ${text}`, { cause });
  }
  if (url.username || url.password) {
    throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${text}`);
  }
  return url.href;
}

function headerNames(headers: HeadersInit | undefined): string[] {
  if (!headers) return [];
  return Symbol.iterator in headers ? [...headers].map(([name]) => String(name)) : Object.keys(headers);
}

function checkedMethod({ method }: MachineRequestInit): { method?: string } {
  if (method === undefined) return {};
  if (!/^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  if (UNSUPPORTED.has(method.toUpperCase())) throw new TypeError(`'${method}' HTTP method is unsupported.`);
  return { method };
}

function inherited(source: globalThis.Request | null): RequestInit {
  if (!source) return {};
  const { method, redirect, signal, referrerPolicy, keepalive, cache } = source;
  return { method, redirect, signal, referrerPolicy, keepalive, cache };
}

/** A request made from another one takes its body over, and leaves it used. */
function passOn(payload: Payload | null): Payload | null {
  if (!payload) return null;
  if (payload.content.bodyUsed || payload.content.body?.locked) {
    throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
  }
  const body = payload.content.body?.pipeThrough(new TransformStream()) ?? null;
  return { ...payload, content: new Response(body) };
}

function readBody(body: AnyBody, duplex: 'half' | undefined): Payload {
  const streams = body instanceof ReadableStream || isAsyncIterable(body);
  if (streams && duplex !== 'half') throw new TypeError('RequestInit: duplex option is required when sending a body.');
  return { content: new Response(body), buffered: !streams };
}
