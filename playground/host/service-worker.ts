/// <reference lib="webworker" />
/**
 * Answers what previews ask for, from the machine's servers. A preview lives below `/m/<machine>/<port>/`.
 *
 * A browser may stop and restart a service worker at any time: it keeps nothing here that it cannot ask for again.
 */
import { abort, connectGateway, exchange, type GatewayClient } from './gateway-client.ts';
import type { FromSocket, ToServiceWorker, WhichMachine } from './gateway-protocol.ts';
import { type Place, placeOf, prefixOf } from './place.ts';

declare const self: ServiceWorkerGlobalScope;

const machines = new Map<string, GatewayClient>();
const arrivals = new Map<string, PromiseWithResolvers<void>>();

/** How long a preview's request waits for a machine to answer the call, in milliseconds. */
const MACHINE_TIMEOUT = 5000;

const NO_SOCKET: FromSocket = { type: 'closed', code: 1006, reason: '', clean: false, failed: true };

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const message = event.data as ToServiceWorker;
  if (message.type === 'machine') {
    // A preview must not pass for a machine: only the runtime's own page brings one.
    if (!isHeadless(event.source)) return;
    machines.set(message.machine, connectGateway(message.port));
    arrivals.get(message.machine)?.resolve();
  } else if (message.type === 'abort') abort(message.mark);
  else if (message.type !== 'keep-alive') {
    const { page } = message;
    event.waitUntil(
      gatewayOf(message.machine).then((gateway) => {
        if (gateway) gateway.send(message, [page]);
        else if (message.type === 'socket') page.postMessage(NO_SOCKET);
      }),
    );
  }
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  const place = placeOf(url);
  if (place) return event.respondWith(answer(event, place));
  // The runtime's own files, asked for by its own page and Workers.
  if (isRuntimeFile(url.pathname)) return;
  event.respondWith(answerUnprefixed(event, url));
});

/** A request by an absolute path (`/events`) belongs to the preview that made it. */
async function answerUnprefixed(event: FetchEvent, url: URL): Promise<Response> {
  const { request } = event;
  const from = (await askingPlace(event)) ?? (await onlyPlace());
  if (!from) return fetch(request);
  const target = url.pathname + url.search;
  // A document and a Worker take their own place from their URL, so they are loaded under the prefix. A form's content
  // is not sent twice (Firefox loses its files): the page that answers it moves itself there.
  const isForm = request.mode === 'navigate' && request.method !== 'GET';
  if ((request.mode === 'navigate' && !isForm) || /worker$/.test(request.destination)) {
    return Response.redirect(prefixOf(from) + target, 307);
  }
  return answer(event, { ...from, target });
}

async function answer(event: FetchEvent, place: Place): Promise<Response> {
  const [gateway, from, policy] = await Promise.all([gatewayOf(place.machine), askingPlace(event), runtimePolicy()]);
  if (!gateway) return Response.error();
  return exchange(gateway, event.request, place, from, policy, event.clientId);
}

/**
 * The preview that a request comes from: its referrer's, or else its client's. In this order, because a Worker that
 * still loads its scripts is no client yet, and browsers would let us wait for it.
 */
async function askingPlace({ clientId, request }: FetchEvent): Promise<Place | null> {
  const told = URL.canParse(request.referrer) ? placeOf(new URL(request.referrer)) : null;
  if (told || !clientId) return told;
  const client = await self.clients.get(clientId);
  return client && URL.canParse(client.url) ? placeOf(new URL(client.url)) : null;
}

/** Where a page that names itself nowhere belongs (`Referrer-Policy: no-referrer`), as long as there is but one place. */
async function onlyPlace(): Promise<Place | null> {
  const places = new Map<string, Place>();
  for (const client of await self.clients.matchAll({ type: 'window', includeUncontrolled: true })) {
    const place = placeOf(new URL(client.url));
    if (place) places.set(prefixOf(place), place);
  }
  const [only] = places.values();
  return places.size === 1 && only ? only : null;
}

const POLICY_HEADERS = [
  'content-security-policy',
  'cross-origin-embedder-policy',
  'cross-origin-resource-policy',
  'origin-agent-cluster',
];

let policy: Promise<Headers> | null = null;

/** What the runtime's files are served with holds for what learners' code answers too: it reaches nothing but this origin. */
function runtimePolicy(): Promise<Headers> {
  policy ??= fetch('/headless', { method: 'HEAD' }).then(
    ({ headers }) => {
      const kept = new Headers();
      for (const [name, value] of headers) if (POLICY_HEADERS.includes(name)) kept.set(name, value);
      return kept;
    },
    (error) => {
      policy = null;
      throw error;
    },
  );
  return policy;
}

/** The machine's gateway; after a restart of this service worker it is asked for again, once for all who wait. */
async function gatewayOf(machine: string): Promise<GatewayClient | null> {
  const known = machines.get(machine);
  if (known) return known;
  let arrival = arrivals.get(machine);
  if (!arrival) {
    arrival = Promise.withResolvers<void>();
    arrivals.set(machine, arrival);
    const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const question: WhichMachine = { type: 'which-machine', machine };
    for (const page of pages) if (isHeadless(page)) page.postMessage(question);
  }
  const { promise, resolve } = arrival;
  const timeout = setTimeout(resolve, MACHINE_TIMEOUT);
  await promise;
  clearTimeout(timeout);
  arrivals.delete(machine);
  return machines.get(machine) ?? null;
}

function isHeadless(source: Client | ServiceWorker | MessagePort | null): boolean {
  return source !== null && 'url' in source && new URL(source.url).pathname === '/headless';
}

function isRuntimeFile(path: string): boolean {
  return path === '/headless' || path === '/sw.js' || path.startsWith('/runtime/');
}
