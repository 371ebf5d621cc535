import { watchClient } from './client-watch.ts';
import { takeMark } from './gateway/stream-ids.ts';
import { ABORT_HEADER, type FromGateway, type ToGateway } from './gateway-protocol.ts';
import type { Place } from './place.ts';
import { refusal } from './refusal.ts';
import { browserHeaders } from './request-headers.ts';
import { pageHeaders } from './response-headers.ts';

/** The service worker's end of a gateway. */
export interface GatewayClient {
  send(message: ToGateway, transfer?: Transferable[]): void;
  /** Hears what belongs to one exchange, until it is over. */
  listen(id: number, listener: (message: FromGateway) => void): void;
  forget(id: number): void;
}

/** What waits in the service worker for a reader, before the machine is asked to hold back. */
const STREAM_BUFFER_BYTES = 256 * 1024;

/** A request's body is read whole, because a browser tells its length: as large as a page may well hold in memory. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

let nextId = 1;

/** How to give a request up, by its mark. */
const marked = new Map<string, () => void>();

/** The page that asked does not wait any longer. */
export function abort(mark: string): void {
  marked.get(mark)?.();
}

export function connectGateway(port: MessagePort): GatewayClient {
  const listeners = new Map<number, (message: FromGateway) => void>();
  port.onmessage = ({ data }: MessageEvent<FromGateway>) => listeners.get(data.id)?.(data);
  return {
    send: (message, transfer = []) => port.postMessage(message, transfer),
    listen: (id, listener) => listeners.set(id, listener),
    forget: (id) => listeners.delete(id),
  };
}

/**
 * Carries a browser's request to a server on the machine and its answer back, as a stream.
 *
 * A refused connection is a network error; a dropped one ends an event stream quietly, because an error in its body
 * makes `EventSource` give up for good, where over a real network it reconnects.
 *
 * @param from the preview that asks, when one does
 * @param policy headers that every answer carries, whatever the server said
 */
export async function exchange(
  gateway: GatewayClient,
  request: Request,
  place: Place,
  from: Place | null,
  policy: Headers,
  clientId: string,
): Promise<Response> {
  const id = nextId++;
  const content = /^(?:GET|HEAD)$/.test(request.method) ? null : await request.arrayBuffer();
  // No body is not the same as an empty one, but only these two methods tell of its length.
  const body = content?.byteLength || /^(?:POST|PUT)$/.test(request.method) ? content : null;
  if (body && body.byteLength > MAX_BODY_BYTES) {
    console.error(`A preview sent ${body.byteLength} bytes at once; this host takes ${MAX_BODY_BYTES}.`);
    return Response.error();
  }
  if (request.signal.aborted) return Response.error();
  const mark = request.headers.get(ABORT_HEADER) ?? takeMark(place.target).mark;
  return new Promise((resolve) => {
    let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
    let isEventStream = false;
    let unreported = 0;
    const report = () => {
      if (unreported > 0) gateway.send({ type: 'consumed', id, bytes: unreported });
      unreported = 0;
    };
    const unwatch = watchClient(clientId, () => stop());
    const forget = () => {
      gateway.forget(id);
      unwatch();
      if (mark !== null && marked.get(mark) === stop) marked.delete(mark);
    };
    const stop = () => {
      forget();
      gateway.send({ type: 'cancel', id });
      resolve(Response.error());
    };
    const fail = () => {
      forget();
      resolve(refusal(request, clientId, takeMark(place.target).mark));
    };
    const answer = ({ status, statusText, headers: received }: Extract<FromGateway, { type: 'head' }>) => {
      const headers = pageHeaders(received, place, policy);
      isEventStream = /^\s*text\/event-stream/i.test(headers.get('content-type') ?? '');
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
      const bodyless = status === 204 || status === 205 || status === 304 || request.method === 'HEAD';
      return new Response(bodyless ? null : stream, { status, statusText, headers });
    };
    request.signal.addEventListener('abort', stop, { once: true });
    if (mark !== null) marked.set(mark, stop);
    gateway.listen(id, (message) => {
      switch (message.type) {
        case 'head':
          try {
            return resolve(answer(message));
          } catch {
            // A status that no browser takes.
            return stop();
          }
        case 'body':
          controller?.enqueue(message.bytes);
          unreported += message.bytes.byteLength;
          if ((controller?.desiredSize ?? 0) > 0) report();
          return;
        case 'end':
          forget();
          if (message.complete || isEventStream) controller?.close();
          else controller?.error(new TypeError('The connection was closed before the answer was complete.'));
          return;
        case 'failed':
          return fail();
      }
    });
    const { method } = request;
    gateway.send(
      {
        type: 'request',
        id,
        port: place.port,
        method,
        target: place.target,
        headers: browserHeaders(request, place, from),
        body,
        credentials: request.credentials !== 'omit',
        document: isDocument(request),
      },
      body ? [body] : [],
    );
  });
}

function isDocument({ mode, destination }: Request): boolean {
  return mode === 'navigate' && ['document', 'iframe', 'frame', ''].includes(destination);
}
