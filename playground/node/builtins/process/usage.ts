/** What a browser lets a program know of its own use of time and memory. */
import { invalidArgType, outOfRange } from '../net/coded-error.ts';

const startedAt = performance.now();

/** Seconds since the process started. */
export function uptime(): number {
  return (performance.now() - startedAt) / 1000;
}

/** `[seconds, nanoseconds]`, from an arbitrary time in the past or since `previous`. */
function hrtimeSince(previous?: readonly [number, number]): [number, number] {
  if (previous !== undefined && !Array.isArray(previous))
    throw invalidArgType('time', 'an instance of Array', previous);
  if (previous !== undefined && previous.length !== 2) throw outOfRange('time', '2', previous.length);
  const nanoseconds = nanosecondsNow() - (previous ? BigInt(previous[0]) * 1_000_000_000n + BigInt(previous[1]) : 0n);
  return [Number(nanoseconds / 1_000_000_000n), Number(nanoseconds % 1_000_000_000n)];
}

const nanosecondsNow = () => BigInt(Math.round(performance.now() * 1_000_000));

export const hrtime = Object.assign(hrtimeSince, { bigint: nanosecondsNow });

/** The engine's heap where the browser tells (Chromium); a Worker has no honest figure for the rest. */
export function memory(): { rss: number; heapTotal: number; heapUsed: number; external: number; arrayBuffers: number } {
  const heap = 'memory' in performance ? (performance.memory as Record<string, number>) : {};
  const { totalJSHeapSize: heapTotal = 0, usedJSHeapSize: heapUsed = 0 } = heap;
  return { rss: heapTotal, heapTotal, heapUsed, external: 0, arrayBuffers: 0 };
}

export const memoryUsage = Object.assign(memory, { rss: () => memory().rss });

/** Microseconds. A browser does not tell a Worker's processor time: this is the time that has passed. */
export function cpuUsage(previous?: { readonly user: number; readonly system: number }): {
  user: number;
  system: number;
} {
  return { user: Math.round(uptime() * 1_000_000) - (previous?.user ?? 0), system: 0 - (previous?.system ?? 0) };
}
