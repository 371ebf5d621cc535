/// <reference lib="webworker" />
/** The Worker that is the machine. It owns the port to the page, so it answers while everything else of this origin is frozen. */
import { expose, proxy } from 'comlink';
import { Gateway } from './gateway/gateway.ts';
import type { ToMachine } from './gateway-protocol.ts';
import { nestedThreads } from './nested-threads.ts';
import { PageThreads } from './page-threads.ts';
import { ThreadPool } from './process-thread.ts';
import { scriptUrl } from './runtime-script.ts';
import { API_VERSION, type PreviewPlace, WebContainerInstance } from './webcontainer-api.ts';

declare const self: DedicatedWorkerGlobalScope;

async function previewScript(): Promise<string> {
  const response = await fetch('/runtime/preview.js');
  return (await response.text()).trim();
}

const processScript = Promise.withResolvers<string>();

/**
 * Chromium starts a Worker at any time. Firefox starts none while a preview in the same process does not return, so there
 * as many wait as a run of checks may need.
 */
const BLANK_THREADS = 40;
const pageThreads = /Firefox\//.test(navigator.userAgent)
  ? new PageThreads((message) => self.postMessage(message), BLANK_THREADS, processScript.promise)
  : null;

/** How many have loaded Node already. */
const SPARE_THREADS = 2;

/** Milliseconds. */
const FIRST_RUN = 1_500;
const pool = new ThreadPool(
  pageThreads?.make ?? nestedThreads(processScript.promise.then(scriptUrl)),
  SPARE_THREADS,
  WebAssembly.compileStreaming(fetch('/runtime/type-stripper.wasm')),
  FIRST_RUN,
);
const script = previewScript();

let instance: WebContainerInstance | null = null;
let gateway: Gateway | null = null;
let gatewayPort: MessagePort | null = null;
const served = Promise.withResolvers<void>();

self.addEventListener('message', ({ data }: MessageEvent<ToMachine>) => {
  if (data.type === 'process-script') processScript.resolve(data.source);
  else if (data.type === 'client') serve(data.port, data);
  else if (data.type === 'heartbeat') setInterval(() => self.postMessage({ type: 'heartbeat' }), data.interval);
  else if (data.type !== 'gateway') pageThreads?.receive(data);
  else {
    gatewayPort = data.port;
    openGateway();
    served.resolve();
  }
});

/** A new port means a new service worker: the one before is gone, and so are those who waited for its answers. */
function openGateway(): void {
  gateway?.close();
  gateway = instance && gatewayPort ? new Gateway(instance.previews, gatewayPort) : null;
}

/** Answers `@webcontainer/api`: `build` boots a machine, again after each teardown. */
function serve(port: MessagePort, place: PreviewPlace): void {
  const server = {
    async build(options: { readonly version: string; readonly workdirName?: string }) {
      if (options.version !== API_VERSION) {
        throw new Error(`This runtime answers @webcontainer/api ${API_VERSION}, but the page has ${options.version}.`);
      }
      instance = new WebContainerInstance(
        pool,
        { ...place, script: await script, served: served.promise },
        options,
        () => {
          instance = null;
          openGateway();
        },
      );
      openGateway();
      return proxy(instance);
    },
  };
  expose(server, port);
}
