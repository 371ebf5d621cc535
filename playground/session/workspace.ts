import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals-core';
import type { RunPlan } from '../checks/run-process.ts';
import type { EdgeEvent, FaultCommand, PreviewMessage } from '../lab/edge/protocol.ts';
import type { Boot, Booted } from './boot.ts';
import { CheckRun } from './check-run.ts';
import { CommandLine } from './command-line.ts';
import type { EdgeProcess, EdgeSource } from './edge-process.ts';
import { Fleet, type Member } from './fleet.ts';
import { Listeners } from './listeners.ts';
import { Output } from './output.ts';
import { type Launch, membersOf, SOURCES } from './plan-members.ts';
import type { PortOwner, PortTable } from './ports.ts';
import { type EdgePlace, PreviewEdge } from './preview-edge.ts';
import { PreviewFrame } from './preview-frame.ts';
import { ProjectFolder } from './project-folder.ts';
import { KILLED } from './spawned.ts';
import type { OutputChunk, PreviewElement, ProcessState, Project, ProjectFiles, RunState, Workspace } from './types.ts';

/** How long a workspace that gives way waits for what it was about to do, in milliseconds. */
const GIVE_WAY_LIMIT_MS = 1000;

/** Where servers and edges are looked for first: what readers know from their own machines. */
const FIRST_SERVER_PORT = 3000;
const FIRST_EDGE_PORT = 8000;

/** Ports that the workspace chose: where a plan says which, these are not needed. */
interface Ports {
  readonly server: number;
  readonly edge: number;
}

/** What is about to run. */
interface Allotted {
  readonly plan: RunPlan;
  readonly edge: EdgePlace;
}

export class MachineWorkspace implements Workspace, PortOwner {
  readonly name: string;
  readonly #boot: Boot;
  readonly #run = signal<RunState>({ status: 'stopped' });
  readonly #output = new Output();
  readonly #wire = new Listeners<EdgeEvent>();
  readonly #preview = new PreviewFrame();
  readonly #checks: CheckRun;
  readonly #commands = new CommandLine(this.#output);
  #project: Project;
  #folder: ProjectFolder | null = null;
  #ports: Ports | null = null;
  readonly #edge: PreviewEdge;
  readonly #servers = signal<Fleet | null>(null);
  /** What servers need, and their clients: these outlive a restart. */
  readonly #labs = signal<Fleet | null>(null);
  readonly #swarms = signal<Fleet | null>(null);
  readonly processes = computed(() => this.#processes());
  /** Aborted when something else is asked for. */
  #wish = new AbortController();
  /** Each operation waits for the one before it to wind down. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(name: string, project: Project, boot: Boot) {
    this.name = name;
    this.#project = project;
    this.#boot = boot;
    this.#edge = new PreviewEdge(this.#output, (event) => this.#wire.tell(event));
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

  get previewPath() {
    return this.#preview.path;
  }

  get commands() {
    return this.#commands.running;
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
    const { servers, overtaken } = this.#turn();
    // A start that was given up ends by itself; the page need not wait for that.
    if (servers === null && this.#run.value.status === 'starting') this.#run.value = { status: 'stopped' };
    const helpers = this.#endHelpers();
    await this.#next(async () => {
      await helpers;
      if (servers !== null) {
        await this.#bury(servers, 'stopped');
        if (!overtaken.aborted) this.#run.value = { status: 'exited', code: KILLED, byUser: true };
      }
    });
  }

  async kill(process: string): Promise<void> {
    const fleet = this.#fleetOf(process);
    if (!fleet?.running.value.has(process)) return;
    await fleet.killOne(process);
    this.#output.say(`${process} killed`);
  }

  revive(process: string): Promise<void> {
    return this.#next(async () => this.#fleetOf(process)?.revive(process));
  }

  reload(): Promise<void> {
    return this.#next(async () => {
      const booted = await this.#boot.machine();
      if (booted === null || this.#edge.process === null) return;
      await this.#writeFiles(booted);
      this.#edge.process?.tell({ type: 'reload' });
    });
  }

  async giveWay(port: number, name: string): Promise<void> {
    const { servers } = this.#turn();
    const running = servers !== null || this.#run.value.status === 'starting';
    if (running) this.#output.say(`Stopped: port ${port} is wanted by “${name}”, which runs now.`);
    await Promise.all([servers?.kill(), this.#endHelpers(), this.#edge.kill()]);
    // What was being started ends as soon as it notices; two that wait for each other must not wait for ever.
    await Promise.race([this.#last, new Promise((resolve) => setTimeout(resolve, GIVE_WAY_LIMIT_MS))]);
    await this.#edge.kill();
    this.#ports = null;
    (await this.#boot.machine())?.ports.release(this);
    if (running) this.#run.value = { status: 'stopped' };
  }

  check(): Promise<void> {
    return this.#checks.run(this.#project, () => this.#boot.machine());
  }

  execute(line: string): Promise<void> {
    return this.#commands.run(line, this.name, async () => {
      const booted = await this.#boot.machine();
      if (booted !== null) await this.#writeFiles(booted);
      return booted;
    });
  }

  cancelCheck(): void {
    this.#checks.cancel();
  }

  fault(command: FaultCommand): void {
    this.#edge.process?.tell(command);
  }

  attachPreview(frame: PreviewElement): () => void {
    return this.#preview.attach(frame);
  }

  reloadPreview(path?: string): void {
    this.#preview.reload(path);
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

  /** `anew`: all of it, and the preview is loaded again; else only the servers, and what is missing. */
  async #launch(anew: boolean): Promise<RunState> {
    const { servers, overtaken } = this.#turn();
    this.#run.value = { status: 'starting' };
    await this.#next(async () => {
      if (servers !== null) await this.#bury(servers, anew ? 'stopped' : 'killed');
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
        await this.#detachServers()?.kill();
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
  #turn(): { readonly servers: Fleet | null; readonly overtaken: AbortSignal } {
    this.#wish.abort();
    this.#wish = new AbortController();
    return { servers: this.#detachServers(), overtaken: this.#wish.signal };
  }

  #next(operation: () => Promise<void>): Promise<void> {
    const result = this.#last.then(operation);
    this.#last = result.catch(() => {});
    return result;
  }

