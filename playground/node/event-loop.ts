/**
 * The event loop of a process, with libuv's phases: timers, poll (what the kernel says), check (immediates).
 *
 * Each callback is a task of its own for the browser, because that is what runs the microtasks between two of them, as
 * Node does. What the program asked of the kernel leaves once an iteration, not once a callback.
 *
 * @see https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick
 */
import { Queue } from './queue.ts';

type Callback = () => void;

export interface TimerPhase {
  /** Takes the first timer that is due at `now` (as `performance.now()` has it). */
  takeDue(now: number): Callback | null;
  /** Milliseconds until the next one is due, 0 or less when it is; null without any. */
  untilNext(): number | null;
}

export interface LoopOwner {
  /** Runs one callback of the program. */
  run(callback: Callback): void;
  /** Runs what `process.nextTick` queued. False when there was nothing. */
  runTicks(): boolean;
  /** An iteration has ended: what was said to the kernel may leave. */
  iterated(): void;
  /** Nothing can run now. */
  idle(): void;
}

/** The program's own channels stand on this loop. */
const NativeMessageChannel = globalThis.MessageChannel;
const nativeSetTimeout = globalThis.setTimeout.bind(globalThis);
const nativeClearTimeout = globalThis.clearTimeout.bind(globalThis);

let owner: LoopOwner = { run: (callback) => callback(), runTicks: () => false, iterated() {}, idle() {} };
let timers: TimerPhase = { takeDue: () => null, untilNext: () => null };
const events = new Queue<Callback>();
const immediates = new Queue<Callback>();
let phase: 'timers' | 'poll' | 'check' = 'timers';
let phaseStarted = 0;
/** How many callbacks were there when the phase began; later ones wait for the next iteration. */
let remaining = 0;
let channel: MessageChannel | null = null;
let awake = false;
let alarm: ReturnType<typeof setTimeout> | null = null;

/** Says for whom the loop turns. Called once, before the program runs. */
export function startLoop(loopOwner: LoopOwner): void {
  owner = loopOwner;
}

export function setTimerPhase(timerPhase: TimerPhase): void {
  timers = timerPhase;
}

/** Queues what the kernel said. */
export function queueEvent(callback: Callback): void {
  events.push(callback);
  wake();
}

export function queueImmediate(callback: Callback): void {
  immediates.push(callback);
  wake();
}

/** Has the loop turn soon: in a task of its own, after the microtasks of this one. */
export function wake(): void {
  if (awake) return;
  awake = true;
  if (!channel) {
    channel = new NativeMessageChannel();
    channel.port1.onmessage = turn;
  }
  channel.port2.postMessage(null);
}

function turn(): void {
  awake = false;
  if (owner.runTicks()) return wake();
  const callback = next();
  if (!callback) {
    owner.idle();
    if (!awake) setAlarm();
    return;
  }
  wake();
  owner.run(callback);
}

function next(): Callback | null {
  // Once around, and to the timers again: the time of one may have come.
  for (let step = 0; step < 5; step++) {
    if (phase === 'timers') {
      const due = timers.takeDue(phaseStarted);
      if (due) return due;
      begin('poll', events.size);
    } else if (phase === 'poll') {
      if (remaining-- > 0) return events.take();
      begin('check', immediates.size);
    } else {
      if (remaining-- > 0) return immediates.take();
      begin('timers', 0);
      owner.iterated();
    }
  }
  return null;
}

function begin(name: typeof phase, callbacks: number): void {
  phase = name;
  phaseStarted = performance.now();
  remaining = callbacks;
}

/** Wakes the loop when the next timer is due. */
function setAlarm(): void {
  if (alarm !== null) nativeClearTimeout(alarm);
  alarm = null;
  const delay = timers.untilNext();
  if (delay === null) return;
  if (delay <= 0) return wake();
  alarm = nativeSetTimeout(wake, delay);
}
