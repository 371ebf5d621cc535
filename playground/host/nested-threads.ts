import type { FromProcess } from '#node/worker-protocol.ts';
import type { MakeThread, Thread } from './thread.ts';

/** Workers that the machine's own Worker makes. `script` is a URL that loads without the network, so that no service worker stands in between. */
export function nestedThreads(script: Promise<string>): MakeThread {
  return async () => {
    const worker = new Worker(await script, { name: 'process' });
    const thread: Thread = {
      onMessage: () => {},
      onFailure: () => {},
      post: (message, transfer) => worker.postMessage(message, transfer),
      terminate: () => worker.terminate(),
    };
    worker.addEventListener('message', ({ data }: MessageEvent<FromProcess>) => thread.onMessage(data));
    worker.addEventListener('error', ({ message }) => thread.onFailure(message || 'its script did not load'));
    return thread;
  };
}