  async #up(booted: Booted, anew: boolean, overtaken: AbortSignal): Promise<void> {
    const { lab } = booted;
    if (anew) await Promise.all([this.#edge.kill(), this.#endHelpers()]);
    const allotted = await this.#allot(booted);
    const { plan } = allotted;
    await Promise.all([this.#writeFiles(booted), lab.packages(plan.packages)]);
    if (overtaken.aborted) return;

    const launch: Launch = { booted, folder: this.name, output: this.#output, several: this.#project.plan !== null };
    const labs = await this.#helpers(this.#labs, membersOf(plan, ['lab', 'edge'], launch), overtaken);
    await labs?.listening();
    if (overtaken.aborted) return;
    const starting = Fleet.launch(membersOf(plan, ['server'], launch), this.#memberEnded);
    const both = Promise.all([this.#edge.process ?? this.#edge.start(booted, allotted.edge, plan.preview), starting]);
    const [edge, servers] = await both.catch((error: unknown) => {
      // A server without an edge would run on where nobody sees it.
      starting.then((orphans) => orphans.kill()).catch(() => {});
      throw error;
    });
    if (overtaken.aborted) {
      await servers.kill();
      return;
    }
    this.#servers.value = servers;
    void servers.over.then((code) => this.#serversEnded(servers, code));
    if (!(await this.#settled(edge, servers, anew, overtaken))) return;
    await this.#helpers(this.#swarms, membersOf(plan, ['swarm'], launch), overtaken);
  }

  async #writeFiles({ machine, typescript }: Booted): Promise<void> {
    this.#folder ??= new ProjectFolder(machine, this.name);
    await this.#folder.write(await typescript.prepare(this.#project.files));
  }

  /** The ports of everything that is to run, taken from whoever has them; an edge that would not fit is gone then. */
  async #allot({ ports }: Booted): Promise<Allotted> {
    const { plan, entry } = this.#project;
    this.#ports ??= {
      server: plan === null ? ports.take(FIRST_SERVER_PORT, this) : 0,
      edge: ports.take(FIRST_EDGE_PORT, this),
    };
    if (plan === null) {
      const server = await ports.renew(this.#ports.server, this);
      const process = { kind: 'server', name: 'server', file: entry, port: server, env: {} } as const;
      const edge = await this.#allotEdge(ports, { folder: this.name, upstream: server });
      this.#ports = { server, edge: edge.port };
      return { plan: { processes: [process], preview: 'server', packages: [] }, edge };
    }
    const shown = plan.processes.find(({ name }) => name === plan.preview);
    for (const process of plan.processes) {
      const runs =
        this.#labs.value?.running.value.has(process.name) ||
        (process === shown && 'conf' in process && this.#edge.process);
      if ('port' in process && !runs) await ports.claim(process.port, this);
    }
    if (shown?.kind === 'edge') {
      return { plan, edge: { port: shown.port, source: { conf: `${this.name}/${shown.conf}` } } };
    }
    const upstream = shown?.kind === 'server' ? shown.port : 0;
    return { plan, edge: await this.#allotEdge(ports, { folder: this.name, upstream }) };
  }

  async #allotEdge(ports: PortTable, source: Extract<EdgeSource, { upstream: number }>): Promise<EdgePlace> {
    const before = this.#edge.process;
    if (before && 'upstream' in before.source && before.source.upstream !== source.upstream) await this.#edge.kill();
    const port = this.#ports?.edge ?? FIRST_EDGE_PORT;
    return { source, port: this.#edge.process === null ? await ports.renew(port, this) : port };
  }

  /** Starts what is missing of a plan's other processes. Null when it has none. */
  async #helpers(place: Signal<Fleet | null>, members: readonly Member[], overtaken: AbortSignal) {
    if (members.length === 0 || place.value !== null) return place.value;
    const fleet = await Fleet.launch(members, this.#memberEnded);
    if (overtaken.aborted) await fleet.kill();
    else place.value = fleet;
    return fleet;
  }

  async #endHelpers(): Promise<void> {
    const fleets = [this.#labs.value, this.#swarms.value];
    this.#labs.value = null;
    this.#swarms.value = null;
    await Promise.all(fleets.map((fleet) => fleet?.kill()));
  }

  /** Waits until the servers listen behind their edge, or will not. Resolves to whether they do. */
  async #settled(edge: EdgeProcess, servers: Fleet, anew: boolean, overtaken: AbortSignal): Promise<boolean> {
    const ready = Promise.all([edge.url, servers.listening()]).then(([url]) => url);
    const stopped = new Promise<null>((resolve) => {
      if (overtaken.aborted) resolve(null);
      overtaken.addEventListener('abort', () => resolve(null), { once: true });
    });
    const edgeEnded = edge.ended.then(() => {
      throw new Error('the edge in front of your server ended.');
    });
    const url = await Promise.race([ready, servers.over.then(() => null), stopped, edgeEnded]);
    if (url === null || overtaken.aborted || this.#servers.value !== servers) return false;
    this.#run.value = { status: 'running', since: Date.now(), port: edge.port, previewUrl: url };
    if (anew) this.#preview.show(url);
    return true;
  }

  /** Kills the servers at once; from here on their end is somebody's wish. */
  #detachServers(): Fleet | null {
    const servers = this.#servers.value;
    this.#servers.value = null;
    void servers?.kill();
    return servers;
  }

  async #bury(servers: Fleet, verb: string): Promise<void> {
    for (const name of await servers.kill()) {
      this.#endLine(name);
      this.#output.say(`${this.#label(name)} ${verb}`);
    }
  }

  #memberEnded = (name: string, code: number): void => {
    this.#endLine(name);
    this.#output.say(`${this.#label(name)} exited with code ${code}`, code === 0 ? 'out' : 'error');
  };

  #serversEnded(servers: Fleet, code: number): void {
    if (this.#servers.value !== servers) return;
    this.#servers.value = null;
    this.#run.value = { status: 'exited', code, byUser: false };
  }

  /** Ends the line that a dead process left open. */
  #endLine(name: string): void {
    const process = this.#project.plan?.processes.find((each) => each.name === name);
    if (process) this.#output.endLine(SOURCES[process.kind], name);
    else this.#output.endLine('server');
  }

  /** Without a plan there is one server, known by its file. */
  #label(name: string): string {
    return this.#project.plan === null ? this.#project.entry : name;
  }

  #fleetOf(process: string): Fleet | undefined {
    const fleets = [this.#servers.value, this.#labs.value, this.#swarms.value];
    return fleets.find((fleet) => fleet?.has(process)) ?? undefined;
  }

  #processes(): readonly ProcessState[] {
    const { plan } = this.#project;
    const running = [this.#servers.value, this.#labs.value, this.#swarms.value].flatMap((fleet) => [
      ...(fleet?.running.value.keys() ?? []),
    ]);
    const edge = this.#edge.process !== null;
    return (plan?.processes ?? []).map(({ name, kind }) => {
      const shown = kind === 'edge' && name === plan?.preview;
      return { name, shown, running: shown ? edge : running.includes(name) };
    });
  }

  #printMessage(message: PreviewMessage): void {
    if (message.type !== 'console' && message.type !== 'error') return;
    const level = message.type === 'error' || message.level === 'error' ? 'error' : 'out';
    this.#output.print('preview', `${message.text}\n`, level);
  }
}
