export interface Queues {
  /** Of each client, how many bytes wait for it in the server. */
  queued: { name: string; bytes: number }[];
  dropped: number;
  cut: number;
}

/** A client that reads. `onLate` is told how old each event was, in milliseconds. */
export function read(onLate: (ms: number) => void): void {
  new EventSource('/events').onmessage = ({ data }) => onLate(Date.now() - JSON.parse(data).at);
}

/** Ten times a second, what waits in the server. */
export function watch(onQueues: (queues: Queues) => void): void {
  new EventSource('/queues').addEventListener('queues', ({ data }) => onQueues(JSON.parse(data)));
}
