import { SIGNAL_NUMBERS, type Signal } from '#machine/protocol.ts';
import { codedError } from '../net/coded-error.ts';

/** Reads a signal's name or number. Throws ERR_UNKNOWN_SIGNAL, also for signals that only other systems have. */
export function readSignal(signal: unknown): Signal {
  for (const [name, number] of Object.entries(SIGNAL_NUMBERS) as [Signal, number][]) {
    if (signal === number || (typeof signal === 'string' && signal.toUpperCase() === name)) return name;
  }
  throw codedError(TypeError, 'ERR_UNKNOWN_SIGNAL', `Unknown signal: ${String(signal)}`);
}
