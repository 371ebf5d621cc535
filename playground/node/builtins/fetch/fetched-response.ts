import { NativeResponse, Response } from './response.ts';

const NULL_BODY = new Set([204, 205, 304]);

export interface ResponseHead {
  readonly url: string;
  readonly redirected: boolean;
  /** 'cors' when a redirect led to another origin. */
  readonly type: 'basic' | 'cors';
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
}

/** The headers of a response that came over the network, `Set-Cookie` included. */
class ImmutableHeaders extends Headers {
  #sealed = false;

  constructor(pairs: ResponseHead['headers']) {
    super();
    for (const [name, value] of pairs) super.append(name, value);
    this.#sealed = true;
  }

  override append(name: string, value: string): void {
    this.#check();
    super.append(name, value);
  }

  override set(name: string, value: string): void {
    this.#check();
    super.set(name, value);
  }

  override delete(name: string): void {
    this.#check();
    super.delete(name);
  }

  #check(): void {
    if (this.#sealed) throw new TypeError('immutable');
  }
}

/** What `fetch` resolves to: a Response with the URL, status and headers that only the browser may set. */
export function fetchedResponse(body: ReadableStream<Uint8Array<ArrayBuffer>> | null, head: ResponseHead): Response {
  const { url, redirected, type, status, statusText } = head;
  const headers = new ImmutableHeaders(head.headers);
  const contentType = headers.get('content-type');
  const init = contentType === null ? {} : { headers: { 'content-type': contentType } };
  const response = new Response(NULL_BODY.has(status) ? null : body, init);
  const clone = () => fetchedResponse(NativeResponse.prototype.clone.call(response).body, head);
  const ok = status >= 200 && status < 300;
  const own = { url, redirected, type, status, statusText, ok, headers, clone };
  for (const [name, value] of Object.entries(own)) {
    Object.defineProperty(response, name, { value, configurable: true });
  }
  return response;
}
