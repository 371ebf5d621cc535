import type { ProcessThread } from '#machine/process-table.ts';
import type { KernelEvent } from '#machine/protocol.ts';
import type { FromProcess, ToProcess } from '#node/worker-protocol.ts';

/**
 * How many Workers wait for a program. Chromium starts a Worker at any time; Firefox loads no Worker's script while a
 * preview in the same process does not return, so there enough wait for a whole run of checks.
 */
export const SPARE_WORKERS = /Firefox\//.test(navigator.userAgent) ? 14 : 2;

interface Spare {
  readonly worker: Worker;
  readonly ready: Promise<void>;
}

/** Workers that have loaded Node and wait to become a process, so that one starts in milliseconds. */
export class ThreadPool {
  readonly #script: URL;
  readonly #typeStripper: Promise<WebAssembly.Module>;
  readonly #spares: Spare[] = [];
  #filling = false;
  #closed = false;

  constructor(script: URL, typeStripper: Promise<WebAssembly.Module>) {
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
    for (const { worker } of this.#spares.splice(0)) worker.terminate();
  }

  /** One after the other, so that spares never take the processor from a program that runs. */
  async #fill(): Promise<void> {
    if (this.#filling) return;
    this.#filling = true;
    while (!this.#closed && this.#spares.length < SPARE_WORKERS) {
      const spare = this.#start();
      this.#spares.push(spare);
      await spare.ready.catch(() => {});
    }
    this.#filling = false;
  }

  #start(): Spare {
    const worker = new Worker(this.#script, { type: 'module', name: 'process' });
    const loaded = new Promise<void>((resolve, reject) => {
      worker.addEventListener('message', () => resolve(), { once: true });
      worker.addEventListener('error', (event) => reject(new Error(event.message || 'its script did not load')), {
        once: true,
      });
    });
    const ready = Promise.all([loaded, this.#typeStripper]).then(([, typeStripper]) => {
      worker.postMessage({ type: 'prepare', typeStripper } satisfies ToProcess);
    });
    ready.catch(() => {});
    return { worker, ready };
  }
}

class WorkerThread implements ProcessThread {
  onRequests: ProcessThread['onRequests'] = () => {};
  onFailure: ProcessThread['onFailure'] = () => {};
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  #isReady = false;

  constructor({ worker, ready }: Spare) {
    this.#worker = worker;
    this.#ready = ready;
    worker.addEventListener('message', ({ data }: MessageEvent<FromProcess>) => {
      if (data.type === 'requests') this.onRequests(data.requests);
    });
    ready.then(
      () => {
        this.#isReady = true;
        // The process handles its program's errors itself: this one is the machine's own.
        worker.addEventListener('error', ({ message }) => this.onFailure(`The machine failed: ${message}`));
      },
      (error: Error) => this.onFailure(`This process could not start: ${error.message}.`),
    );
  }

  post(events: KernelEvent[], transfer: ArrayBuffer[]): void {
    const message: ToProcess = { type: 'events', events };
    if (this.#isReady) this.#worker.postMessage(message, transfer);
    else this.#ready.then(() => this.#worker.postMessage(message, transfer)).catch(() => {});
  }

  terminate(): void {
    this.#worker.terminate();
  }
}
