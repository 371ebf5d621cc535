export interface Tick {
  time: number;
  streams: number;
}

type OnTick = (tick: Tick) => void;

/** Each tab has an EventSource of its own. */
export function alone(onTick: OnTick): void {
  new EventSource('/ticks').onmessage = ({ data }) => onTick(JSON.parse(data));
}

/** One SharedWorker has the EventSource; all tabs of this origin talk to it. */
export function byWorker(onTick: OnTick): void {
  const { port } = new SharedWorker('./worker.ts', { type: 'module', name: 'ticks' });
  port.onmessage = ({ data }) => onTick(data);
}

/**
 * Where there is no SharedWorker: one tab holds a lock, and with it the EventSource; it tells the others. When it is
 * closed, the lock goes to the next one.
 */
export function byChannel(onTick: OnTick): void {
  const channel = new BroadcastChannel('ticks');
  channel.onmessage = ({ data }) => onTick(data);
  void navigator.locks.request('ticks', () => {
    alone((tick) => {
      onTick(tick);
      channel.postMessage(tick);
    });
    // Held until this tab is gone.
    return new Promise(() => {});
  });
}
