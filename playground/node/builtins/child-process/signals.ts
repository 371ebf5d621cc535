import type { Signal } from '#machine/protocol.ts';
import { codedError } from '../net/coded-error.ts';

/** Linux's numbers for the signals that the machine knows. @see https://man7.org/linux/man-pages/man7/signal.7.html */
const SIGNALS: Readonly<Record<Signal, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGTERM: 15,
};

/** Reads a signal's name or number. Throws ERR_UNKNOWN_SIGNAL, also for signals that only other systems have. */
export function readSignal(signal: unknown): Signal {
  for (const [name, number] of Object.entries(SIGNALS) as [Signal, number][]) {
    if (signal === number || (typeof signal === 'string' && signal.toUpperCase() === name)) return name;
  }
  throw codedError(TypeError, 'ERR_UNKNOWN_SIGNAL', `Unknown signal: ${String(signal)}`);
}
