/// <reference lib="webworker" />
/**
 * Answers what previews ask for, from the machine's servers. A preview lives below `/m/<machine>/<port>/`.
 *
 * A browser may stop and restart a service worker at any time: it keeps nothing here that it cannot ask for again.
 */
import { connectGateway, exchange, type GatewayClient } from './gateway-client.ts';
import type { ToServiceWorker, WhichMachine } from './gateway-protocol.ts';

declare const self: ServiceWorkerGlobalScope;

const machines = new Map<string, GatewayClient>();
const waiting = new Map<string, Array<() => void>>();

/** How long a preview's request waits for a machine to answer the call, in milliseconds. */
const MACHINE_TIMEOUT = 3000;

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  const message = data as ToServiceWorker;
  if (message.type !== 'machine') return;
  machines.get(message.machine)?.close();
  machines.set(message.machine, connectGateway(message.port));
  for (const resolve of waiting.get(message.machine) ?? []) resolve();
  waiting.delete(message.machine);
});

interface Place {
  readonly machine: string;
  readonly port: number;
  /** Path and query below the port. */
  readonly target: string;
}

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
  const client = event.clientId ? await self.clients.get(event.clientId) : undefined;
  const from = placeOf(new URL(client?.url ?? 'about:blank')) ?? placeOf(new URL(request.referrer || 'about:blank'));
  if (!from) return fetch(request);
  const target = url.pathname + url.search;
  // A document and a Worker take their own place from their URL, so they must be loaded under the prefix.
  if (request.mode === 'navigate' || /worker$/.test(request.destination)) {
    return Response.redirect(`/m/${from.machine}/${from.port}${target}`, 307);
  }
  return answer(event, { ...from, target });
}

async function answer(event: FetchEvent, place: Place): Promise<Response> {
  const gateway = await gatewayOf(place.machine);
  if (!gateway) return Response.error();
  return exchange(gateway, event.request, place, await runtimePolicy());
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

/** The machine's gateway; after a restart of this service worker it is asked for again. */
async function gatewayOf(machine: string): Promise<GatewayClient | null> {
  const known = machines.get(machine);
  if (known) return known;
  const arrived = new Promise<void>((resolve) => {
    waiting.set(machine, [...(waiting.get(machine) ?? []), resolve]);
    setTimeout(resolve, MACHINE_TIMEOUT);
  });
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const question: WhichMachine = { type: 'which-machine', machine };
  for (const page of pages) if (new URL(page.url).pathname === '/headless') page.postMessage(question);
  await arrived;
  return machines.get(machine) ?? null;
}

function placeOf(url: URL): Place | null {
  const [, machine, port, path] = /^\/m\/([^/]+)\/(\d+)(\/.*)?$/.exec(url.pathname) ?? [];
  if (!machine || !port) return null;
  return { machine, port: Number(port), target: (path ?? '/') + url.search };
}

function isRuntimeFile(path: string): boolean {
  return path === '/headless' || path === '/sw.js' || path.startsWith('/runtime/');
}
