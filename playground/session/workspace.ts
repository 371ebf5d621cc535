import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { EdgeEvent, PreviewMessage } from '../lab/edge/protocol.ts';
import type { Boot, Booted } from './boot.ts';
import { CheckRun } from './check-run.ts';
import { type EdgeProcess, startEdge } from './edge-process.ts';
import { Listeners } from './listeners.ts';
import { Output } from './output.ts';
import { PreviewFrame } from './preview-frame.ts';
import { ProjectFolder } from './project-folder.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { KILLED } from './spawned.ts';
import type { OutputChunk, PreviewElement, Project, ProjectFiles, RunState, Workspace } from './types.ts';

/** Where servers and edges are looked for first: what readers know from their own machines. */
const FIRST_SERVER_PORT = 3000;
const FIRST_EDGE_PORT = 8000;

interface Ports {
  readonly server: number;
  readonly edge: number;
}

export class MachineWorkspace implements Workspace {
  readonly name: string;
  readonly #boot: Boot;
  readonly #run = signal<RunState>({ status: 'stopped' });
  readonly #output = new Output();
  readonly #wire = new Listeners<EdgeEvent>();
  readonly #preview = new PreviewFrame();
  readonly #checks: CheckRun;
  #project: Project;
  #folder: ProjectFolder | null = null;
  #ports: Ports | null = null;
  #edge: EdgeProcess | null = null;
  #server: ServerProcess | null = null;
  /** Aborted when something else is asked for. */
  #wish = new AbortController();
  /** Each operation waits for the one before it to wind down. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(name: string, project: Project, boot: Boot) {
    this.name = name;
    this.#project = project;
    this.#boot = boot;
    this.#checks = new CheckRun(name, (text) => this.#output.print('checks', text));
    this.#preview.onMessage((message) => this.#printMessage(message));
  }

  get run(): ReadonlySignal<RunState> {
    return this.#run;
  }

  get checks() {
    return this.#checks.state;
  }

  get preview() {
    return this.#preview.state;
  }

  write(files: ProjectFiles): void {
    this.#project = { ...this.#project, files };
  }

  start(): Promise<RunState> {
    return this.#launch(true);
  }

  restart(): Promise<RunState> {
    return this.#launch(false);
  }

  async stop(): Promise<void> {
    const { server, overtaken } = this.#turn();
    // A start that was given up ends by itself; the page need not wait for that.
    if (server === null && this.#run.value.status === 'starting') this.#run.value = { status: 'stopped' };
    await this.#next(async () => {
      if (server !== null) {
        await this.#bury(server, 'stopped');
        if (!overtaken.aborted) this.#run.value = { status: 'exited', code: KILLED, byUser: true };
      }
    });
  }

  check(): Promise<void> {
    return this.#checks.run(this.#project, () => this.#boot.machine());
  }

  cancelCheck(): void {
    this.#checks.cancel();
  }

  cut(how: 'fin' | 'reset'): void {
    this.#edge?.tell({ type: 'cut', how });
  }

  refuse(on: boolean): void {
    this.#edge?.tell({ type: 'refuse', on });
  }

  attachPreview(frame: PreviewElement): () => void {
    return this.#preview.attach(frame);
  }

  reloadPreview(): void {
    this.#preview.reload();
  }

  onOutput(listener: (chunk: OutputChunk) => void): () => void {
    return this.#output.add(listener);
  }

  onWire(listener: (event: EdgeEvent) => void): () => void {
    return this.#wire.add(listener);
  }

  onPreviewMessage(listener: (message: PreviewMessage) => void): () => void {
    return this.#preview.onMessage(listener);
  }

  /** `anew`: the edge too, and the preview is loaded again. */
  async #launch(anew: boolean): Promise<RunState> {
    const { server, overtaken } = this.#turn();
    this.#run.value = { status: 'starting' };
    await this.#next(async () => {
      if (server !== null) await this.#bury(server, anew ? 'stopped' : 'killed');
      const booted = await this.#boot.machine();
      if (overtaken.aborted) return;
      if (booted === null) {
        this.#run.value = { status: 'stopped' };
        return;
      }
      try {
        await this.#up(booted, anew, overtaken);
      } catch (error) {
        if (overtaken.aborted) return;
        await this.#detachServer()?.kill();
        this.#output.say(`Could not start: ${error instanceof Error ? error.message : String(error)}`, 'error');
        this.#run.value = { status: 'exited', code: 1, byUser: false };
      }
    });
    // What came instead of this decides how it ends.
    for (let last = null; overtaken.aborted && last !== this.#last; ) {
      last = this.#last;
      await last;
    }
    return this.#run.value;
  }

  /** Whatever was going on is given up at once; what comes instead goes through {@link #next}. */
  #turn(): { readonly server: ServerProcess | null; readonly overtaken: AbortSignal } {
    this.#wish.abort();
    this.#wish = new AbortController();
    return { server: this.#detachServer(), overtaken: this.#wish.signal };
  }

  #next(operation: () => Promise<void>): Promise<void> {
    const result = this.#last.then(operation);
    this.#last = result.catch(() => {});
    return result;
  }

  async #up(booted: Booted, anew: boolean, overtaken: AbortSignal): Promise<void> {
    const { machine, ports, typescript } = booted;
    const { entry, files } = this.#project;
    this.#folder ??= new ProjectFolder(machine, this.name);
    if (anew) await this.#killEdge();
    this.#ports ??= { server: ports.take(FIRST_SERVER_PORT), edge: ports.take(FIRST_EDGE_PORT) };
    const server = await ports.renew(this.#ports.server);
    if (this.#edge !== null && this.#edge.upstream !== server) await this.#killEdge();
    this.#ports = { server, edge: this.#edge === null ? await ports.renew(this.#ports.edge) : this.#ports.edge };
    await this.#folder.write(await typescript.prepare(files));
    if (overtaken.aborted) return;

    this.#output.say(`$ PORT=${server} node ${entry}`);
    const starting = startServer(
      booted,
      { folder: this.name, entry, port: server, onText: (text) => this.#output.print('server', text) },
      (line) => this.#output.say(line, 'error'),
    );
    const both = Promise.all([this.#edge ?? this.#startEdge(booted, this.#ports), starting]);
    const [edge, started] = await both.catch((error: unknown) => {
      // A server without an edge would run on where nobody sees it.
      starting.then((orphan) => orphan.kill()).catch(() => {});
      throw error;
    });
    if (overtaken.aborted) {
      await started.kill();
      return;
    }
    this.#server = started;
    void started.ended.then((code) => this.#serverEnded(started, code));
    await this.#settled(edge, started, anew, overtaken);
  }

  /** Waits until the server listens behind its edge, or will not. */
  async #settled(edge: EdgeProcess, server: ServerProcess, anew: boolean, overtaken: AbortSignal): Promise<void> {
    const ready = Promise.all([edge.url, server.listening]).then(([url]) => url);
    const stopped = new Promise<null>((resolve) => {
      if (overtaken.aborted) resolve(null);
      overtaken.addEventListener('abort', () => resolve(null), { once: true });
    });
    const edgeEnded = edge.ended.then(() => {
      throw new Error('the edge in front of your server ended.');
    });
    const url = await Promise.race([ready, server.ended.then(() => null), stopped, edgeEnded]);
    if (url === null || overtaken.aborted || this.#server !== server) return;
    this.#run.value = { status: 'running', since: Date.now(), port: edge.port, previewUrl: url };
    if (anew) this.#preview.show(url);
  }

  async #startEdge(booted: Booted, { server, edge: port }: Ports): Promise<EdgeProcess> {
    const edge = await startEdge(booted, {
      folder: this.name,
      port,
      upstream: server,
      onEvent: (event) => this.#wire.tell(event),
      onText: (text) => this.#output.print('edge', text, 'error'),
    });
    this.#edge = edge;
    void edge.ended.then((code) => {
      if (this.#edge !== edge) return;
      this.#edge = null;
      this.#output.say(`The edge in front of your server ended with code ${code}: press Run to start both.`, 'error');
    });
    return edge;
  }

  async #killEdge(): Promise<void> {
    const edge = this.#edge;
    this.#edge = null;
    await edge?.kill();
  }

  /** Kills the server at once; from here on its end is somebody's wish. */
  #detachServer(): ServerProcess | null {
    const server = this.#server;
    this.#server = null;
    void server?.kill();
    return server;
  }

  async #bury(server: ServerProcess, verb: 'stopped' | 'killed'): Promise<void> {
    await server.kill();
    this.#output.endLine('server');
    this.#output.say(`${this.#project.entry} ${verb}`);
  }

  #serverEnded(server: ServerProcess, code: number): void {
    if (this.#server !== server) return;
    this.#server = null;
    this.#output.endLine('server');
    this.#output.say(`${this.#project.entry} exited with code ${code}`, code === 0 ? 'out' : 'error');
    this.#run.value = { status: 'exited', code, byUser: false };
  }

  #printMessage(message: PreviewMessage): void {
    if (message.type !== 'console' && message.type !== 'error') return;
    const level = message.type === 'error' || message.level === 'error' ? 'error' : 'out';
    this.#output.print('preview', `${message.text}\n`, level);
  }
}
