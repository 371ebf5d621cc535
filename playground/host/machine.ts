import { FileTree } from '#machine/files.ts';
import { Network } from '#machine/network.ts';
import {
  type Kernel,
  type Process,
  type ProcessObserver,
  ProcessTable,
  type ProcessThread,
} from '#machine/process-table.ts';
import type { FileChange, SpawnRequest } from '#machine/protocol.ts';

/** One machine: files, a network and processes, from boot to teardown. */
export class Machine {
  readonly files = new FileTree();
  readonly network = new Network();
  readonly #processes: ProcessTable;

  constructor(thread: () => ProcessThread) {
    const kernel: Kernel = { files: this.files, network: this.network, thread };
    this.#processes = new ProcessTable(kernel);
    this.files.onChange = (change: FileChange) => this.#processes.broadcast({ event: 'file', change }, null);
  }

  spawn(spec: SpawnRequest, observer: ProcessObserver): Process {
    return this.#processes.spawn(spec, observer);
  }

  /** Kills a process and its descendants. */
  kill(process: Process): void {
    this.#processes.killGroup(process);
  }

  shutDown(): void {
    this.#processes.killAll();
  }
}
