/**
 * The page that `@webcontainer/api` loads in a hidden frame. It starts the machine in a Worker and passes ports on:
 * nothing of the machine runs here, because a preview's endless loop freezes every page of this origin.
 */
import type { FromMachine, ToMachine, ToServiceWorker, WhichMachine } from './gateway-protocol.ts';
import { loadScript } from './runtime-script.ts';
import { nurseThreads } from './thread-nursery.ts';

/** How often the service worker is told that it is needed, in milliseconds. Firefox stops an idle one after 30 s. */
const KEEP_ALIVE_INTERVAL = 10_000;

async function start(): Promise<void> {
  if (!('serviceWorker' in navigator)) throw new DOMException('There are no service workers here.', 'SecurityError');
  const machine = crypto.randomUUID().slice(0, 8);
  const worker = new Worker('/runtime/machine.js', { type: 'module', name: 'machine' });
  // On its way before the machine could ask for it.
  void loadScript('process').then((source) =>
    worker.postMessage({ type: 'process-script', source } satisfies ToMachine),
  );
  nurseThreads(worker);
  const tell = (message: Extract<ToMachine, { port: MessagePort }>) => worker.postMessage(message, [message.port]);

  const registration = await navigator.serviceWorker.register('/sw.js', { scope: '/', type: 'module' });
  const client = new MessageChannel();
  tell({ type: 'client', port: client.port1, origin: location.origin, machine });
  // Any page may boot a machine: each gets one of its own and sees nothing of another's. It need not wait until previews are served.
  parent.postMessage({ type: 'init' }, '*', [client.port2]);

  const connect = (target: ServiceWorker) => {
    const { port1, port2 } = new MessageChannel();
    tell({ type: 'gateway', port: port1 });
    target.postMessage({ type: 'machine', machine, port: port2 } satisfies ToServiceWorker, [port2]);
  };
  connect(await activated(registration));
  navigator.serviceWorker.addEventListener('message', ({ data, source }: MessageEvent<WhichMachine>) => {
    if (data.type === 'which-machine' && data.machine === machine && source instanceof ServiceWorker) connect(source);
  });
  // From the machine's Worker: its timers run on when this page is hidden or frozen.
  worker.addEventListener('message', ({ data }: MessageEvent<FromMachine>) => {
    if (data.type === 'heartbeat') registration.active?.postMessage({ type: 'keep-alive' } satisfies ToServiceWorker);
  });
  worker.postMessage({ type: 'heartbeat', interval: KEEP_ALIVE_INTERVAL } satisfies ToMachine);
}

function activated(registration: ServiceWorkerRegistration): Promise<ServiceWorker> {
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (!worker) return Promise.reject(new Error('The service worker did not register.'));
  return new Promise((resolve, reject) => {
    const settle = () => {
      if (worker.state === 'activated') resolve(worker);
      else if (worker.state === 'redundant') reject(new Error('The service worker was replaced while it started.'));
    };
    worker.addEventListener('statechange', settle);
    settle();
  });
}

start().catch((error: unknown) => {
  // `@webcontainer/api` knows no failure at boot: it logs a warning. The session listens for this one, and knows blocked
  // storage by the name SecurityError.
  parent.postMessage({ type: 'warning', level: 'error', message: `The runtime could not start: ${error}` }, '*');
});
