import type { FileTree } from './files.ts';
import { type ConnectionEnd, type Listening, type Network, NetworkError } from './network.ts';
import type {
  ExitStatus,
  KernelEvent,
  OutputStream,
  ProcessRequest,
  Signal,
  SocketId,
  SpawnRequest,
} from './protocol.ts';

/** A thread that runs one process: a Worker in browsers. The first thing it is sent is `start`. */
export interface ProcessThread {
  post(events: KernelEvent[], transfer: ArrayBuffer[]): void;
  onRequests: (requests: readonly ProcessRequest[]) => void;
  /** The thread itself failed: its script did not load, or it died. */
  onFailure: (reason: string) => void;
  terminate(): void;
}

/** Whoever started a process: another process, or the page through the host. */
export interface ProcessObserver {
  output(stream: OutputStream, bytes: Uint8Array): void;
  message(message: unknown): void;
  disconnected(): void;
  exited(status: ExitStatus): void;
}

/** How many processes one machine runs at a time. Each is a Worker with a JavaScript engine of its own. */
export const MAX_PROCESSES = 32;

/** What `spawn` finds. Each is a part of the process's own script. */
const PROGRAMS: ReadonlySet<string> = new Set(['node', 'curl']);

export class SpawnError extends Error {
  readonly code: 'ENOENT' | 'EAGAIN';

  constructor(code: 'ENOENT' | 'EAGAIN', message: string) {
    super(message);
    this.name = 'SpawnError';
    this.code = code;
  }
}

export interface Kernel {
  readonly files: FileTree;
  readonly network: Network;
  thread(): ProcessThread;
}

