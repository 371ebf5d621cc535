import type { Evidence } from './failure.ts';
import type { ServerProcess } from './server-process.ts';

/** A Redis of the check's own. */
export class Redis {
  readonly port: number;
  readonly #start: () => ServerProcess;
  #process: ServerProcess | null = null;

  constructor(port: number, start: () => ServerProcess) {
    this.port = port;
    this.#start = start;
  }

  /** For `createClient({ url })`. */
  get url(): string {
    return `redis://localhost:${this.port}`;
  }

  /** Starts it, or starts it again after `kill`: it is empty then. Resolves once it listens. */
  async start(): Promise<void> {
    this.#process = this.#start();
    await this.#process.listening();
  }

  /** Connections are reset, and its data is gone. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** Used by the runner. */
  async dispose(): Promise<void> {
    await this.kill();
  }

  get evidence(): Evidence[] {
    return [{ title: 'Redis printed', lines: this.#process?.trouble ? this.#process.output : [] }];
  }

  get crash(): string | null {
    const trouble = this.#process?.trouble ?? null;
    return trouble === null ? null : `Redis ${trouble}`;
  }
}
