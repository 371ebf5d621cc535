/// <reference lib="webworker" />
/** The Worker that is the machine. It owns the port to the page, so it answers while everything else of this origin is frozen. */
import { expose, proxy } from 'comlink';
import { Gateway } from './gateway.ts';
import type { ToMachine } from './gateway-protocol.ts';
import { ThreadPool } from './process-thread.ts';
import { API_VERSION, type PreviewPlace, WebContainerInstance } from './webcontainer-api.ts';

declare const self: DedicatedWorkerGlobalScope;

async function processScript(): Promise<string> {
  const response = await fetch('/runtime/process.js');
  return URL.createObjectURL(new Blob([await response.blob()], { type: 'text/javascript' }));
}

const pool = new ThreadPool(processScript(), WebAssembly.compileStreaming(fetch('/runtime/type-stripper.wasm')));

let instance: WebContainerInstance | null = null;
const gatewayPorts = new Set<MessagePort>();

self.addEventListener('message', ({ data }: MessageEvent<ToMachine>) => {
  if (data.type === 'client') serve(data.port, data);
  else if (data.type === 'heartbeat') setInterval(() => self.postMessage(null), data.interval);
  else {
    gatewayPorts.add(data.port);
    if (instance) new Gateway(instance.machine.network, data.port);
  }
});

/** Answers `@webcontainer/api`: `build` boots a machine, again after each teardown. */
function serve(port: MessagePort, place: PreviewPlace): void {
  const server = {
    build(options: { readonly version: string; readonly workdirName?: string }) {
      if (options.version !== API_VERSION) {
        throw new Error(`This runtime answers @webcontainer/api ${API_VERSION}, but the page has ${options.version}.`);
      }
      instance = new WebContainerInstance(pool, place, options, () => {
        instance = null;
      });
      for (const gatewayPort of gatewayPorts) new Gateway(instance.machine.network, gatewayPort);
      return proxy(instance);
    },
  };
  expose(server, port);
}