/** The processes of one machine. */
export class ProcessTable {
  readonly #kernel: Kernel;
  readonly #processes = new Map<number, Process>();
  #nextPid = 1;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get size(): number {
    return this.#processes.size;
  }

  /** Starts a process. Throws SpawnError: ENOENT for an unknown program, EAGAIN when the table is full. */
  spawn(spec: SpawnRequest, observer: ProcessObserver, ppid = 0): Process {
    const program = spec.command.slice(spec.command.lastIndexOf('/') + 1);
    if (!PROGRAMS.has(program)) throw new SpawnError('ENOENT', `spawn ${spec.command} ENOENT`);
    if (this.#processes.size >= MAX_PROCESSES) {
      throw new SpawnError('EAGAIN', `This machine runs at most ${MAX_PROCESSES} processes at a time.`);
    }
    const pid = this.#nextPid++;
    const group = this.find(ppid)?.group ?? pid;
    const process = new Process(pid, group, this.#kernel, this, observer, () => this.#processes.delete(pid));
    this.#processes.set(pid, process);
    process.start(spec, ppid);
    return process;
  }

  find(pid: number): Process | undefined {
    return this.#processes.get(pid);
  }

  /** Replays a change of the file tree on every process's copy but the one that made it. */
  broadcast(event: KernelEvent, except: Process | null): void {
    for (const process of this.#processes.values()) if (process !== except) process.post(event);
  }

  /** Kills a process and all that came of it, orphans included, as closing its terminal would. */
  killGroup({ group }: Process): void {
    for (const process of [...this.#processes.values()]) if (process.group === group) process.kill('SIGKILL');
  }

  killAll(): void {
    for (const process of [...this.#processes.values()]) process.kill('SIGKILL');
  }
}

/** One process as the kernel sees it: its thread, its sockets, its children. */
export class Process {
  readonly pid: number;
  /** The process that was started from outside the machine, and from which this one descends. */
  readonly group: number;
  readonly #kernel: Kernel;
  readonly #table: ProcessTable;
  readonly #observer: ProcessObserver;
  readonly #forget: () => void;
  readonly #thread: ProcessThread;
  readonly #ends = new Map<SocketId, ConnectionEnd>();
  readonly #listeners = new Map<SocketId, Listening>();
  readonly #children = new Map<number, Process>();
  #outbox: KernelEvent[] = [];
  #nextAccepted = -1;
  #ended = false;

  constructor(
    pid: number,
    group: number,
    kernel: Kernel,
    table: ProcessTable,
    observer: ProcessObserver,
    forget: () => void,
  ) {
    this.pid = pid;
    this.group = group;
    this.#kernel = kernel;
    this.#table = table;
    this.#observer = observer;
    this.#forget = forget;
    this.#thread = kernel.thread();
  }

  start(spec: SpawnRequest, ppid: number): void {
    this.#thread.onRequests = (requests) => {
      for (const request of requests) if (!this.#ended) this.#handle(request);
    };
    this.#thread.onFailure = (reason) => {
      this.#observer.output('stderr', new TextEncoder().encode(`${reason}\n`));
      this.#end({ code: 1, signal: null });
    };
    const { command, args, cwd, env, ipc } = spec;
    const files = this.#kernel.files.snapshot();
    this.post({ event: 'start', start: { pid: this.pid, ppid, command, args, cwd, env, ipc, files } });
  }

  /** Queues an event; all of one turn go in one message. */
  post(event: KernelEvent): void {
    if (this.#ended) return;
    if (this.#outbox.length === 0) queueMicrotask(() => this.#flush());
    this.#outbox.push(event);
  }

  input(bytes: Uint8Array | null): void {
    this.post({ event: 'input', bytes });
  }

  send(message: unknown): void {
    this.post({ event: 'parent-message', message });
  }

  disconnect(): void {
    this.post({ event: 'parent-disconnect' });
  }

  /** SIGKILL ends the thread at once, whatever it is doing; other signals are delivered to the process. */
  kill(signal: Signal): void {
    if (signal === 'SIGKILL') this.#end({ code: null, signal });
    else this.post({ event: 'signal', signal });
  }

  #flush(): void {
    const events = this.#outbox;
    this.#outbox = [];
    if (this.#ended) return;
    const transfer: ArrayBuffer[] = [];
    // Only bytes that nobody else holds may change owner: file content stays in the kernel's tree.
    for (const event of events) {
      if (event.event !== 'data' && event.event !== 'child-output') continue;
      if (event.bytes.buffer instanceof ArrayBuffer) transfer.push(event.bytes.buffer);
    }
    this.#thread.post(events, [...new Set(transfer)]);
  }

  #handle(request: ProcessRequest): void {
    switch (request.op) {
      case 'listen':
        return this.#listen(request.socket, request.address, request.port);
      case 'connect':
        return this.#connect(request.socket, request.address, request.port);
      case 'send':
        return this.#ends.get(request.socket)?.send(request.bytes);
      case 'consumed':
        return this.#ends.get(request.socket)?.consumed(request.bytes);
      case 'shutdown':
        return this.#ends.get(request.socket)?.shutdown();
      case 'close':
        return this.#close(request.socket);
      case 'reset':
        this.#ends.get(request.socket)?.reset();
        this.#ends.delete(request.socket);
        return;
      case 'output':
        return this.#observer.output(request.stream, request.bytes);
      case 'file':
        this.#kernel.files.apply(request.change);
        return this.#table.broadcast({ event: 'file', change: request.change }, this);
      case 'spawn':
        return this.#spawn(request.child, request.spec);
      case 'child-input':
        return this.#children.get(request.child)?.input(request.bytes);
      case 'child-kill':
        return this.#children.get(request.child)?.kill(request.signal);
      case 'child-message':
        return this.#children.get(request.child)?.send(request.message);
      case 'child-disconnect':
        return this.#children.get(request.child)?.disconnect();
      case 'parent-message':
        return this.#observer.message(request.message);
      case 'parent-disconnect':
        return this.#observer.disconnected();
      case 'kill':
        return this.#table.find(request.pid)?.kill(request.signal);
      case 'exit':
        return this.#end(request.status);
    }
  }

  #listen(socket: SocketId, address: string, port: number): void {
    try {
      const listening = this.#kernel.network.listen(address, port, (end) => {
        const accepted = this.#nextAccepted--;
        this.#own(accepted, end);
        this.post({ event: 'accepted', listener: socket, socket: accepted, local: end.local, remote: end.remote });
      });
      this.#listeners.set(socket, listening);
      this.post({ event: 'listening', socket, local: listening.local });
    } catch (error) {
      this.#refuse(socket, error);
    }
  }

  #connect(socket: SocketId, address: string, port: number): void {
    try {
      const end = this.#kernel.network.connect(address, port);
      this.#own(socket, end);
      this.post({ event: 'connected', socket, local: end.local, remote: end.remote });
    } catch (error) {
      this.#refuse(socket, error);
    }
  }

  #refuse(socket: SocketId, error: unknown): void {
    if (!(error instanceof NetworkError)) throw error;
    this.post({ event: 'failed', socket, code: error.code });
  }

  #own(socket: SocketId, end: ConnectionEnd): void {
    this.#ends.set(socket, end);
    end.listener = {
      data: (bytes) => this.post({ event: 'data', socket, bytes }),
      end: () => this.post({ event: 'end', socket }),
      reset: () => {
        this.#ends.delete(socket);
        this.post({ event: 'reset', socket });
      },
      window: (bytes) => this.post({ event: 'window', socket, bytes }),
    };
  }

  #close(socket: SocketId): void {
    this.#listeners.get(socket)?.close();
    this.#listeners.delete(socket);
    this.#ends.get(socket)?.close();
    this.#ends.delete(socket);
  }

  #spawn(child: number, spec: SpawnRequest): void {
    const observer: ProcessObserver = {
      output: (stream, bytes) => this.post({ event: 'child-output', child, stream, bytes }),
      message: (message) => this.post({ event: 'child-message', child, message }),
      disconnected: () => this.post({ event: 'child-disconnect', child }),
      exited: (status) => {
        this.#children.delete(child);
        this.post({ event: 'child-exit', child, status });
      },
    };
    try {
      const process = this.#table.spawn(spec, observer, this.pid);
      this.#children.set(child, process);
      this.post({ event: 'child-started', child, pid: process.pid });
    } catch (error) {
      if (!(error instanceof SpawnError)) throw error;
      this.post({ event: 'child-failed', child, code: error.code });
    }
  }

  /** What a kernel does for a dead process: connections are closed (reset where something is unread), ports freed. Children live on, as on Linux, but lose their IPC. */
  #end(status: ExitStatus): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#thread.terminate();
    for (const listening of this.#listeners.values()) listening.close();
    for (const end of this.#ends.values()) end.close();
    this.#ends.clear();
    for (const child of this.#children.values()) child.disconnect();
    this.#forget();
    this.#observer.exited(status);
  }
}
