import { proxy } from 'comlink';
import { type Process, type ProcessObserver, SpawnError } from '#machine/process-table.ts';
import { type ExitStatus, SIGNAL_NUMBERS } from '#machine/protocol.ts';
import { FileSystemApi } from './file-system-api.ts';
import { loadPayload, toPayload } from './file-tree-payload.ts';
import { Previews } from './gateway/previews.ts';
import { type CommandResult, HOST_COMMANDS } from './host-commands.ts';
import { Machine } from './machine.ts';
import { OutputPipe, type OutputSink } from './output-pipe.ts';
import type { ThreadPool } from './process-thread.ts';

/** What the host answers to `@webcontainer/api` of this version. The wire format is Comlink 4.3.0's. */
export const API_VERSION = '1.6.4';

const PATH = '/usr/local/bin:/usr/bin:/bin';

interface BuildOptions {
  readonly version: string;
  readonly workdirName?: string;
}

interface RunSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | number | boolean>>;
}

type Listener = (...args: unknown[]) => unknown;

/** Where previews of one machine are served. */
export interface PreviewPlace {
  readonly origin: string;
  readonly machine: string;
}

export interface PreviewSetup extends PreviewPlace {
  /** Runs in each page before anything else. */
  readonly script: string;
  /** Settles when the service worker answers for them. */
  readonly served: Promise<void>;
}

/** The instance behind a `WebContainer` object: each method is called from the page, over Comlink. */
export class WebContainerInstance {
  readonly machine: Machine;
  readonly previews: Previews;
  readonly #cwd: string;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #fs: FileSystemApi;
  readonly #onTeardown: () => void;

  constructor(pool: ThreadPool, place: PreviewSetup, options: BuildOptions, onTeardown: () => void) {
    this.machine = new Machine(() => pool.take());
    this.previews = new Previews(this.machine.network, place.machine, place.script);
    this.#onTeardown = onTeardown;
    this.#cwd = `/home/${options.workdirName ?? place.machine}`;
    this.machine.files.mkdir(this.#cwd, true);
    this.machine.files.mkdir('/tmp');
    this.#fs = new FileSystemApi(this.machine.files, this.#cwd);
    this.machine.network.onPort = async (port, change) => {
      await place.served;
      const url = `${place.origin}/m/${place.machine}/${port}/`;
      this.#emit('port', port, change, url);
      if (change === 'open') this.#emit('server-ready', port, url);
    };
  }

  fs() {
    return proxy(this.#fs);
  }

  /** The API asks for it at boot and only keeps it. */
  previewScript() {
    return proxy({});
  }

  runtimeInfo() {
    return { path: PATH, cwd: this.#cwd };
  }

  run(spec: RunSpec, _stdout: OutputSink | undefined, _stderr: OutputSink | undefined, output: OutputSink | undefined) {
    const pipe = output ? new OutputPipe(output) : null;
    const command = HOST_COMMANDS[spec.command];
    if (command) return ended(pipe, command(this.previews, spec.args));
    const exit = Promise.withResolvers<number>();
    const cwd = spec.cwd ? (spec.cwd.startsWith('/') ? spec.cwd : `${this.#cwd}/${spec.cwd}`) : this.#cwd;
    const env = { HOME: '/home', PATH, ...mapValues(spec.env ?? {}, String) };
    const observer: ProcessObserver = {
      output: (_stream, bytes) => pipe?.write(bytes),
      message: () => {},
      disconnected: () => {},
      exited: (status) => {
        pipe?.end();
        exit.resolve(exitCode(status));
      },
    };
    let process: Process;
    try {
      process = this.machine.spawn({ command: spec.command, args: spec.args, cwd, env, ipc: false }, observer);
    } catch (error) {
      if (!(error instanceof SpawnError) || error.code !== 'ENOENT') throw error;
      return ended(pipe, { output: `jsh: command not found: ${spec.command}\n`, code: COMMAND_NOT_FOUND });
    }
    return proxy({
      onExit: exit.promise,
      kill: () => this.machine.kill(process),
      write: (data: string) => process.input(data === END_OF_INPUT ? null : new TextEncoder().encode(data)),
      resize: () => {},
    });
  }

  loadFiles(payload: Uint8Array, options: { readonly mountPoints?: string }): void {
    const point = options.mountPoints ?? '';
    loadPayload(this.machine.files, payload, point.startsWith('/') ? point : `${this.#cwd}/${point}`);
  }

  serialize(path: string, options: { readonly format: string }): Uint8Array {
    if (options.format !== 'json') throw new Error(`export: this host writes the json format, not ${options.format}.`);
    const root = path.startsWith('/') ? path : `${this.#cwd}/${path}`;
    return new TextEncoder().encode(JSON.stringify(toPayload(this.machine.files, root)));
  }

  on(event: string, listener: Listener) {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return proxy(() => listeners.delete(listener));
  }

  setPreviewScript(): void {
    throw new Error('setPreviewScript: this host injects none. The edge in front of each server does.');
  }

  /** Accounts belong to the hosted runtime; there are none here. */
  setCredentials(): void {}

  teardown(): void {
    this.#listeners.clear();
    this.#fs.close();
    this.previews.close();
    this.machine.shutDown();
    this.#onTeardown();
  }

  #emit(event: string, ...args: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...args);
  }
}

/** Ctrl-D, as a terminal sends it. */
const END_OF_INPUT = '\x04';

/** What WebContainer's shell says and exits with. */
const COMMAND_NOT_FOUND = 127;

/** A process that was over as soon as it began. */
function ended(pipe: OutputPipe | null, { output, code }: CommandResult) {
  pipe?.write(new TextEncoder().encode(output));
  pipe?.end();
  return proxy({ onExit: Promise.resolve(code), kill: () => {}, write: () => {}, resize: () => {} });
}

/** A shell's convention for a process that a signal ended: 128 and the signal's number. */
function exitCode({ code, signal }: ExitStatus): number {
  return code ?? 128 + (signal ? SIGNAL_NUMBERS[signal] : 0);
}

function mapValues<In, Out>(record: Readonly<Record<string, In>>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
