import { FileTree } from '#machine/files.ts';
import {
  type KernelEvent,
  type OutputStream,
  type ProcessRequest,
  type ProcessStart,
  type Signal,
  type SocketId,
  type SpawnRequest,
  WINDOW_BYTES,
} from '#machine/protocol.ts';
import {
  type ChildListener,
  type ListenHandler,
  type ParentListener,
  ProcessExit,
  type SocketListener,
  type System,
  type SystemChild,
  type SystemListener,
  type SystemSocket,
} from './system.ts';

/** A port to the kernel: the process Worker's own message channel. */
export interface KernelPort {
  post(requests: ProcessRequest[], transfer: ArrayBuffer[]): void;
  /** Something waits to be posted: `flush` is to be called when this iteration of the event loop ends. */
  waiting(): void;
}

/** Output is sent on at once beyond this, so that a loop that never returns is still heard. */
const EAGER_OUTPUT_BYTES = 64 * 1024;

/** The system calls, over messages. What is said in one iteration of the event loop leaves in one message. */
export class KernelSystem implements System {
  readonly start: ProcessStart;
  readonly files = new FileTree();
  parent: ParentListener | null = null;
  readonly #port: KernelPort;
  readonly #sockets = new Map<SocketId, KernelSocket>();
  readonly #listening = new Map<SocketId, ListenHandler>();
  readonly #children = new Map<number, ChildListener>();
  #outbox: ProcessRequest[] = [];
  #outputBytes = 0;
  #nextId = 1;
  #early: KernelEvent[] = [];
  #ended = false;

  constructor(start: ProcessStart, port: KernelPort) {
    this.start = start;
    this.#port = port;
    for (const change of start.files) this.files.apply(change);
    this.files.onChange = (change) => this.say({ op: 'file', change });
  }

  listen(address: string, port: number, handler: ListenHandler): SystemListener {
    const socket = this.#nextId++;
    this.#listening.set(socket, handler);
    this.say({ op: 'listen', socket, address, port });
    return {
      close: () => {
        this.#listening.delete(socket);
        this.say({ op: 'close', socket });
      },
    };
  }

