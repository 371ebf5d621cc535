import { queueEvent, startLoop, wake } from './event-loop.ts';
import { isAlive, onIdle } from './liveness.ts';
import { ProcessExit } from './system.ts';
import { onTick, runTicks } from './tick-queue.ts';

/** What a process does at the turning points of its life. */
export interface Lifecycle {
  /** An exception that nobody caught. Returns when the program has handled it. */
  uncaught(error: unknown): void;
  /** Nothing is left to do; the program may find more. */
  beforeExit(): void;
  /** Nothing was found. `mainWaits`: the main module awaits what will never come. */
  finished(mainWaits: boolean): void;
  /** An iteration of the event loop has ended. */
  iterated(): void;
}

let lifecycle: Lifecycle = {
  uncaught(error) {
    throw error;
  },
  beforeExit() {},
  finished() {},
  iterated() {},
};
let depth = 0;
let exited = false;
let mainWaits = true;
let beforeExitSaid = false;

/** Calls into the program: what it throws is an uncaught exception, and its ticks have run when this returns. */
export function runCallback(callback: () => void): void {
  if (exited) return;
  beforeExitSaid = false;
  depth++;
  try {
    callback();
  } catch (error) {
    reportUncaught(error);
  } finally {
    depth--;
  }
  if (depth === 0) runPendingTicks();
}

/** What a callback, a tick or the browser threw in the program's name. */
function reportUncaught(error: unknown): void {
  try {
    if (error instanceof ProcessExit) throw error;
    if (!exited) lifecycle.uncaught(error);
  } catch (thrown) {
    if (!(thrown instanceof ProcessExit)) throw thrown;
    exited = true;
  }
}

function runPendingTicks(): boolean {
  if (exited) return false;
  depth++;
  try {
    return runTicks(reportUncaught);
  } finally {
    depth--;
  }
}

/** Starts the event loop of this process. */
export function startProcess(turningPoints: Lifecycle): void {
  lifecycle = turningPoints;
  onTick(() => {
    // Within a callback they run at its end; else soon, after the microtask that asked for it and those that follow.
    if (depth === 0) wake();
  });
  onIdle(wake);
  startLoop({ run: runCallback, runTicks: runPendingTicks, iterated: () => lifecycle.iterated(), idle });
}

/** Runs the program's main module, as the first event of the loop. */
export function runMain(main: () => Promise<void>): void {
  queueEvent(() => {
    main().then(
      () => {
        mainWaits = false;
        wake();
      },
      (error: unknown) => {
        mainWaits = false;
        runCallback(() => {
          throw error;
        });
      },
    );
  });
}

function idle(): void {
  if (exited || isAlive()) return;
  if (beforeExitSaid) return runCallback(() => lifecycle.finished(mainWaits));
  runCallback(() => lifecycle.beforeExit());
  // Promises settle before the verdict: the program may have found something to do.
  beforeExitSaid = true;
  wake();
}
