import type { FileSystemTree, PortListener, SpawnOptions, WebContainerProcess } from '@webcontainer/api';
import type { Machine } from '../../../playground/session/machine.ts';

/** A process of a {@link FakeMachine}, for the test to play. */
export class FakeProcess implements WebContainerProcess {
  readonly args: readonly string[];
  readonly options: SpawnOptions;
  readonly exit: Promise<number>;
  readonly input: WritableStream<string>;
  readonly output: ReadableStream<string>;
  /** What was typed into it. */
  typed = '';
  killed = false;
  #print: (text: string) => void = () => {};
  #close: () => void = () => {};
  #exit: (code: number) => void = () => {};
  readonly #ports: PortListener;
  readonly #listening = new Set<number>();

  constructor(args: readonly string[], options: SpawnOptions, ports: PortListener) {
    this.args = args;
    this.options = options;
    this.#ports = ports;
    this.exit = new Promise((resolve) => {
      this.#exit = resolve;
    });
    this.input = new WritableStream<string>({
      write: (text) => {
        this.typed += text;
      },
    });
    this.output = new ReadableStream<string>({
      start: (controller) => {
        this.#print = (text) => controller.enqueue(text);
        this.#close = () => controller.close();
      },
    });
  }

  /** The value after `--name`. */
  option(name: string): string {
    return this.args[this.args.indexOf(`--${name}`) + 1] ?? '';
  }

  print(text: string): void {
    this.#print(text);
  }

  control(message: unknown): void {
    this.print(`${this.option('control')} ${JSON.stringify(message)}\n`);
  }

  listen(port: number): void {
    this.#listening.add(port);
    this.#ports(port, 'open', `https://runtime.test/m/1/${port}/`);
  }

  end(code: number): void {
    for (const port of this.#listening) this.#ports(port, 'close', '');
    this.#listening.clear();
    this.#close();
    this.#exit(code);
    this.end = () => {};
  }

  kill(): void {
    this.killed = true;
    this.end(137);
  }

  resize(): void {}
}

type Program = (process: FakeProcess) => void;

/** What the session asks of a machine, without one: files in a map, and processes that do what the test says. */
export class FakeMachine implements Machine {
  readonly workdir = '/home/course';
  readonly files = new Map<string, string>();
  /** Every call that changed files. */
  readonly changes: string[] = [];
  readonly processes: FakeProcess[] = [];
  nodeVersion = 'v24.21.0';
  /** Plays the learner's servers. */
  server: Program = (process) => process.listen(Number(process.options.env?.PORT));
  checks: Program = () => {};
  edge: Program = (process) => process.listen(Number(process.option('listen')));
  /** Plays the lab's other programs. */
  lab: Program = (process) => process.listen(Number(process.option('port')));
  curl: Program = (process) => process.print('data: 1\n');
  readonly #listeners: PortListener[] = [];

  readonly fs: Machine['fs'] = {
    mkdir: async (path: string) => {
      this.changes.push(`mkdir ${path}`);
      return path;
    },
    rm: async (path) => {
      this.changes.push(`rm ${path}`);
      this.files.delete(path);
    },
    writeFile: async (path, data) => {
      this.changes.push(`write ${path}`);
      this.files.set(path, String(data));
    },
  };

  async mount(tree: FileSystemTree): Promise<void> {
    this.#mount(tree, '');
  }

  async spawn(command: string, args: string[], options: SpawnOptions): Promise<WebContainerProcess> {
    if (command !== 'node' && command !== 'curl') throw new Error(`no program ${command}`);
    const process = new FakeProcess(args, options, (...change) => {
      for (const listener of this.#listeners) listener(...change);
    });
    this.processes.push(process);
    // A process runs after it was spawned.
    setTimeout(() => (command === 'curl' ? this.curl : this.#program(args))(process));
    return process;
  }

  on(_event: 'port', listener: PortListener) {
    this.#listeners.push(listener);
    return () => {};
  }

  /** The processes whose first argument ends so, oldest first. */
  running(program: string): FakeProcess[] {
    return this.processes.filter(({ args }) => args[0]?.endsWith(program));
  }

  last(program: string): FakeProcess {
    const process = this.running(program).at(-1);
    if (!process) throw new Error(`${program} was never run`);
    return process;
  }

  #program([program = '']: readonly string[]): Program {
    if (program === '--version') {
      return (process) => {
        process.print(`${this.nodeVersion}\n`);
        process.end(0);
      };
    }
    if (program.endsWith('/edge.cjs')) return (process) => this.edge(process);
    if (/^\.lab\/[a-z]+\.cjs$/.test(program)) return (process) => this.lab(process);
    return program.includes('checks/') ? (process) => this.checks(process) : (process) => this.server(process);
  }

  #mount(tree: FileSystemTree, folder: string): void {
    for (const [name, entry] of Object.entries(tree)) {
      if ('directory' in entry) this.#mount(entry.directory, `${folder}${name}/`);
      else if ('contents' in entry.file) {
        this.changes.push(`mount ${folder}${name}`);
        this.files.set(folder + name, String(entry.file.contents));
      }
    }
  }
}
