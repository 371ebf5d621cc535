import { Queue } from './queue.ts';

type Tick = () => void;

const ticks = new Queue<Tick>();
let wake: () => void = () => {};

/** `listener` sees to it that somebody calls {@link runTicks} soon. */
export function onTick(listener: () => void): void {
  wake = listener;
}

/** Queues what runs before anything else of the event loop. @see https://nodejs.org/api/process.html#processnexttickcallback-args */
export function queueTick(tick: Tick): void {
  ticks.push(tick);
  wake();
}

/** Runs what is queued, in order, with what that queues. False when there was nothing. What a tick throws goes to `failed`; the rest still runs. */
export function runTicks(failed: (error: unknown) => void): boolean {
  let tick = ticks.take();
  if (!tick) return false;
  for (; tick; tick = ticks.take()) {
    try {
      tick();
    } catch (error) {
      failed(error);
    }
  }
  return true;
}
