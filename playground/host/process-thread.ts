import type { ProcessThread } from '#machine/process-table.ts';
import type { KernelEvent } from '#machine/protocol.ts';
import type { MakeThread, Thread } from './thread.ts';

/** Workers that have loaded Node and wait to become a process, so that one starts in milliseconds. */
export class ThreadPool {
  readonly #make: MakeThread;
  readonly #size: number;
  readonly #typeStripper: Promise<WebAssembly.Module>;
  readonly #spares: Promise<Thread>[] = [];
  #lastStarted: Promise<unknown> = Promise.resolve();
  #filling = false;

  /** Keeps `size` Workers waiting: none is added in the first `quiet` milliseconds, which belong to a page's first Run. */
  constructor(make: MakeThread, size: number, typeStripper: Promise<WebAssembly.Module>, quiet: number) {
    this.#make = make;
    this.#size = size;
    this.#typeStripper = typeStripper;
    // All at once: a first Run needs them at once.
    while (this.#spares.length < size) this.#spares.push(this.#start());
    this.#lastStarted = new Promise((resolve) => setTimeout(resolve, quiet));
  }

  take(): ProcessThread {
    const spare = this.#spares.shift() ?? this.#start();
    void this.#fill();
    return new WorkerThread(spare);
  }

  /** One after the other, so that spares never take the processor from a program that runs. */
  async #fill(): Promise<void> {
    if (this.#filling) return;
    this.#filling = true;
    while (this.#spares.length < this.#size) {
      await this.#lastStarted;
      this.#spares.push(this.#start());
    }
    this.#filling = false;
  }

  #start(): Promise<Thread> {
    const started = this.#prepare();
    this.#lastStarted = started.catch(() => {});
    return started;
  }

  async #prepare(): Promise<Thread> {
    const thread = await this.#make();
    // Listened to at once: on a first visit a Worker is ready long before the stripper is compiled.
    const ready = new Promise<void>((resolve, reject) => {
      thread.onMessage = () => resolve();
      thread.onFailure = (reason) => reject(new Error(reason));
    });
    const [typeStripper] = await Promise.all([this.#typeStripper, ready]);
    thread.post({ type: 'prepare', typeStripper }, []);
    return thread;
  }
}

class WorkerThread implements ProcessThread {
  onRequests: ProcessThread['onRequests'] = () => {};
  onFailure: ProcessThread['onFailure'] = () => {};
  readonly #starting: Promise<Thread>;
  #thread: Thread | null = null;
  #terminated = false;

  constructor(starting: Promise<Thread>) {
    this.#starting = starting;
    starting.then(
      (thread) => this.#run(thread),
      (error: Error) => this.onFailure(`This process could not start: ${error.message}.`),
    );
  }

  post(events: KernelEvent[], transfer: ArrayBuffer[]): void {
    if (this.#thread) this.#thread.post({ type: 'events', events }, transfer);
    else this.#starting.then((thread) => thread.post({ type: 'events', events }, transfer)).catch(() => {});
  }

  terminate(): void {
    this.#terminated = true;
    this.#thread?.terminate();
  }

  #run(thread: Thread): void {
    if (this.#terminated) {
      thread.terminate();
      return;
    }
    this.#thread = thread;
    thread.onMessage = (message) => {
      if (message.type === 'requests') this.onRequests(message.requests);
    };
    // The process handles its program's errors itself: this one is the machine's own.
    thread.onFailure = (reason) => this.onFailure(`The machine failed: ${reason}`);
  }
}
