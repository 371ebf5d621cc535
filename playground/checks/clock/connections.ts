import type { Socket } from 'node:net';
import type { ConnectionState } from './protocol.ts';

interface Entry {
  readonly socket: Socket;
  ended: boolean;
  last: ConnectionState | null;
}

/** TCP connections of this process, and what they have carried. */
export class Connections {
  readonly #entries = new Map<Socket, Entry>();
  #changes = 0;

  /** Takes it into account from now until it is closed. */
  add(socket: Socket): void {
    if (this.#entries.has(socket)) return;
    const entry: Entry = { socket, ended: false, last: null };
    const end = () => {
      entry.ended = true;
    };
    this.#entries.set(socket, entry);
    socket.once('end', end);
    socket.once('close', end);
    this.#changes++;
  }

  /** Whether one of them is not yet connected. */
  get connecting(): boolean {
    return [...this.#entries.values()].some(({ socket, last }) => last === null && socket.connecting);
  }

  /** Whether anything is different from what `changes` said last. */
  get changed(): boolean {
    return this.#changes > 0 || [...this.#entries.values()].some((entry) => differs(entry.last, stateOf(entry)));
  }

  /** Connections that are new or different since the last call. */
  changes(): ConnectionState[] {
    this.#changes = 0;
    const changed: ConnectionState[] = [];
    for (const entry of this.#entries.values()) {
      const state = stateOf(entry);
      if (state && differs(entry.last, state)) changed.push(state);
      entry.last = state;
      if (entry.socket.destroyed) this.#entries.delete(entry.socket);
    }
    return changed;
  }
}

/** Null before it is connected. */
function stateOf({ socket, ended, last }: Entry): ConnectionState | null {
  const local = last?.local ?? socket.localPort;
  const remote = last?.remote ?? socket.remotePort;
  if (local === undefined || remote === undefined) return null;
  return {
    local,
    remote,
    // A socket that is gone may have forgotten.
    written: Math.max(socket.bytesWritten || 0, last?.written ?? 0),
    read: Math.max(socket.bytesRead || 0, last?.read ?? 0),
    finished: socket.writableEnded || socket.destroyed,
    ended: ended || socket.destroyed,
    closed: socket.destroyed,
    paused: socket.readableFlowing === false,
  };
}

function differs(before: ConnectionState | null, now: ConnectionState | null): boolean {
  if (!before || !now) return before !== now;
  return (Object.keys(now) as (keyof ConnectionState)[]).some((key) => before[key] !== now[key]);
}
