import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import path from 'node:path';
import { atPlace, ConfError } from './config/conf-error.ts';
import { includedFiles } from './config/include.ts';
import type { Config } from './config/model.ts';
import { readConf } from './config/read-conf.ts';
import { now } from './exchange.ts';
import { Faults } from './faults.ts';
import { ListenPort } from './listen-port.ts';
import { AccessLog } from './log/access-log.ts';
import { ErrorLog } from './log/error-log.ts';
import { AppendedFiles } from './log/log-files.ts';
import { previewConf } from './preview-conf.ts';
import { PreviewExtras } from './preview-extras.ts';
import type { EdgeCommand } from './protocol.ts';
import type { Tap } from './tap.ts';
import { type Shared, Worker } from './worker.ts';

/** Where the configuration comes from. */
export type EdgeSource =
  /** A file, read anew on each reload. */
  | { readonly conf: string; readonly prefix: string }
  /** The folder whose files are served, and the port of the server that has the rest. */
  | { readonly root: string; readonly upstream: number };

export type EdgeOptions = EdgeSource & {
  readonly tap: Tap;
  /** Takes a line about something the learner should know: the error log among it. */
  readonly warn: (line: string) => void;
  /** Takes the access log's lines; null for none. */
  readonly access?: ((line: string) => void) | null;
  /** Whether pages get what a preview in a browser needs. By default where there is no configuration file. */
  readonly preview?: boolean;
};

/** Reads the configuration that a source names. Throws a {@link ConfError}, or what reading files throws. */
export function loadConfig(source: EdgeSource): Config {
  if ('conf' in source) {
    const text = readFileSync(source.conf, 'utf8');
    const include = (name: string) => includedFiles(path.dirname(source.conf), name);
    return readConf({ text, file: source.conf, prefix: source.prefix, include });
  }
  const root = path.resolve(source.root);
  const text = previewConf({ listen: ANY_PORT, root, upstream: source.upstream });
  return readConf({ text, file: 'preview.conf', prefix: root, include: () => [] });
}

/** Stands for whatever port is asked for when it listens. */
const ANY_PORT = 8000;

/** The reverse proxy in front of the learner's servers. */
export class Edge {
  readonly #options: EdgeOptions;
  readonly #shared: Shared;
  readonly #ports = new Map<string, ListenPort>();
  #worker: Worker;
  readonly #leaving = new Set<Worker>();
  #generation = 1;
  #override: number | null = null;
  onStopped: () => void = () => {};

  /** Throws as {@link loadConfig} does. */
  constructor(options: EdgeOptions) {
    this.#options = options;
    const config = loadConfig(options);
    for (const warning of config.warnings) options.warn(warning);
    const files = new AppendedFiles(config.prefix, options.warn);
    const preview = options.preview ?? !('conf' in options);
    this.#shared = {
      tap: options.tap,
      faults: new Faults(),
      errors: new ErrorLog(options.warn, files, options.tap),
      accesses: new AccessLog(options.access ?? null, files),
      preview: preview ? new PreviewExtras('conf' in options ? null : options.upstream, options.warn) : null,
      counters: { connections: 0, exchanges: 0, requests: 0 },
      zones: new Map(),
    };
    this.#worker = new Worker(config, this.#shared);
  }

  /**
   * Resolves to the first port once connections are accepted on every one. Rejects with `EADDRINUSE` and the like.
   * `port` stands in for the configuration's first one; 0 asks for a free one; null leaves it as it is.
   */
  async listen(port: number | null = null): Promise<number> {
    this.#override = port;
    await this.#openPorts(this.#worker.config);
    this.#reportWorker('started');
    for (const opened of this.#ports.values()) {
      this.#options.tap.report({ type: 'listening', at: now(), port: opened.port });
    }
    return [...this.#ports.values()][0]?.port ?? 0;
  }

  async #openPorts(config: Config): Promise<void> {
    const wanted = new Map(config.servers.flatMap(({ listens }) => listens).map((listen) => [listen.name, listen]));
    for (const [name, port] of this.#ports) {
      if (wanted.has(name)) continue;
      port.close();
      this.#ports.delete(name);
    }
    let isFirst = true;
    for (const { name, host, port } of wanted.values()) {
      const asked = isFirst && this.#override !== null ? this.#override : port;
      isFirst = false;
      if (this.#ports.has(name)) continue;
      const opened = new ListenPort(name, host, asked, (socket, at) => this.#accept(socket, at));
      await opened.listen();
      this.#ports.set(name, opened);
    }
  }

  #accept(socket: Socket, port: ListenPort): void {
    this.#worker.accept(socket, port);
  }

  #reportWorker(state: 'started' | 'draining' | 'stopped', generation = this.#generation): void {
    this.#options.tap.report({ type: 'worker', at: now(), generation, state });
  }

  obey(command: EdgeCommand): void {
    const { faults, tap } = this.#shared;
    tap.report({ type: 'fault', at: now(), command, open: faults.open });
    if (command.type === 'tap') this.#options.tap.wantsBytes = command.bytes;
    else if (command.type === 'reload') void this.reload();
    else if (command.type === 'quit') this.quit();
    else faults.obey(command);
  }

  /** Reads the configuration again. One that is refused changes nothing. Old connections finish under the old one. */
  async reload(): Promise<void> {
    const old = this.#worker;
    try {
      const config = loadConfig(this.#options);
      for (const warning of config.warnings) this.#options.warn(warning);
      await this.#openPorts(config);
      this.#worker = new Worker(config, this.#shared);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      old.logLine('emerg', error instanceof ConfError ? atPlace(error.message, error.place) : error.message);
      return;
    }
    const generation = this.#generation++;
    this.#reportWorker('started');
    this.#leave(old, generation);
  }

  #leave(worker: Worker, generation: number): void {
    this.#leaving.add(worker);
    worker.onEmpty = () => {
      if (!this.#leaving.delete(worker)) return;
      this.#reportWorker('stopped', generation);
      if (this.#stopping && this.#leaving.size === 0) this.onStopped();
    };
    this.#reportWorker('draining', generation);
    worker.quit();
  }

  #stopping = false;

  /** Takes no more connections, and lets what is open finish: SIGQUIT. */
  quit(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#closePorts();
    this.#leave(this.#worker, this.#generation);
  }

  #closePorts(): void {
    for (const port of this.#ports.values()) port.close();
    this.#ports.clear();
  }

  /** Stops accepting and drops what is open: SIGTERM. */
  async close(): Promise<void> {
    this.#stopping = true;
    this.#closePorts();
    for (const worker of [this.#worker, ...this.#leaving]) worker.terminate();
  }
}
