import type { FaultCommand } from '../../../playground/lab/edge/protocol.ts';

/** What is broken at an edge just now. */
export interface FaultState {
  readonly refusing: boolean;
  readonly silentStreams: boolean;
  readonly silentAccepts: boolean;
  /** Milliseconds. */
  readonly latencyMs: number;
  readonly jitterMs: number;
  /** Null for as fast as it goes. */
  readonly bytesPerSecond: number | null;
  /** Null while requests are passed on. */
  readonly status: 204 | 502 | 503 | null;
  readonly buffering: boolean;
  /** Milliseconds; null for what the configuration says. */
  readonly idleTimeoutMs: number | null;
}

/** Nothing is broken. */
export const healthy: FaultState = {
  refusing: false,
  silentStreams: false,
  silentAccepts: false,
  latencyMs: 0,
  jitterMs: 0,
  bytesPerSecond: null,
  status: null,
  buffering: false,
  idleTimeoutMs: null,
};

/** The state once the edge has obeyed `command`. A cut breaks nothing that lasts. */
export function afterFault(state: FaultState, command: FaultCommand): FaultState {
  switch (command.type) {
    case 'cut':
      return state;
    case 'refuse':
      return { ...state, refusing: command.on };
    case 'black-hole':
      return command.where === 'stream'
        ? { ...state, silentStreams: command.on }
        : { ...state, silentAccepts: command.on };
    case 'latency':
      return { ...state, latencyMs: command.ms, jitterMs: command.jitter };
    case 'bandwidth':
      return { ...state, bytesPerSecond: command.bytesPerSecond };
    case 'status':
      return { ...state, status: command.status };
    case 'buffer':
      return { ...state, buffering: command.on };
    case 'idle-timeout':
      return { ...state, idleTimeoutMs: command.ms };
    case 'heal':
      return healthy;
  }
}

export interface ActiveFault {
  readonly key: keyof FaultState;
  /** A few words, as the picture of the wire has room for. */
  readonly label: string;
}

/** `20 kB/s`, `900 B/s`. */
export function bandwidthWords(bytesPerSecond: number): string {
  return bytesPerSecond < 1000 ? `${bytesPerSecond} B/s` : `${bytesPerSecond / 1000} kB/s`;
}

/** `250 ms`, `2 s`. */
export function delayWords(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}

function latencyWords({ latencyMs, jitterMs }: FaultState): string {
  const least = delayWords(latencyMs);
  return jitterMs === 0 ? `${least} late` : `${least} to ${delayWords(latencyMs + jitterMs)} late`;
}

/** The faults that are on, in the order of the panel. */
export function activeFaults(state: FaultState): readonly ActiveFault[] {
  const active: ActiveFault[] = [];
  const add = (key: keyof FaultState, label: string) => active.push({ key, label });
  if (state.refusing) add('refusing', 'connections refused');
  if (state.silentStreams) add('silentStreams', 'streams go silent');
  if (state.silentAccepts) add('silentAccepts', 'no answer to new connections');
  if (state.latencyMs + state.jitterMs > 0) add('latencyMs', latencyWords(state));
  if (state.bytesPerSecond !== null) add('bytesPerSecond', bandwidthWords(state.bytesPerSecond));
  if (state.status !== null) add('status', `answers ${state.status}`);
  if (state.buffering) add('buffering', 'buffering');
  if (state.idleTimeoutMs !== null) add('idleTimeoutMs', `idle timeout ${delayWords(state.idleTimeoutMs)}`);
  return active;
}
