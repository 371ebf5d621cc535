import { codedError, invalidArgValue } from '../net/coded-error.ts';
import type { Readable, Writable } from '../stream.ts';

export type StdioOption = 'pipe' | 'overlapped' | 'ignore' | 'inherit' | 'ipc' | number | Readable | Writable | null;

/** Where one of a child's three standard streams leads. */
export type Route =
  | { readonly to: 'pipe' }
  | { readonly to: 'nothing' }
  /** The parent's own stream: 0, 1 or 2. */
  | { readonly to: 'parent'; readonly fd: 0 | 1 | 2 };

export interface StdioPlan {
  readonly stdin: Route;
  readonly stdout: Route;
  readonly stderr: Route;
  readonly ipc: boolean;
  /** How many entries `child.stdio` has. */
  readonly size: number;
}

const PIPE: Route = { to: 'pipe' };
const NOTHING: Route = { to: 'nothing' };

/** @see https://nodejs.org/api/child_process.html#optionsstdio */
export function readStdio(option: unknown): StdioPlan {
  const entries = toList(option);
  const ipcAt = entries.indexOf('ipc');
  if (ipcAt !== -1 && entries.indexOf('ipc', ipcAt + 1) !== -1) {
    throw codedError(Error, 'ERR_IPC_ONE_PIPE', 'Child process can have only one IPC pipe');
  }
  const extra = entries.findIndex((entry, fd) => fd > 2 && entry !== 'ipc' && entry !== 'ignore' && entry != null);
  if (extra !== -1) {
    throw codedError(
      Error,
      'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
      `This machine's programs have no file descriptor ${extra}: use stdin, stdout, stderr or 'ipc'.`,
    );
  }
  return {
    stdin: readRoute(entries[0], 0),
    stdout: readRoute(entries[1], 1),
    stderr: readRoute(entries[2], 2),
    ipc: ipcAt !== -1,
    size: Math.max(3, entries.length),
  };
}

function toList(option: unknown): readonly unknown[] {
  if (option === undefined || option === null) return ['pipe', 'pipe', 'pipe'];
  if (Array.isArray(option)) return option;
  if (option === 'pipe' || option === 'overlapped' || option === 'ignore' || option === 'inherit') {
    return [option, option, option];
  }
  throw invalidArgValue('stdio', option);
}

function readRoute(entry: unknown, fd: 0 | 1 | 2): Route {
  if (entry === 'ignore' || entry === 'ipc') return NOTHING;
  if (entry === undefined || entry === null || entry === 'pipe' || entry === 'overlapped') return PIPE;
  if (entry === 'inherit') return { to: 'parent', fd };
  const own: unknown = typeof entry === 'object' ? Reflect.get(entry, 'fd') : entry;
  if (own === 0 || own === 1 || own === 2) return { to: 'parent', fd: own };
  throw invalidArgValue('stdio', entry);
}
