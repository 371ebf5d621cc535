import type { ConnectionState } from './protocol.ts';

type Table = ReadonlyMap<string, ConnectionState>;

/** Whether nothing is on its way: what each end has written, its peer has read. */
export function isBalanced(tables: readonly Table[]): boolean {
  return tables.every((table) => [...table.values()].every((end) => hasArrived(end, peerOf(end, tables))));
}

function peerOf({ local, remote }: ConnectionState, tables: readonly Table[]): ConnectionState | null {
  for (const table of tables) {
    const peer = table.get(`${remote}>${local}`);
    if (peer) return peer;
  }
  return null;
}

/** An end without a known peer may be one that has not been accepted yet. */
function hasArrived(from: ConnectionState, to: ConnectionState | null): boolean {
  if (!to) return from.closed;
  if (to.closed || to.paused) return true;
  return from.finished ? to.ended : from.written === to.read;
}

/** Forgets connections that both ends have closed. */
export function prune(tables: readonly Map<string, ConnectionState>[]): void {
  for (const table of tables) {
    for (const [key, end] of table) {
      const peer = peerOf(end, tables);
      if (end.closed && (!peer || peer.closed)) {
        table.delete(key);
        for (const other of tables) other.delete(`${end.remote}>${end.local}`);
      }
    }
  }
}
