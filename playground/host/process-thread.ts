import type { ProcessThread } from '#machine/process-table.ts';
import type { KernelEvent } from '#machine/protocol.ts';
import type { FromProcess, ToProcess } from '#node/worker-protocol.ts';

/**
 * How many Workers wait for a program. Chromium starts a Worker at any time; Firefox loads no Worker's script while a
 * preview in the same process does not return, so there enough wait for a whole run of checks.
 */
export const SPARE_WORKERS = /Firefox\//.test(navigator.userAgent) ? 14 : 2;

/** Workers that have loaded Node and wait to become a process, so that one starts in milliseconds. */
export class ThreadPool {
  readonly #script: Promise<string>;
  readonly #typeStripper: Promise<WebAssembly.Module>;
  readonly #spares: Promise<Worker>[] = [];
  /**
   * Firefox collects a Worker that only its own listeners refer to, even when a message from it is on its way. The
   * promise of it would never settle, so each is held from here until it has spoken.
   */
  readonly #loading = new Set<Worker>();
  #filling = false;
  #closed = false;

  /** `script` is a URL that Workers load without the network, so that no service worker stands in between. */
  constructor(script: Promise<string>, typeStripper: Promise<WebAssembly.Module>) {
    this.#script = script;
    this.#typeStripper = typeStripper;
    void this.#fill();
  }

  take(): ProcessThread {
    const spare = this.#spares.shift() ?? this.#start();
    void this.#fill();
    return new WorkerThread(spare);
  }

  close(): void {
    this.#closed = true;
    for (const spare of this.#spares.splice(0))
      spare.then(
        (worker) => worker.terminate(),
        () => {},
      );
  }

  /** One after the other, so that spares never take the processor from a program that runs. */
  async #fill(): Promise<void> {
    if (this.#filling) return;
    this.#filling = true;
    while (!this.#closed && this.#spares.length < SPARE_WORKERS) {
      const spare = this.#start();
      this.#spares.push(spare);
      await spare.catch(() => {});
    }
    this.#filling = false;
  }

  async #start(): Promise<Worker> {
    const [script, typeStripper] = await Promise.all([this.#script, this.#typeStripper]);
    const worker = new Worker(script, { type: 'module', name: 'process' });
    this.#loading.add(worker);
    await new Promise<void>((resolve, reject) => {
      worker.addEventListener('message', () => resolve(), { once: true });
      worker.addEventListener('error', ({ message }) => reject(new Error(message || 'its script did not load')), {
        once: true,
      });
    }).finally(() => this.#loading.delete(worker));
    worker.postMessage({ type: 'prepare', typeStripper } satisfies ToProcess);
    return worker;
  }
}

class WorkerThread implements ProcessThread {
  onRequests: ProcessThread['onRequests'] = () => {};
  onFailure: ProcessThread['onFailure'] = () => {};
  readonly #starting: Promise<Worker>;
  #worker: Worker | null = null;
  #terminated = false;

  constructor(starting: Promise<Worker>) {
    this.#starting = starting;
    starting.then(
      (worker) => this.#run(worker),
      (error: Error) => this.onFailure(`This process could not start: ${error.message}.`),
    );
  }

  post(events: KernelEvent[], transfer: ArrayBuffer[]): void {
    const message: ToProcess = { type: 'events', events };
    if (this.#worker) this.#worker.postMessage(message, transfer);
    else this.#starting.then((worker) => worker.postMessage(message, transfer)).catch(() => {});
  }

  terminate(): void {
    this.#terminated = true;
    this.#worker?.terminate();
  }

  #run(worker: Worker): void {
    if (this.#terminated) {
      worker.terminate();
      return;
    }
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<FromProcess>) => {
      if (data.type === 'requests') this.onRequests(data.requests);
    });
    // The process handles its program's errors itself: this one is the machine's own.
    worker.addEventListener('error', ({ message }) => this.onFailure(`The machine failed: ${message}`));
  }
}
