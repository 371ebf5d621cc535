export const NativeResponse = globalThis.Response;

/** What Node takes as a body: any async iterable, too. */
export type AnyBody = BodyInit | AsyncIterable<Uint8Array | string>;

const TEXT = 'text/plain;charset=UTF-8';
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * `Response` as Node has it: `Set-Cookie`, which browsers drop, is a header like others, what is known of the body can be
 * read in the same turn, and whoever reads one that breaks is told with what. Browsers read a body with the help of
 * another thread, and have words of their own for that.
 *
 * @see https://fetch.spec.whatwg.org/#response-class
 */
export class Response extends NativeResponse {
  readonly #headers: Headers;

  constructor(body: AnyBody | null = null, init: ResponseInit = {}) {
    const headers = new Headers(init.headers);
    if (typeof body === 'string' && !headers.has('content-type')) headers.set('content-type', TEXT);
    // Another response may stand here: its properties are accessors.
    const { status, statusText } = init;
    super(readable(body), {
      headers,
      ...(status === undefined ? {} : { status }),
      ...(statusText ? { statusText } : {}),
    });
    const type = super.headers.get('content-type');
    if (type && !headers.has('content-type')) headers.set('content-type', type);
    this.#headers = headers;
  }

  static override json(data: unknown, init: ResponseInit = {}): Response {
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const headers = new Headers(init.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    return new Response(text, { status: init.status ?? 200, statusText: init.statusText ?? '', headers });
  }

  static override redirect(url: string | URL, status = 302): Response {
    if (!URL.canParse(String(url))) throw new TypeError(`Failed to parse URL from ${url}`);
    if (!REDIRECTS.has(status)) throw new RangeError(`Invalid status code ${status}`);
    return new Response(null, { status, headers: { location: new URL(url).href } });
  }

  override get headers(): Headers {
    return this.#headers;
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.#whole()).buffer;
  }

  override async blob(): Promise<Blob> {
    return (await this.#native()).blob();
  }

  override bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#whole();
  }

  override async formData(): Promise<FormData> {
    return (await this.#native()).formData();
  }

  override async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.#whole());
  }

  async #native(): Promise<globalThis.Response> {
    const type = this.#headers.get('content-type');
    return new NativeResponse(await this.#whole(), type === null ? {} : { headers: { 'content-type': type } });
  }

  /** The whole body. Rejects with what the stream met. */
  async #whole(): Promise<Uint8Array<ArrayBuffer>> {
    const { body } = this;
    if (this.bodyUsed || body?.locked) throw new TypeError('Body is unusable: Body has already been read');
    const chunks: Uint8Array[] = [];
    const reader = body?.getReader();
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) chunks.push(next.value);
    const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }

  override clone(): Response {
    const { status, statusText } = this;
    return new Response(super.clone().body, { status, statusText, headers: this.#headers });
  }
}

/** Firefox reads even a string in a later turn. */
function readable(body: AnyBody | null): BodyInit | null {
  if (typeof body === 'string') return known(new TextEncoder().encode(body));
  if (ArrayBuffer.isView(body)) return known(new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice());
  if (body instanceof ArrayBuffer) return known(new Uint8Array(body.slice()));
  if (body === null || body instanceof ReadableStream || !isAsyncIterable(body)) return body;
  return iterate(body);
}

function known(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    type: 'bytes',
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}

export function isAsyncIterable(body: AnyBody): body is AsyncIterable<Uint8Array | string> {
  return typeof body === 'object' && Symbol.asyncIterator in body;
}

function iterate(source: AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === 'string' ? new TextEncoder().encode(value) : new Uint8Array(value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
