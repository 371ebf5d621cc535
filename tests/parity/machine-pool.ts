import { BrowserMachine } from '../../playground/cli/browser-machine/browser-machine.ts';
import type { BrowserName } from '../../playground/cli/browser-page.ts';

/** Machines of one browser, each lent to one program at a time. */
export class MachinePool {
  readonly #browser: BrowserName;
  readonly #runtime: string;
  readonly #free: BrowserMachine[] = [];
  readonly #waiting: ((machine: BrowserMachine) => void)[] = [];

  private constructor(browser: BrowserName, runtime: string) {
    this.#browser = browser;
    this.#runtime = runtime;
  }

  /** Starts `size` machines of the runtime in the folder `runtime`. */
  static async launch(browser: BrowserName, runtime: string, size: number): Promise<MachinePool> {
    const pool = new MachinePool(browser, runtime);
    await Promise.all(Array.from({ length: size }, async () => pool.#return(await pool.#start())));
    return pool;
  }

  /**
   * Runs something on a machine that nobody else uses. Resolves to null when that takes longer than `limit` milliseconds:
   * a new machine then takes the place of that one, because whatever runs there would disturb what comes after it.
   */
  async use<Result>(run: (machine: BrowserMachine) => Promise<Result>, limit: number): Promise<Result | null> {
    const machine = this.#free.pop() ?? (await new Promise<BrowserMachine>((resolve) => this.#waiting.push(resolve)));
    const { promise: late, resolve } = Promise.withResolvers<null>();
    const timer = setTimeout(resolve, limit, null);
    let result: Result | null = null;
    try {
      result = await Promise.race([run(machine), late]);
    } finally {
      clearTimeout(timer);
      if (result === null) await machine.close();
      this.#return(result === null ? await this.#start() : machine);
    }
    return result;
  }

  async close(): Promise<void> {
    await Promise.all(this.#free.map((machine) => machine.close()));
  }

  #start(): Promise<BrowserMachine> {
    return BrowserMachine.launch(this.#browser, this.#runtime);
  }

  #return(machine: BrowserMachine): void {
    const next = this.#waiting.shift();
    if (next) next(machine);
    else this.#free.push(machine);
  }
}
