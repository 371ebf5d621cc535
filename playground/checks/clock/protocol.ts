/** Between the runner and a process whose clock it keeps: one IPC message each. Times are virtual milliseconds since the check began. */

/** One end of a TCP connection on loopback, as its process sees it. */
export interface ConnectionState {
  /** Ports: `local` of one end is `remote` of the other. */
  readonly local: number;
  readonly remote: number;
  readonly written: number;
  readonly read: number;
  /** It sends no more: its FIN or RST is on the way, or was seen. */
  readonly finished: boolean;
  /** It has seen that its peer sends no more. */
  readonly ended: boolean;
  /** It is gone: what still comes is thrown away. */
  readonly closed: boolean;
  /** It does not read for now. */
  readonly paused: boolean;
}

export type ClockCommand =
  /** Says how things stand, once everything that could run has run. */
  | { readonly type: 'state' }
  /** Sets the clock without firing what is due now. */
  | { readonly type: 'set'; readonly at: number }
  /** Fires timers up to `until`, instant by instant, and stops after the first that did more than compute. */
  | { readonly type: 'run'; readonly until: number }
  /** For the program in the process, when it is one of the runner's own. */
  | { readonly type: 'perform'; readonly command: unknown };

export interface ClockRequest {
  readonly number: number;
  readonly command: ClockCommand;
}

export interface ProcessState {
  readonly number: number;
  readonly now: number;
  /** When the next timer is due; null without one. */
  readonly next: number | null;
  /** Timers that wait. */
  readonly timers: number;
  /** Connections that are new or different since the last state. Closed ones are named once. */
  readonly connections: readonly ConnectionState[];
  /** It waits for files, names, compression or a connection: something comes although nothing is due. */
  readonly busy: boolean;
  /** Its timers start each other without end, faster than anybody means. */
  readonly runaway: boolean;
  /** What the runner's own program in the process reports; null in others. */
  readonly report: unknown;
}

export type ProcessMessage =
  | { readonly type: 'hello' }
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'exiting'; readonly at: number }
  | { readonly type: 'state'; readonly state: ProcessState };

/** Holds a JSON {@link ClockStart} for the preload, which removes it: processes that the learner starts have real time. */
export const CLOCK_VARIABLE = 'STEADY_STREAM_CLOCK';

export interface ClockStart {
  /** Virtual milliseconds since the check began. */
  readonly at: number;
  /** What its `Math.random` begins with. */
  readonly seed: number;
}

/** What `Date.now()` says when a check begins. */
export const EPOCH = Date.UTC(2026, 0, 1);
