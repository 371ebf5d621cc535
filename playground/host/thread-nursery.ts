import type { ToProcess } from '#node/worker-protocol.ts';
import type { FromMachine } from './gateway-protocol.ts';
import { loadProcessScript } from './process-script.ts';
import type { ToThreadUser } from './thread-protocol.ts';

/** The page's end of {@link PageThreads}: makes Workers for the machine, and holds them, so that none is collected as garbage. */
export function nurseThreads(machine: Worker): void {
  const workers = new Map<number, Worker>();
  let script: Promise<string> | null = null;

  async function make(thread: number): Promise<void> {
    script ??= loadProcessScript();
    const worker = new Worker(await script, { type: 'module', name: 'process' });
    workers.set(thread, worker);
    worker.addEventListener('error', ({ message }) => {
      machine.postMessage({ type: 'thread-failed', thread, reason: message } satisfies ToThreadUser);
    });
    const { port1, port2 } = new MessageChannel();
    worker.postMessage({ type: 'connect', port: port1 } satisfies ToProcess, [port1]);
    machine.postMessage({ type: 'thread', thread, port: port2 } satisfies ToThreadUser, [port2]);
  }

  machine.addEventListener('message', ({ data }: MessageEvent<FromMachine>) => {
    if (data.type === 'thread-wanted') void make(data.thread);
    else if (data.type === 'thread-unwanted') {
      workers.get(data.thread)?.terminate();
      workers.delete(data.thread);
    }
  });
}
