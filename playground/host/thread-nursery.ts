import type { FromMachine } from './gateway-protocol.ts';
import { loadScript, scriptUrl } from './runtime-script.ts';
import type { ToThreadUser } from './thread-protocol.ts';

/** The page's end of {@link PageThreads}: makes Workers for the machine, and holds them, so that none is collected as garbage. */
export function nurseThreads(machine: Worker): void {
  const workers = new Map<number, Worker>();
  let script: Promise<string> | null = null;
  let last = 0;

  async function make(): Promise<void> {
    script ??= loadScript('blank').then(scriptUrl);
    const worker = new Worker(await script, { name: 'process' });
    const thread = ++last;
    workers.set(thread, worker);
    worker.addEventListener('error', ({ message }) => {
      const reason = message || 'its script did not load';
      machine.postMessage({ type: 'thread-failed', thread, reason } satisfies ToThreadUser);
    });
    const { port1, port2 } = new MessageChannel();
    worker.postMessage(port1, [port1]);
    machine.postMessage({ type: 'thread', thread, port: port2 } satisfies ToThreadUser, [port2]);
  }

  machine.addEventListener('message', ({ data }: MessageEvent<FromMachine>) => {
    if (data.type === 'thread-wanted') void make();
    else if (data.type === 'thread-unwanted') {
      workers.get(data.thread)?.terminate();
      workers.delete(data.thread);
    }
  });
}
