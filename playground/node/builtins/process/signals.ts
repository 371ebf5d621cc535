import { SIGNAL_NUMBERS, type Signal } from '#machine/protocol.ts';
import { system } from '../../system.ts';
import type { EventEmitter } from '../events.ts';

/** A signal's listeners if the program has any, else its default action, which ends the process. */
export function receiveSignal(process: EventEmitter, signal: Signal): void {
  if (process.listenerCount(signal) > 0) process.emit(signal, signal, SIGNAL_NUMBERS[signal]);
  else system().exitBySignal(signal);
}