  connect(address: string, port: number, listener: SocketListener): SystemSocket {
    const id = this.#nextId++;
    const socket = new KernelSocket(id, this, () => this.#sockets.delete(id));
    socket.listener = listener;
    this.#sockets.set(id, socket);
    this.say({ op: 'connect', socket: id, address, port });
    return socket;
  }

  spawn(spec: SpawnRequest, listener: ChildListener): SystemChild {
    const child = this.#nextId++;
    this.#children.set(child, listener);
    this.say({ op: 'spawn', child, spec });
    return {
      input: (bytes) => this.say({ op: 'child-input', child, bytes }),
      kill: (signal) => this.say({ op: 'child-kill', child, signal }),
      send: (message) => this.say({ op: 'child-message', child, message }),
      disconnect: () => this.say({ op: 'child-disconnect', child }),
    };
  }

  output(stream: OutputStream, bytes: Uint8Array): void {
    this.say({ op: 'output', stream, bytes });
    this.#outputBytes += bytes.byteLength;
    if (this.#outputBytes > EAGER_OUTPUT_BYTES) this.flush();
  }

  sendToParent(message: unknown): void {
    this.say({ op: 'parent-message', message });
  }

  disconnectFromParent(): void {
    this.say({ op: 'parent-disconnect' });
  }

  kill(pid: number, signal: Signal): void {
    this.say({ op: 'kill', pid, signal });
  }

  exit(code: number): never {
    this.say({ op: 'exit', status: { code: code & 0xff, signal: null } });
    return this.#stop();
  }

  exitBySignal(signal: Signal): never {
    this.say({ op: 'exit', status: { code: null, signal } });
    return this.#stop();
  }

  /** Queues a request; those of one iteration leave together. */
  say(request: ProcessRequest): void {
    if (this.#ended) return;
    if (this.#outbox.length === 0) this.#port.waiting();
    this.#outbox.push(request);
  }

  flush(): void {
    if (this.#outbox.length === 0) return;
    const requests = coalesce(this.#outbox);
    this.#outbox = [];
    this.#outputBytes = 0;
    const transfer: ArrayBuffer[] = [];
    for (const request of requests) {
      if (request.op === 'send' && request.bytes.buffer instanceof ArrayBuffer) transfer.push(request.bytes.buffer);
    }
    this.#port.post(requests, [...new Set(transfer)]);
  }

  /** What the kernel said. Called inside the program's error boundary. */
  handle(event: KernelEvent): void {
    switch (event.event) {
      case 'start':
        return;
      case 'listening':
        return this.#listening.get(event.socket)?.listening(event.local);
      case 'failed':
        return this.#failed(event.socket, event.code);
      case 'accepted':
        return this.#accepted(event);
      case 'connected':
        return this.#sockets.get(event.socket)?.listener?.connected(event.local, event.remote);
      case 'data':
        return this.#sockets.get(event.socket)?.listener?.data(event.bytes);
      case 'window':
        return this.#sockets.get(event.socket)?.opened(event.bytes);
      case 'end':
        return this.#sockets.get(event.socket)?.listener?.end();
      case 'reset': {
        const socket = this.#sockets.get(event.socket);
        this.#sockets.delete(event.socket);
        return socket?.listener?.reset();
      }
      case 'file':
        return this.files.apply(event.change);
      case 'child-started':
        return this.#children.get(event.child)?.started(event.pid);
      case 'child-failed':
        return this.#children.get(event.child)?.failed(event.code);
      case 'child-output':
        return this.#children.get(event.child)?.output(event.stream, event.bytes);
      case 'child-message':
        return this.#children.get(event.child)?.message(event.message);
      case 'child-disconnect':
        return this.#children.get(event.child)?.disconnected();
      case 'child-exit': {
        const listener = this.#children.get(event.child);
        this.#children.delete(event.child);
        return listener?.exited(event.status);
      }
      default:
        return this.#fromParent(event);
    }
  }

  /** Hands over what the parent said before anybody listened. */
  deliverEarly(): void {
    const early = this.#early;
    this.#early = [];
    for (const event of early) this.handle(event);
  }

  #fromParent(event: KernelEvent): void {
    if (!this.parent) {
      this.#early.push(event);
      return;
    }
    if (event.event === 'input') this.parent.input(event.bytes);
    else if (event.event === 'signal') this.parent.signal(event.signal);
    else if (event.event === 'parent-message') this.parent.message(event.message);
    else if (event.event === 'parent-disconnect') this.parent.disconnected();
  }

  #failed(id: SocketId, code: Parameters<ListenHandler['failed']>[0]): void {
    const socket = this.#sockets.get(id);
    const handler = this.#listening.get(id);
    this.#sockets.delete(id);
    this.#listening.delete(id);
    socket?.listener?.failed(code);
    handler?.failed(code);
  }

  #accepted(event: Extract<KernelEvent, { event: 'accepted' }>): void {
    const handler = this.#listening.get(event.listener);
    if (!handler) return this.say({ op: 'reset', socket: event.socket });
    const socket = new KernelSocket(event.socket, this, () => this.#sockets.delete(event.socket));
    this.#sockets.set(event.socket, socket);
    handler.accepted(socket, event.local, event.remote);
  }

  /**
   * The kernel terminates this Worker when it reads the message. Until then the program is unwound by an exception and
   * nothing that it still says is sent: a busy wait would cost a core for the 2 s that Chromium gives a looping Worker.
   */
  #stop(): never {
    this.flush();
    this.#ended = true;
    throw new ProcessExit();
  }
}

class KernelSocket implements SystemSocket {
  listener: SocketListener | null = null;
  readonly #id: SocketId;
  readonly #system: KernelSystem;
  readonly #forget: () => void;
  #room = WINDOW_BYTES;

  constructor(id: SocketId, system: KernelSystem, forget: () => void) {
    this.#id = id;
    this.#system = system;
    this.#forget = forget;
  }

  send(bytes: Uint8Array): boolean {
    this.#room -= bytes.byteLength;
    this.#system.say({ op: 'send', socket: this.#id, bytes });
    return this.#room > 0;
  }

  consumed(bytes: number): void {
    this.#system.say({ op: 'consumed', socket: this.#id, bytes });
  }

  shutdown(): void {
    this.#system.say({ op: 'shutdown', socket: this.#id });
  }

  close(): void {
    this.#forget();
    this.#system.say({ op: 'close', socket: this.#id });
  }

  reset(): void {
    this.#forget();
    this.#system.say({ op: 'reset', socket: this.#id });
  }

  opened(bytes: number): void {
    const wasFull = this.#room <= 0;
    this.#room += bytes;
    if (wasFull && this.#room > 0) this.listener?.writable();
  }
}

/** Joins neighbouring writes to the same socket or output: one buffer instead of thousands. */
function coalesce(requests: readonly ProcessRequest[]): ProcessRequest[] {
  const joined: ProcessRequest[] = [];
  for (let index = 0; index < requests.length; ) {
    const first = requests[index]!;
    if (first.op !== 'send' && first.op !== 'output') {
      joined.push(first);
      index++;
      continue;
    }
    const run: Uint8Array[] = [];
    for (; index < requests.length; index++) {
      const next = requests[index]!;
      if (first.op === 'send' && next.op === 'send' && next.socket === first.socket) run.push(next.bytes);
      else if (first.op === 'output' && next.op === 'output' && next.stream === first.stream) run.push(next.bytes);
      else break;
    }
    joined.push({ ...first, bytes: concatenate(run) });
  }
  return joined;
}

/** A buffer of its own that may be transferred: programs keep and reuse theirs, small ones share a pool. */
function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return all;
}
