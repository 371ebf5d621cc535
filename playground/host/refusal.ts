/// <reference lib="webworker" />
import type { ToPreview } from './gateway-protocol.ts';

declare const self: ServiceWorkerGlobalScope;

/** A page that does not say in this time that it has heard is not waited for, in milliseconds. */
const PAGE_TIMEOUT = 300;

/**
 * What stands for a connection that was refused, or closed without an answer. Firefox takes a service worker's network
 * error for final in an `EventSource`, which it never is over a network; a stream that ends as it begins is not. The page
 * is told first, so that it keeps the `open` of that stream to itself.
 *
 * @param mark of the stream; null when its page has none
 */
export async function refusal(request: Request, clientId: string, mark: string | null): Promise<Response> {
  if (!/Firefox\//.test(navigator.userAgent) || request.headers.get('accept') !== 'text/event-stream') {
    return Response.error();
  }
  const client = mark === null ? undefined : await self.clients.get(clientId);
  if (client && mark !== null) {
    const { port1, port2 } = new MessageChannel();
    await new Promise<void>((resolve) => {
      port1.onmessage = () => resolve();
      setTimeout(resolve, PAGE_TIMEOUT);
      client.postMessage({ type: 'refused', mark } satisfies ToPreview, [port2]);
    });
  }
  return new Response(new ReadableStream({ start: (stream) => stream.close() }), {
    headers: { 'content-type': 'text/event-stream' },
  });
}
