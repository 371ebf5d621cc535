import type { FromGateway, ToGateway } from './gateway-protocol.ts';

/** The service worker's end of a gateway. */
export interface GatewayClient {
  send(message: ToGateway, transfer?: ArrayBuffer[]): void;
  /** Hears what belongs to one exchange, until it is over. */
  listen(id: number, listener: (message: FromGateway) => void): void;
  forget(id: number): void;
  close(): void;
}

/** What waits in the service worker for a reader, before the machine is asked to hold back. */
const STREAM_BUFFER_BYTES = 256 * 1024;

let nextId = 1;

export function connectGateway(port: MessagePort): GatewayClient {
  const listeners = new Map<number, (message: FromGateway) => void>();
  port.onmessage = ({ data }: MessageEvent<FromGateway>) => listeners.get(data.id)?.(data);
  return {
    send: (message, transfer = []) => port.postMessage(message, transfer),
    listen: (id, listener) => listeners.set(id, listener),
    forget: (id) => listeners.delete(id),
    close: () => {
      for (const [id, listener] of listeners) listener({ type: 'end', id, complete: false });
      port.close();
    },
  };
}

/**
 * Carries a browser's request to a server on the machine and its answer back, as a stream.
 *
 * A refused connection is a network error; a dropped one ends an event stream quietly, because an error in its body
 * makes `EventSource` give up for good, where over a real network it reconnects.
 *
 * @param policy headers that every answer carries, whatever the server said
 */
export async function exchange(
  gateway: GatewayClient,
  request: Request,
  place: { readonly machine: string; readonly port: number; readonly target: string },
  policy: Headers,
): Promise<Response> {
  const id = nextId++;
  const body = request.body || !/^(GET|HEAD)$/.test(request.method) ? await request.arrayBuffer() : null;
  const { port, target } = place;
  return new Promise((resolve) => {
    let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
    let isEventStream = false;
    let unreported = 0;
    const report = () => {
      if (unreported > 0) gateway.send({ type: 'consumed', id, bytes: unreported });
      unreported = 0;
    };
    const stop = () => {
      gateway.forget(id);
      gateway.send({ type: 'cancel', id });
    };
    request.signal.addEventListener('abort', stop, { once: true });
    gateway.listen(id, (message) => {
      switch (message.type) {
        case 'head': {
          const headers = responseHeaders(message.headers, place, policy);
          isEventStream = /^text\/event-stream/i.test(headers.get('content-type') ?? '');
          const stream = new ReadableStream<Uint8Array>(
            {
              start: (created) => {
                controller = created;
              },
              pull: report,
              cancel: stop,
            },
            new ByteLengthQueuingStrategy({ highWaterMark: STREAM_BUFFER_BYTES }),
          );
          const { status, statusText } = message;
          const bodyless = status === 204 || status === 205 || status === 304 || request.method === 'HEAD';
          return resolve(new Response(bodyless ? null : stream, { status, statusText, headers }));
        }
        case 'body':
          controller?.enqueue(message.bytes);
          unreported += message.bytes.byteLength;
          if ((controller?.desiredSize ?? 0) > 0) report();
          return;
        case 'end':
          gateway.forget(id);
          if (message.complete || isEventStream) controller?.close();
          else controller?.error(new TypeError('The connection was closed before the answer was complete.'));
          return;
        case 'failed':
          gateway.forget(id);
          return resolve(Response.error());
      }
    });
    gateway.send(
      { type: 'request', id, port, method: request.method, target, headers: requestHeaders(request), body },
      body ? [body] : [],
    );
  });
}

/** What a service worker is not told of a request, but a server would be. */
function requestHeaders(request: Request): Array<readonly [string, string]> {
  const headers = new Headers(request.headers);
  headers.set('user-agent', navigator.userAgent);
  headers.set('accept-encoding', 'identity');
  if (request.mode === 'navigate') {
    headers.set('sec-fetch-dest', request.destination || 'document');
    headers.set('sec-fetch-mode', 'navigate');
    if (!headers.has('accept')) headers.set('accept', 'text/html,application/xhtml+xml,*/*;q=0.8');
  } else if (!headers.has('accept')) headers.set('accept', '*/*');
  return [...headers];
}

function responseHeaders(
  received: ReadonlyArray<readonly [string, string]>,
  place: { readonly machine: string; readonly port: number },
  policy: Headers,
): Headers {
  const headers = new Headers();
  for (const [name, value] of received) {
    try {
      headers.append(name, /^location$/i.test(name) ? redirectTarget(value, place) : value);
    } catch {
      // A name or value that a browser's own network stack would not take either.
    }
  }
  for (const [name, value] of policy) headers.set(name, value);
  return headers;
}

/** Keeps a redirect within the machine. */
function redirectTarget(location: string, place: { readonly machine: string; readonly port: number }): string {
  const local = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::(\d+))?(\/.*)?$/i.exec(location);
  if (local) return `/m/${place.machine}/${local[1] ?? 80}${local[2] ?? '/'}`;
  return location.startsWith('/') && !location.startsWith('//')
    ? `/m/${place.machine}/${place.port}${location}`
    : location;
}
