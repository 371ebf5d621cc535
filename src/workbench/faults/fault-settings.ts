import type { FaultCommand } from '../../../playground/lab/edge/protocol.ts';
import { bandwidthWords, delayWords, type FaultState } from './fault-state.ts';

interface FaultBase {
  readonly label: string;
  /** What would cause it in production, in one line. */
  readonly cause: string;
}

/** A fault that happens at once and lasts no longer. */
export interface Blow extends FaultBase {
  readonly kind: 'blow';
  readonly actions: readonly { readonly label: string; readonly command: FaultCommand }[];
}

/** A fault that is on or off. */
export interface Switch extends FaultBase {
  readonly kind: 'switch';
  readonly isOn: (state: FaultState) => boolean;
  readonly command: (on: boolean) => FaultCommand;
}

/** A fault that is more or less. Its first step is none. */
export interface Slider extends FaultBase {
  readonly kind: 'slider';
  readonly steps: readonly { readonly value: number | null; readonly words: string }[];
  readonly read: (state: FaultState) => number | null;
  readonly command: (value: number | null, state: FaultState) => FaultCommand;
}

/** A fault of which one kind or none is on. */
export interface Choice extends FaultBase {
  readonly kind: 'choice';
  readonly options: readonly { readonly label: string; readonly status: FaultState['status'] }[];
}

export type FaultSetting = Blow | Switch | Slider | Choice;

function delays(...values: readonly number[]): Slider['steps'] {
  return [{ value: 0, words: 'none' }, ...values.map((value) => ({ value, words: delayWords(value) }))];
}

/** Everything that the panel offers, in its order. */
export const faultSettings: readonly FaultSetting[] = [
  {
    kind: 'blow',
    label: 'Cut every stream',
    cause: 'FIN: a proxy’s idle timeout, a server that shuts down. RST: a process that was killed, a NAT that forgot.',
    actions: [
      { label: 'FIN', command: { type: 'cut', how: 'fin' } },
      { label: 'RST', command: { type: 'cut', how: 'reset' } },
    ],
  },
  {
    kind: 'switch',
    label: 'Refuse connections',
    cause: 'Nobody listens: the seconds between the old process and the new one.',
    isOn: ({ refusing }) => refusing,
    command: (on) => ({ type: 'refuse', on }),
  },
  {
    kind: 'switch',
    label: 'Silence open streams',
    cause:
      'A pulled cable, lost Wi-Fi, a crashed host: no FIN and no RST. These streams stay silent; healing helps the next ones.',
    isOn: ({ silentStreams }) => silentStreams,
    command: (on) => ({ type: 'black-hole', where: 'stream', on }),
  },
  {
    kind: 'switch',
    label: 'Never answer new connections',
    cause: 'A firewall that drops packets, a server that accepts and hangs.',
    isOn: ({ silentAccepts }) => silentAccepts,
    command: (on) => ({ type: 'black-hole', where: 'accept', on }),
  },
  {
    kind: 'choice',
    label: 'Answer with a status',
    cause: '502: the proxy finds no server. 503: overload or maintenance. 204: the server wants no reconnection.',
    options: [
      { label: 'pass on', status: null },
      { label: '204', status: 204 },
      { label: '502', status: 502 },
      { label: '503', status: 503 },
    ],
  },
  {
    kind: 'slider',
    label: 'Latency',
    cause: 'Another continent, a satellite, a queue in some router.',
    steps: delays(50, 100, 250, 500, 1000, 2000, 5000),
    read: ({ latencyMs }) => latencyMs,
    command: (value, { jitterMs }) => ({ type: 'latency', ms: value ?? 0, jitter: jitterMs }),
  },
  {
    kind: 'slider',
    label: 'Jitter',
    cause: 'A mobile network: each packet is late by another amount.',
    steps: delays(50, 100, 250, 500, 1000, 2000),
    read: ({ jitterMs }) => jitterMs,
    command: (value, { latencyMs }) => ({ type: 'latency', ms: latencyMs, jitter: value ?? 0 }),
  },
  {
    kind: 'slider',
    label: 'Bandwidth',
    cause: 'The edge of a mobile cell, a line that a backup is using.',
    steps: [
      { value: null, words: 'all' },
      ...[100_000, 20_000, 5_000, 1_000, 200, 50].map((value) => ({ value, words: bandwidthWords(value) })),
    ],
    read: ({ bytesPerSecond }) => bytesPerSecond,
    command: (bytesPerSecond) => ({ type: 'bandwidth', bytesPerSecond }),
  },
  {
    kind: 'switch',
    label: 'Buffer answers',
    cause: 'nginx as it comes: HTTP/1.0 to the server, proxy_buffering on. It holds from the next connection on.',
    isOn: ({ buffering }) => buffering,
    command: (on) => ({ type: 'buffer', on }),
  },
  {
    kind: 'slider',
    label: 'Idle timeout',
    cause: 'proxy_read_timeout (60 s in nginx), a load balancer’s idle limit. It counts from the next byte on.',
    steps: [
      { value: null, words: 'as configured' },
      ...[60_000, 30_000, 15_000, 5_000, 2_000, 1_000].map((value) => ({ value, words: delayWords(value) })),
    ],
    read: ({ idleTimeoutMs }) => idleTimeoutMs,
    command: (ms) => ({ type: 'idle-timeout', ms }),
  },
];

/** The step of a slider that is nearest to what is set. */
export function stepOf({ steps, read }: Slider, state: FaultState): number {
  const value = read(state);
  const index = steps.findIndex((step) => step.value === value);
  if (index !== -1 || value === null) return Math.max(0, index);
  const distances = steps.map((step) =>
    step.value === null ? Number.POSITIVE_INFINITY : Math.abs(step.value - value),
  );
  return distances.indexOf(Math.min(...distances));
}
