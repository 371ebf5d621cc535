import { kEmitting } from './symbols.ts';

export type EventName = string | symbol | number;
export type AnyFunction = (...args: unknown[]) => unknown;

/** A listener as it is stored: `once` wraps it and keeps the original in `listener`. */
export type Listener = AnyFunction & { listener?: AnyFunction };

/** Two or more listeners of one event. */
export type ListenerList = Listener[] & { [kEmitting]: number; warned?: boolean };

export type Entry = Listener | ListenerList;

export function listOf(first: Listener, second: Listener): ListenerList {
  return Object.assign([first, second], { [kEmitting]: 0 });
}

/** The list itself, or a copy when some `emit` is walking it: that one goes on with what it began with. */
export function writable(list: ListenerList): ListenerList {
  if (list[kEmitting] === 0) return list;
  const copy: ListenerList = Object.assign(list.slice(), { [kEmitting]: 0 });
  if (list.warned) copy.warned = true;
  return copy;
}

export function entryToArray(entry: Entry | undefined): Listener[] {
  if (entry === undefined) return [];
  return typeof entry === 'function' ? [entry] : entry.slice();
}

export const unwrapped = (listener: Listener): AnyFunction => listener.listener ?? listener;
