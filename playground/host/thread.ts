import type { FromProcess, ToProcess } from '#node/worker-protocol.ts';

/** A Worker that runs one process, whoever made it. */
export interface Thread {
  onMessage: (message: FromProcess) => void;
  onFailure: (reason: string) => void;
  post(message: ToProcess, transfer: Transferable[]): void;
  terminate(): void;
}

/** Makes Workers that have not loaded anything of a program yet. */
export type MakeThread = () => Promise<Thread>;
