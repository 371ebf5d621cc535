import type { FileTree } from '#machine/files.ts';
import type {
  Address,
  ExitStatus,
  OutputStream,
  ProcessStart,
  Signal,
  SocketErrorCode,
  SpawnRequest,
} from '#machine/protocol.ts';

/** What a stream socket tells its owner, in the order of the wire. Nothing comes after `end` + own `shutdown`, `reset` or `failed`. */
export interface SocketListener {
  connected(local: Address, remote: Address): void;
  failed(code: SocketErrorCode): void;
  data(bytes: Uint8Array): void;
  /** The peer's FIN: it sends no more, but may still read. */
  end(): void;
  /** The peer's RST, or its process died. */
  reset(): void;
  /** The window has room again after `send` returned false. */
  writable(): void;
}

export interface SystemSocket {
  listener: SocketListener | null;
  /** Takes ownership of `bytes`. False when the window is exhausted: the bytes are taken, but wait for `writable` before the next. */
  send(bytes: Uint8Array): boolean;
  /** Tells the sender that the program took `bytes` bytes, which opens its window again. Unread bytes are back-pressure. */
  consumed(bytes: number): void;
  /** Sends FIN, after what was sent before. */
  shutdown(): void;
  /** Closes both directions: FIN, or RST when unread bytes are left, as a kernel does. */
  close(): void;
  /** Sends RST; unsent bytes are lost. */
  reset(): void;
}

export interface SystemListener {
  close(): void;
}

export interface ListenHandler {
  listening(local: Address): void;
  failed(code: SocketErrorCode): void;
  accepted(socket: SystemSocket, local: Address, remote: Address): void;
}

export interface ChildListener {
  started(pid: number): void;
  failed(code: 'ENOENT' | 'EAGAIN'): void;
  output(stream: OutputStream, bytes: Uint8Array): void;
  message(message: unknown): void;
  disconnected(): void;
  exited(status: ExitStatus): void;
}

export interface SystemChild {
  /** Null ends its input. */
  input(bytes: Uint8Array | null): void;
  kill(signal: Signal): void;
  send(message: unknown): void;
  disconnect(): void;
}

export interface ParentListener {
  input(bytes: Uint8Array | null): void;
  signal(signal: Signal): void;
  message(message: unknown): void;
  disconnected(): void;
}

/** Thrown by `exit` to unwind the program. Whoever catches it changes nothing: the process is over. */
export class ProcessExit extends Error {
  constructor() {
    super('The process has exited.');
    this.name = 'ProcessExit';
  }
}

/** The kernel as one process sees it: its system calls. The built-in modules stand on this and on nothing else. */
export interface System {
  readonly start: ProcessStart;
  /** This process's copy of the file tree: reads are synchronous and local; its writes reach the kernel in order. */
  readonly files: FileTree;
  /** Set once by `process`: input, signals and messages from whoever started this process. */
  parent: ParentListener | null;
  /** Port 0 asks for a free one. */
  listen(address: string, port: number, handler: ListenHandler): SystemListener;
  connect(address: string, port: number, listener: SocketListener): SystemSocket;
  spawn(spec: SpawnRequest, listener: ChildListener): SystemChild;
  output(stream: OutputStream, bytes: Uint8Array): void;
  sendToParent(message: unknown): void;
  disconnectFromParent(): void;
  kill(pid: number, signal: Signal): void;
  /** Flushes everything said so far and ends the process: its Worker is terminated, its sockets reset. Throws to unwind the program. */
  exit(code: number): never;
  /** Ends the process as the default action of `signal` does. Does not return. */
  exitBySignal(signal: Signal): never;
}

let current: System | null = null;

/** Called once, by the process's first module, before any built-in is loaded. */
export function installSystem(system: System): void {
  current = system;
}

/** The system calls of this process. Throws when none is installed: built-ins run only inside a process. */
export function system(): System {
  if (!current) throw new Error('No machine: this built-in was loaded outside a process.');
  return current;
}
