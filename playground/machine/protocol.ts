/**
 * What travels between a process (a Worker) and the kernel.
 *
 * Both directions carry arrays: everything said in one turn of the event loop goes in one message, in order, because a
 * message per call costs five to ten times as much. `Uint8Array`s are transferred, never copied.
 */

/** A socket as one process knows it. Processes number theirs 1, 2, 3…; the kernel gives accepted ones −1, −2, −3… */
export type SocketId = number;

export interface Address {
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  readonly port: number;
}

export type SocketErrorCode = 'ECONNREFUSED' | 'EADDRINUSE' | 'EADDRNOTAVAIL' | 'ENOTFOUND' | 'EMFILE' | 'EACCES';

/** Linux's numbers for the signals that the machine knows. @see https://man7.org/linux/man-pages/man7/signal.7.html */
export const SIGNAL_NUMBERS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGTERM: 15,
} as const;

/** SIGKILL never reaches the process: its Worker is terminated. */
export type Signal = keyof typeof SIGNAL_NUMBERS;

export interface ExitStatus {
  readonly code: number | null;
  readonly signal: Signal | null;
}

export interface SpawnRequest {
  /** `node`, `curl`, … looked up in the kernel's table of programs. */
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether the parent exchanges messages with it, as `child_process.fork` does. */
  readonly ipc: boolean;
}

export type FileChange =
  | { readonly kind: 'write'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'append'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'mkdir'; readonly path: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string };

export type OutputStream = 'stdout' | 'stderr';

export type ProcessRequest =
  | { readonly op: 'listen'; readonly socket: SocketId; readonly address: string; readonly port: number }
  | { readonly op: 'connect'; readonly socket: SocketId; readonly address: string; readonly port: number }
  | { readonly op: 'send'; readonly socket: SocketId; readonly bytes: Uint8Array }
  | { readonly op: 'consumed'; readonly socket: SocketId; readonly bytes: number }
  | { readonly op: 'shutdown'; readonly socket: SocketId }
  | { readonly op: 'close'; readonly socket: SocketId }
  | { readonly op: 'reset'; readonly socket: SocketId }
  | { readonly op: 'output'; readonly stream: OutputStream; readonly bytes: Uint8Array }
  | { readonly op: 'file'; readonly change: FileChange }
  | { readonly op: 'spawn'; readonly child: number; readonly spec: SpawnRequest }
  | { readonly op: 'child-input'; readonly child: number; readonly bytes: Uint8Array | null }
  | { readonly op: 'child-kill'; readonly child: number; readonly signal: Signal }
  | { readonly op: 'child-message'; readonly child: number; readonly message: unknown }
  | { readonly op: 'child-disconnect'; readonly child: number }
  | { readonly op: 'parent-message'; readonly message: unknown }
  | { readonly op: 'parent-disconnect' }
  | { readonly op: 'kill'; readonly pid: number; readonly signal: Signal }
  | { readonly op: 'exit'; readonly status: ExitStatus };

export interface ProcessStart {
  readonly pid: number;
  readonly ppid: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly ipc: boolean;
  /** The whole file tree at this moment; changes follow as `file` events. */
  readonly files: readonly FileChange[];
}

export type KernelEvent =
  | { readonly event: 'start'; readonly start: ProcessStart }
  | { readonly event: 'listening'; readonly socket: SocketId; readonly local: Address }
  | { readonly event: 'connected'; readonly socket: SocketId; readonly local: Address; readonly remote: Address }
  | { readonly event: 'failed'; readonly socket: SocketId; readonly code: SocketErrorCode }
  | {
      readonly event: 'accepted';
      readonly listener: SocketId;
      readonly socket: SocketId;
      readonly local: Address;
      readonly remote: Address;
    }
  | { readonly event: 'data'; readonly socket: SocketId; readonly bytes: Uint8Array }
  | { readonly event: 'window'; readonly socket: SocketId; readonly bytes: number }
  | { readonly event: 'end'; readonly socket: SocketId }
  | { readonly event: 'reset'; readonly socket: SocketId }
  | { readonly event: 'input'; readonly bytes: Uint8Array | null }
  | { readonly event: 'signal'; readonly signal: Signal }
  | { readonly event: 'file'; readonly change: FileChange }
  | { readonly event: 'child-started'; readonly child: number; readonly pid: number }
  | { readonly event: 'child-failed'; readonly child: number; readonly code: 'ENOENT' | 'EAGAIN' }
  | {
      readonly event: 'child-output';
      readonly child: number;
      readonly stream: OutputStream;
      readonly bytes: Uint8Array;
    }
  | { readonly event: 'child-message'; readonly child: number; readonly message: unknown }
  | { readonly event: 'child-disconnect'; readonly child: number }
  | { readonly event: 'child-exit'; readonly child: number; readonly status: ExitStatus }
  | { readonly event: 'parent-message'; readonly message: unknown }
  | { readonly event: 'parent-disconnect' };

/** The bytes that one direction of a connection holds before the writer must wait: what Linux takes on loopback (about 4 MB). */
export const WINDOW_BYTES = 4 * 1024 * 1024;
